"""The command `build`."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from autograder.cli.console import err, out


def bar() -> Progress:
    """A progress bar with count and time left."""
    return Progress(
        TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("left"), TimeRemainingColumn(), console=out,
    )  # fmt: skip


def build(
    lectures: list[str] = typer.Argument(None, help="Lectures, such as 02; all by default."),
    check: bool = typer.Option(False, "--check", help="Only say which committed notebooks are not current."),
    run: bool = typer.Option(True, help="Run the solution notebooks to fill in their outputs."),
    course: Path = typer.Option(None, help="Make a course folder for nbgrader there instead."),
) -> None:
    """Build solution and student notebooks from solutions/NN-name.py."""
    from autograder.authoring import notebooks as b

    names = lectures or []
    if course is not None:
        _look_at_gradebook(course)
        made = b.make_course(course, names)
        out.print(f"{course}: released {', '.join(made)}", highlight=False)
        return
    if check:
        old = b.stale(names)
        for path in old:
            err.print(f"{path.relative_to(b.root())} is not current: run `{b.again()}`", markup=False)
        raise typer.Exit(1 if old else 0)
    _write(b, names, run)


def _look_at_gradebook(course: Path) -> None:
    """Say in one line what is wrong with the gradebook of a folder that is there: nbgrader would log tracebacks."""
    from autograder.gradebook.url import is_missing, url
    from autograder.gradebook.writer import reading

    if course.is_dir() and not is_missing(address := url(course)):
        with reading(address):
            pass


class _Telling:
    """Says which lecture and cell is being run, and why one is run again."""

    def __init__(self, progress: Progress, task: TaskID, lecture: str):
        self.progress, self.task, self.lecture, self.place = progress, task, lecture, "the start"
        progress.update(task, description=f"building {lecture}")

    def cell(self, number: int, count: int, line: str) -> None:
        self.place = f"cell {number} of {count}"
        self.progress.update(self.task, description=f"building {self.lecture}, {self.place}: {line[:20]}")

    def retry(self, why: str) -> None:
        err.print(f"{self.lecture}: {why}", markup=False, highlight=False, soft_wrap=True)


def _write(b, names: list[str], run: bool) -> None:
    import nbformat
    from nbclient.exceptions import CellExecutionError

    with bar() as progress:
        built = b.built(names)
        task = progress.add_task("building", total=len(built))
        for solution_path, solution, student_path, student in built:
            say = _Telling(progress, task, solution_path.stem)
            student_path.parent.mkdir(exist_ok=True)
            nbformat.write(student, student_path)  # in which `start` counts the points of answers for a person
            if run:
                try:
                    b.execute(solution, student_path.parent, on_cell=say.cell, on_retry=say.retry)
                except CellExecutionError as error:
                    raise ValueError(f"{solution_path.stem}: {say.place} stops with an error\n{error}") from None
            nbformat.write(solution, solution_path)
            progress.advance(task)
        progress.update(task, description="built")
    for solution_path, _, student_path, _ in built:
        places = [path.relative_to(b.root()) for path in (solution_path, student_path)]
        out.print("{} with answers, {} for students".format(*places), soft_wrap=True, highlight=False, markup=False)
    for page, text in b.generated_pages().items():
        page.write_text(text, encoding="utf-8")

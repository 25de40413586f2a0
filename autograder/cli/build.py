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
        made = b.make_course(course, names)
        out.print(f"{course}: released {', '.join(made)}", highlight=False)
        return
    if check:
        old = b.stale(names)
        for path in old:
            err.print(f"{path.relative_to(b.root())} is not current: run `{b.again()}`", markup=False)
        raise typer.Exit(1 if old else 0)
    _write(b, names, run)


class _Telling:
    """Says which lecture and cell is being run, and why one is run again."""

    def __init__(self, progress: Progress, task: TaskID, lecture: str):
        self.progress, self.task, self.lecture = progress, task, lecture
        progress.update(task, description=f"building {lecture}")

    def cell(self, number: int, count: int, line: str) -> None:
        text = f"building {self.lecture}, cell {number} of {count}: {line[:20]}"
        self.progress.update(self.task, description=text)

    def retry(self, why: str) -> None:
        err.print(f"{self.lecture}: {why}", markup=False, highlight=False, soft_wrap=True)


def _write(b, names: list[str], run: bool) -> None:
    import nbformat

    with bar() as progress:
        built = b.built(names)
        task = progress.add_task("building", total=len(built))
        for solution_path, solution, student_path, student in built:
            say = _Telling(progress, task, solution_path.stem)
            student_path.parent.mkdir(exist_ok=True)
            nbformat.write(student, student_path)  # in which `start` counts the points of answers for a person
            if run:
                b.execute(solution, student_path.parent, on_cell=say.cell, on_retry=say.retry)
            nbformat.write(solution, solution_path)
            progress.advance(task)
    for page, text in b.generated_pages().items():
        page.write_text(text, encoding="utf-8")

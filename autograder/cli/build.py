"""The command `build`."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

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


def _write(b, names: list[str], run: bool) -> None:
    import nbformat

    with bar() as progress:
        built = b.built(names)
        task = progress.add_task("building", total=len(built))
        for solution_path, solution, student_path, student in built:
            progress.update(task, description=f"building {solution_path.stem}")
            student_path.parent.mkdir(exist_ok=True)
            if run:
                b.execute(solution, student_path.parent)
            for path, notebook in ((solution_path, solution), (student_path, student)):
                nbformat.write(notebook, path)
            progress.advance(task)
    for page, text in b.generated_pages().items():
        page.write_text(text, encoding="utf-8")

"""python -m autograder: build the course, grade it, report on it."""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from autograder import write
from autograder.export import commands as export
from autograder.grading import commands
from autograder.handout import commands as handout
from autograder.site import commands as site

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__, pretty_exceptions_enable=False)
# What to do about an error of the file system.
NEXT = {
    errno.ENOSPC: "Make room on that disk",
    errno.EDQUOT: "Make room on that disk",
    errno.EACCES: "Become the user whose folder it is, or name another",
    errno.EPERM: "Become the user whose folder it is, or name another",
    errno.EROFS: "Name another folder",
    errno.ENOENT: "Look whether the name is right",
}
out = Console()
err = Console(stderr=True)


def clear_errors(command: Callable) -> Callable:
    """Bad input gives one line and exit code 2."""

    @wraps(command)
    def run(*args, **kwargs):
        try:
            return command(*args, **kwargs)
        except (ValueError, OSError) as error:
            err.print(f"error: {_plainly(error)}", style="red", soft_wrap=True, markup=False, highlight=False)
            raise typer.Exit(2) from None

    return run


def _plainly(error: Exception) -> str:
    """What happened, and for a file that cannot be read or written, what to do."""
    if not isinstance(error, OSError) or error.errno is None:
        return str(error)
    # A file is first written under a name of its own beside the one it is to have.
    name = re.sub(r"\.([^/]+)\.\d+\.part$", r"\1", str(error.filename or "a file"))
    return f"{name}: {error.strerror}. {NEXT.get(error.errno, 'Mend that')}, and type the command again"


def bar() -> Progress:
    """A progress bar with count and time left."""
    return Progress(
        TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("left"), TimeRemainingColumn(), console=out,
    )  # fmt: skip


@app.command()
@clear_errors
def build(
    lectures: list[str] = typer.Argument(None, help="Lectures, such as 02; all by default."),
    check: bool = typer.Option(False, "--check", help="Only say which committed notebooks are not current."),
    run: bool = typer.Option(True, help="Run the solution notebooks to fill in their outputs."),
    course: Path = typer.Option(None, help="Make a course folder for nbgrader there instead."),
) -> None:
    """Build solution and student notebooks from solutions/NN-name.py."""
    from autograder import build as b

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
    if page := b.coverage_page():
        page.write_text(b.coverage_text(), encoding="utf-8")


@app.command()
@clear_errors
def autograde(course: Path, assignment: str = typer.Argument(None)) -> None:
    """Grade a course folder with nbgrader's own autograde and generate_feedback."""
    from autograder import course as c

    for name in [assignment] if assignment else c.assignments(course):
        for title, work in (("autograding", c.autograde), ("feedback", c.feedback)):
            failed = []
            with bar() as progress:
                task = progress.add_task(f"{title} {name}", total=len(c.submitted(course, name)))
                for student, why in work(course, name):
                    progress.update(task, advance=1, description=f"{title} {name}: {student}")
                    if why:
                        failed.append((student, why))
            for student, why in failed:
                err.print(f"{student}: {why}", style="red", markup=False, soft_wrap=True)


@app.command()
@clear_errors
def report(
    course: Path,
    assignment: str = typer.Argument(None),
    anonymise: bool = typer.Option(False, "--anonymise", help="Pseudonyms instead of names, in a page of its own."),
    db: str = export.DB,
) -> None:
    """Print marks and the most frequent misconceptions; write the class report again, with scores given by hand."""
    from autograder import course as c
    from autograder.grading.address import shown
    from autograder.report.command import hidden, write_page

    names, book = [assignment] if assignment else c.assignments(course), export.book(course, db)
    for name in names:
        marked = hidden(course, c.marks(course, name, book)) if anonymise else c.marks(course, name, book)
        _print_marks(name, marked)
        _print_misconceptions(c.most_frequent(marked))
        for m in marked:
            for said in [m.failure] * bool(m.failure) + m.odd:
                out.print(f"  {m.student}: {said}", highlight=False, markup=False)
    places = {"gradebook": shown(book), "graded notebooks": course / "autograded", "feedback": course / "feedback"}
    if page := write_page(course, anonymise, book):
        places["class report"] = page
    for what, place in places.items():
        out.print(f"{what:<17} {place}", highlight=False, markup=False, soft_wrap=True)


def _print_marks(name: str, marked: list) -> None:
    from autograder.exercise import EXERCISES
    from autograder.result import number

    columns = list(dict.fromkeys(e for m in marked for e in m.scores))
    half = -(-len(columns) // max(1, -(-len(columns) * 6 // max(40, out.width - 24))))
    for start in range(0, len(columns), half or 1):
        table = Table(title=f"{name}: points" if start == 0 else None, pad_edge=False)
        table.add_column("student", no_wrap=True)
        for e in columns[start : start + half]:
            table.add_column(e.replace("_", "\n"), justify="right", vertical="bottom")
        table.add_column("total", justify="right", style="bold")
        for m in marked:
            cells = [number(m.scores[e]) if e in m.scores else "" for e in columns[start : start + half]]
            table.add_row(escape(m.student), *cells, number(m.total))
        full = [number(EXERCISES[e].points) if e in EXERCISES else "" for e in columns[start : start + half]]
        total = number(sum(EXERCISES[e].points for e in columns if e in EXERCISES))
        table.add_section()
        table.add_row("possible", *full, total)
        out.print(table)


def _print_misconceptions(ranked: list) -> None:
    if not ranked:
        return
    table = Table(title="Most frequent misconceptions", show_lines=False, pad_edge=False)
    for column, justify in (("students", "right"), ("exercise", "left"), ("what it was", "left")):
        table.add_column(column, justify=justify, no_wrap=column == "exercise")
    for count, exercise, _, said in ranked:
        table.add_row(str(count), exercise, said)
    out.print(table)


commands.register(app, clear_errors)
export.register(app, clear_errors)
handout.register(app, clear_errors)
site.register(app, clear_errors)
write.register(app, clear_errors)

if __name__ == "__main__":
    sys.exit(app())

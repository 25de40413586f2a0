"""The commands `export …`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from autograder.cli.console import clear_errors, err
from autograder.export import Export
from autograder.files import write_whole

if TYPE_CHECKING:
    from autograder.gradebook.marks import Marks

app = typer.Typer(
    no_args_is_help=True, help="Marks and feedback for Canvas, Moodle, Gradescope, spreadsheets, programs."
)

_COURSE = typer.Argument(..., help="The course folder with gradebook.db.")
_OUT = typer.Option(..., help="The file to write.")
_ASSIGNMENT = typer.Option(None, "--assignment", help="Only this one; may be given several times.")
_COLUMN = typer.Option(
    None, help="The column for the marks, when it is not called like the assignment (Moodle: Grade)."
)
_SCALE = typer.Option(
    None,
    "--scale/--no-scale",
    help="If the other system has another maximum: scale marks to it, or write the points as they are.",
)
_STRICT = typer.Option(False, "--strict", help="Exit with code 1 if there was a warning about a student.")
DB = typer.Option(None, "--db", help="The gradebook's database; by default the one that the class was graded into.")
_ANONYMISE = typer.Option(False, "--anonymise", help="Pseudonyms; the key stays in COURSE/pseudonyms.csv.")


def canvas(
    course: Path = _COURSE, out: Path = _OUT, assignment: list[str] = _ASSIGNMENT,
    into: Path = typer.Option(None, help="The gradebook CSV from Canvas, to be filled in. A new one by default."),
    column: str = _COLUMN, scale: bool = _SCALE, strict: bool = _STRICT, db: str = DB,
) -> None:  # fmt: skip
    """A gradebook CSV that Canvas imports."""
    from autograder.export import canvas as c
    from autograder.export.sheet import read_sheet

    _apart(out, into)
    marks = _marks(course, assignment, db)
    _finish(out, c.into(read_sheet(into), marks, column, scale) if into else c.new(marks), strict)


def moodle(
    course: Path = _COURSE, out: Path = _OUT, assignment: list[str] = _ASSIGNMENT,
    into: Path = typer.Option(..., help="The offline grading worksheet from Moodle, to be filled in."),
    column: str = _COLUMN, scale: bool = _SCALE, strict: bool = _STRICT, db: str = DB,
    comments: bool = typer.Option(True, help="Also fill in the column Feedback comments, where it is empty."),
) -> None:  # fmt: skip
    """Moodle's offline grading worksheet, filled in."""
    from autograder.export import moodle as m
    from autograder.export.sheet import read_sheet

    _apart(out, into)
    _finish(out, m.into(read_sheet(into), _marks(course, assignment, db), column, scale, comments), strict)


def table(
    course: Path = _COURSE, out: Path = _OUT, assignment: list[str] = _ASSIGNMENT, anonymise: bool = _ANONYMISE,
    strict: bool = _STRICT, db: str = DB,
) -> None:  # fmt: skip
    """A CSV table for any spreadsheet."""
    from autograder.export import table as t

    _finish(out, _plain(t.as_csv, course, _marks(course, assignment, db), anonymise), strict)


def as_json(
    course: Path = _COURSE, out: Path = _OUT, assignment: list[str] = _ASSIGNMENT, anonymise: bool = _ANONYMISE,
    strict: bool = _STRICT, db: str = DB,
) -> None:  # fmt: skip
    """JSON with points, reasons and comments by exercise."""
    from autograder.export import table as t

    _finish(out, _plain(t.as_json, course, _marks(course, assignment, db), anonymise), strict)


def _plain(form: Callable, course: Path, marks: Marks, anonymise: bool) -> Export:
    from autograder.report.pseudonyms import of_course

    return form(marks, of_course(course, [s.id for s in marks.students]) if anonymise else None)


def feedback(
    course: Path = _COURSE, out: Path = _OUT, assignment: list[str] = _ASSIGNMENT,
    like: str = typer.Option("plain", help="plain (STUDENT/ASSIGNMENT.html), moodle, or canvas."),
    into: Path = typer.Option(None, help="For moodle: the offline grading worksheet, for its participant numbers."),
    downloads: Path = typer.Option(None, help="For canvas, or moodle: the folder of submissions as downloaded."),
    strict: bool = _STRICT, db: str = DB,
) -> None:  # fmt: skip
    """The feedback pages as one ZIP."""
    from autograder.export import feedback_zip as f
    from autograder.export.sheet import read_sheet

    _apart(out, into)
    marks = _marks(course, assignment, db)
    if like == "plain":
        _finish(out, f.plain(course, marks), strict)
    elif like == "moodle" and into:
        _finish(out, f.for_moodle(course, marks, read_sheet(into)), strict)
    elif like in ("moodle", "canvas") and downloads:
        _finish(out, f.as_downloaded(course, marks, downloads, _bundles(course, marks)), strict)
    else:
        need = {"moodle": "--into WORKSHEET.csv or --downloads FOLDER", "canvas": "--downloads FOLDER"}
        raise ValueError(f"--like {like} needs {need[like]}" if like in need else "--like is plain, moodle or canvas")


def book(course: Path, db: str | None) -> str:
    """The address of the database to read, its late penalties up to date with the marks given by hand."""
    from autograder.gradebook.url import to_read
    from autograder.gradebook.writer import charge_late

    def say(line: str) -> None:
        err.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)

    address = to_read(course, db, say)
    if changed := charge_late(course, address):
        say(f"late penalties: {changed} changed in the gradebook, with the points that they are taken from")
    return address


def _marks(course: Path, assignment: list[str], db: str | None) -> Marks:
    from autograder.gradebook.query import read_marks
    from autograder.grading.results import reasons

    found = read_marks(course, assignment, book(course, db))
    found.marks = [replace(m, reasons=reasons(course, m.student.id, m.assignment)) for m in found.marks]
    return found


def _bundles(course: Path, marks: Marks) -> dict:
    from autograder.grading.run import read_assignments
    from autograder.sandbox.limits import Limits

    return read_assignments(course, tuple(marks.possible), "", Limits())


def gradescope(
    lecture: str = typer.Argument(..., help="A lecture, such as 02."),
    out: Path = typer.Option(..., help="The ZIP to write."),
    sandbox: str = typer.Option("auto", help="auto, bwrap, landlock, or none (student code runs unconfined there)."),
    visibility: str = typer.Option("visible", help="visible, after_due_date, after_published, or hidden."),
) -> None:
    """The autograder ZIP for a programming assignment of Gradescope."""
    from autograder.export.gradescope import make

    _finish(out, make(lecture, sandbox, visibility), False)


def _apart(out: Path, into: Path | None) -> None:
    if into is not None and out.exists() and into.exists() and os.path.samefile(out, into):
        raise ValueError(f"--out would overwrite {into}: name another file; the downloaded one is only read")


def _finish(out: Path, export: Export, strict: bool) -> None:
    """Write the file whole and say the lines."""
    if out.is_dir() or out.name == "gradebook.db":
        raise ValueError(f"--out is a file to write, not {out}")
    write_whole(out, export.content)
    said = export.said()
    for line in said:
        err.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)
    warnings = f"; {len(said)} warning{'s' * (len(said) != 1)} above" if said else ""
    typer.echo(f"{out} written{warnings}")
    if strict and said:
        raise typer.Exit(1)


_COMMANDS: dict[str, Callable] = {
    "canvas": canvas, "moodle": moodle, "csv": table, "json": as_json, "feedback": feedback, "gradescope": gradescope,
}  # fmt: skip
for _name, _command in _COMMANDS.items():
    app.command(_name)(clear_errors(_command))

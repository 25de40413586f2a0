"""The commands `report` and `feedback`."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.table import Table

from autograder.cli.console import out
from autograder.cli.export import DB, book


def report(
    course: Path,
    assignment: str = typer.Argument(None),
    anonymise: bool = typer.Option(
        False, "--anonymise", help="Write a report of its own with pseudonyms in place of names."
    ),
    db: str = DB,
) -> None:
    """Print marks and the most frequent misconceptions; write grades.csv, results.json and the class report anew.

    All from the gradebook: scores given by hand, extra credit and late penalties count.
    """
    from autograder.gradebook import marks_with_reasons
    from autograder.gradebook.query import marks_of_class
    from autograder.gradebook.url import shown
    from autograder.grading.tables import left_out, write_tables
    from autograder.report.command import hidden, write_page

    address = book(course, db)
    names = [assignment] if assignment else marks_with_reasons.assignments(course)
    for name in names:
        marked = marks_with_reasons.marks(course, name, address)
        marked = hidden(course, marked) if anonymise else marked
        _print_marks(name, marked)
        _print_misconceptions(marks_with_reasons.most_frequent(marked))
        for m in marked:
            for said in [m.failure] * bool(m.failure) + m.odd:
                out.print(f"  {m.student}: {said}", highlight=False, markup=False)
    marks = marks_of_class(course, address)
    for line in left_out(write_tables(course, marks), anonymise):
        out.print(line, style="yellow", highlight=False, markup=False, soft_wrap=True)
    places = {"marks": course / "grades.csv", "gradebook": shown(address), "graded notebooks": course / "autograded",
              "feedback": course / "feedback"}  # fmt: skip
    if page := write_page(course, anonymise, marks):
        places["class report"] = page
    for what, place in places.items():
        out.print(f"{what:<17} {place}", highlight=False, markup=False, soft_wrap=True)


def feedback(
    course: Path,
    assignment: list[str] = typer.Option(None, "--assignment", help="Only this one; may be given several times."),
    student: list[str] = typer.Option(None, "--student", help="Only this student; may be given several times."),
    db: str = DB,
) -> None:
    """Write the feedback pages anew, with scores and comments given by hand, extra credit and late penalties."""
    from autograder.gradebook.query import read_marks
    from autograder.grading.feedback_pages import write_feedback
    from autograder.grading.run import read_assignments
    from autograder.sandbox.limits import Limits

    marks = read_marks(course, assignment, book(course, db))
    unknown = sorted(set(student or ()) - {p.id for p in marks.students})
    if unknown:
        raise ValueError(f"the gradebook has no student {', '.join(unknown)}")
    assignments = read_assignments(
        course, tuple(a for a in marks.possible if (course / "source" / a).is_dir()), "", Limits()
    )
    only = [key for key in marks.by_key() if not student or key[0] in student]
    count = write_feedback(course, assignments, marks, only)
    out.print(f"{count} written: {course / 'feedback'}", highlight=False, markup=False, soft_wrap=True)


def _print_marks(name: str, marked: list) -> None:
    from autograder.report.terminal import signs, tables

    for table in tables(name, marked, out):
        out.print(table)
    for line in signs(marked):
        out.print(line, highlight=False, markup=False)


def _print_misconceptions(ranked: list) -> None:
    if not ranked:
        return
    table = Table(title="Most frequent misconceptions", show_lines=False, pad_edge=False)
    table.add_column("students", justify="right", overflow="fold")
    table.add_column("exercise", overflow="fold")
    table.add_column("what it was", overflow="fold")
    for count, exercise, _, said in ranked:
        table.add_row(str(count), exercise, said)
    out.print(table)

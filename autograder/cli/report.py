"""The command `report`."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.markup import escape
from rich.table import Table

from autograder.cli.console import out
from autograder.cli.export import DB, book


def report(
    course: Path,
    assignment: str = typer.Argument(None),
    anonymise: bool = typer.Option(False, "--anonymise", help="Pseudonyms instead of names, in a page of its own."),
    db: str = DB,
) -> None:
    """Print marks and the most frequent misconceptions; write the class report again, with scores given by hand."""
    from autograder.gradebook import reader as c
    from autograder.gradebook.url import shown
    from autograder.report.command import hidden, write_page

    names, address = [assignment] if assignment else c.assignments(course), book(course, db)
    for name in names:
        marked = hidden(course, c.marks(course, name, address)) if anonymise else c.marks(course, name, address)
        _print_marks(name, marked)
        _print_misconceptions(c.most_frequent(marked))
        for m in marked:
            for said in [m.failure] * bool(m.failure) + m.odd:
                out.print(f"  {m.student}: {said}", highlight=False, markup=False)
    places = {"gradebook": shown(address), "graded notebooks": course / "autograded", "feedback": course / "feedback"}
    if page := write_page(course, anonymise, address):
        places["class report"] = page
    for what, place in places.items():
        out.print(f"{what:<17} {place}", highlight=False, markup=False, soft_wrap=True)


def _print_marks(name: str, marked: list) -> None:
    from autograder.checking.exercise import EXERCISES
    from autograder.checking.result import number

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
    table.add_column("students", justify="right")
    table.add_column("exercise", no_wrap=True)
    table.add_column("what it was")
    for count, exercise, _, said in ranked:
        table.add_row(str(count), exercise, said)
    out.print(table)

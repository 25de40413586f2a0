"""The gradebook CSV of Canvas: fill in one that was downloaded, or make a new one.

Layout as Canvas writes and reads it (instructure/canvas-lms, lib/gradebook_exporter.rb and lib/gradebook_importer.rb):
Student (or LastName, FirstName), ID, [SIS User ID], SIS Login ID, [Integration ID], [Root Account], Section, columns of
one's own, assignments as `Title (id)`, totals. Up to two rows follow without a student: one whose cells are empty or
say `Manual Posting`, and `    Points Possible`. `EX` is excused. Comma or semicolon; a decimal comma is understood.
"""

from __future__ import annotations

import csv
import io
import re

from autograder.checking.result import number
from autograder.export import Export, fill
from autograder.export.pair_students import Entry, Pairs, pair, plain
from autograder.export.sheet import Sheet, is_blank
from autograder.files import csv_safe, is_formula, is_formula_behind
from autograder.gradebook.marks import Marks

_IDS = ("SIS Login ID", "ID", "SIS User ID", "Integration ID")
_TITLE = re.compile(r"(?P<title>.*?)\s*\((?P<id>\d+)\)")
_TOTALS = re.compile(r"(Current|Final|Override) (Score|Points|Grade|Status)")
_MUTED = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.I)
_FORMULA = re.compile(r'="(.*)"', re.S)


def into(sheet: Sheet, marks: Marks, column: str | None = None, scale: bool | None = None) -> Export:
    """Their file with the marks of these assignments, everything else byte for byte."""
    _check(sheet)
    sheet.mark_columns = set(range(sheet.after("Section"), len(sheet.header)))
    points, rows = _rows(sheet)
    pairs = pair([_entry(sheet, r) for r in rows], marks.students)
    export = Export(b"", list(pairs.lines), dict(pairs.counted))
    for name, where in _columns(sheet, marks, column, export.lines).items():
        export.lines += _fill(sheet, marks, name, where, pairs, points, scale)
        export.counted |= {f"{name}: {what}": who for what, who in marks.not_final(name).items()}
    export.content = sheet.content()
    return export


def _fill(sheet: Sheet, marks: Marks, name: str, where: int, pairs: Pairs, points: int | None, scale) -> list[str]:
    possible = marks.possible[name]
    theirs = sheet.cell(points, where) if points is not None else ""
    if "read only" in theirs:
        raise ValueError(
            f"{sheet.name}: Canvas takes no marks for the column {sheet.header[where]!r}: name another with --column"
        )
    times, found = fill.factor(possible, theirs, sheet, scale, f"{sheet.name}: {sheet.header[where]}"), marks.of(name)
    said = [fill.write(sheet, r, where, found[p.id], times) for r, p in pairs.students.items() if p.id in found]
    return list(filter(None, said))


def _check(sheet: Sheet) -> None:
    """Canvas's own test of a header: name and ID first, Section before the assignments."""
    first = sheet.header[:3]
    named = (first[:2] and "Student" in first[0] and "ID" in "".join(first[1:2])) or first == [
        "LastName", "FirstName", "ID",
    ]  # fmt: skip
    if not named or sheet.column("Section") is None:
        raise ValueError(
            f"{sheet.name} is not a gradebook of Canvas: its header begins {', '.join(sheet.header[:5])}, not Student, "
            "ID, SIS Login ID, Section. Download it with Grades > Export > Export Entire Gradebook"
        )


def _rows(sheet: Sheet) -> tuple[int | None, list[int]]:
    """(the row of points possible, the rows of students)."""
    points, students = None, []
    for r in range(1, len(sheet)):
        if "Points Possible" in sheet.cell(r, 0):
            points = r
        elif not is_blank(sheet.rows[r]) and not all(
            _MUTED.fullmatch(sheet.cell(r, c)) for c in range(len(sheet.rows[r]))
        ):
            students.append(r)
    return points, students


def _entry(sheet: Sheet, row: int) -> Entry:
    columns = [c for c in map(sheet.column, _IDS) if c is not None]
    name = sheet.cell(row, 0)
    if sheet.header[0] == "LastName":
        name = f"{name}, {sheet.cell(row, 1)}"
    name = _text(name)
    ids = tuple(v for c in columns if (v := _text(sheet.cell(row, c))))
    return Entry(row, f"{name} ({', '.join(ids) or 'no id'})", ids, (name,))


def _text(cell: str) -> str:
    """What a cell says, also where it is written as a formula that is nothing but a text."""
    excel = _FORMULA.fullmatch(cell.strip())
    return excel[1].replace('""', '"') if excel else cell.strip()


def _columns(sheet: Sheet, marks: Marks, column: str | None, lines: list[str]) -> dict[str, int]:
    """assignment -> column. Raises ValueError, with the columns there are, when none or several fit."""
    first = sheet.after("Section")
    titles = {c: h for c, h in enumerate(sheet.header) if c >= first and h and not _TOTALS.search(h)}
    if column is not None and len(marks.possible) > 1:
        raise ValueError("--column is for one assignment: name it with --assignment")
    found = {}
    for name in marks.possible:
        fits = [c for c, h in titles.items() if plain(column or name) in _called(h)]
        if len(fits) == 1:
            found[name] = fits[0]
        elif fits or column is not None or len(marks.possible) == 1:
            there = ", ".join(repr(h) for h in titles.values()) or "none"
            many = "no column" if not fits else f"{len(fits)} columns"
            raise ValueError(
                f"{sheet.name} has {many} called {column or name}; assignments there: {there}. Name one with --column"
            )
        else:
            lines.append(f"{name}: the file has no column of this name; left out")
    if not found:
        raise ValueError(
            f"{sheet.name} has no column for {', '.join(marks.possible)}; assignments there: "
            f"{', '.join(map(repr, titles.values())) or 'none'}. Name --assignment and --column"
        )
    return found


def _called(header: str) -> set[str]:
    """What a column may be called by: all of its header, its title, its number."""
    match = _TITLE.fullmatch(header)
    return {plain(header), *((plain(match["title"]), match["id"]) if match else ())}


def new(marks: Marks) -> Export:
    """A gradebook that Canvas imports as new assignments; students are found by SIS Login ID, the gradebook's ids."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *marks.possible])
    table.writerow(["    Points Possible", "", "", "", "", *(number(p) for p in marks.possible.values())])
    found = {name: marks.of(name) for name in marks.possible}
    lines, told = [], {f"{n}: {what}": who for n in marks.possible for what, who in marks.not_final(n).items()}
    for p in sorted(marks.students, key=lambda p: (p.sortable.casefold(), p.id)):
        scores = [number(found[n][p.id].score) if p.id in found[n] else "" for n in marks.possible]
        lms = p.lms if p.lms.isdigit() else ""
        table.writerow([_harmless(p.sortable), lms, "", _harmless(p.id), "", *scores])
        if _harmless(p.id) != p.id and not lms:
            lines.append(
                f"{p.id}: written as text, since a spreadsheet takes this id, or a part of it, for a formula; Canvas "
                "may not find it"
            )
    return Export(text.getvalue().encode(), lines, told)


def _harmless(text: str) -> str:
    """As Canvas itself writes a name that a spreadsheet would take for a formula: one that is nothing but the text.

    Where a part of it would be one, no spreadsheet reads that formula as a whole.
    """
    if is_formula_behind(text):
        return csv_safe(text)
    return '="' + text.replace('"', '""') + '"' if is_formula(text) else text

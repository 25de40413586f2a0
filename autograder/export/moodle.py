"""Moodle's offline grading worksheet, filled in.

Layout as Moodle writes and reads it (moodle/moodle, mod/assign/gradingtable.php and mod/assign/feedback/offline):
Identifier (`Participant 123`, always the first column), Full name, identity fields such as Email address, Status,
Grade, Maximum Grade, Grade can be changed, Last modified (submission), Last modified (grade), Feedback comments. Its
import needs Identifier, Grade and Last modified (grade), finds students by the identifier, skips marks above the
maximum, reads numbers with a point or the site's decimal comma (unformat_float), and takes comments for HTML.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from autograder.checking.result import number
from autograder.export import Export, fill
from autograder.export.pair_students import Entry, pair
from autograder.export.sheet import Sheet, is_blank
from autograder.files import csv_safe_html
from autograder.gradebook.marks import Mark, Marks

_IDS = ("Email address", "Username", "ID number")
# The worksheet's last columns follow the mark in this order, in every language.
_BEHIND = ("Maximum Grade", "Grade can be changed", None, "Last modified (grade)", "Feedback comments")
# What "Grade can be changed" reads, in the languages of most of its sites.
_NO = frozenset("no nein non nee nej nei não nie ne ei нет いいえ 否 아니요 hayır όχι nem nu".split())
_YES = frozenset("yes ja oui sí si sim tak ano áno da да はい 是 예 evet ναι kyllä igen jah".split())
OURS = "Points by exercise"


def into(
    sheet: Sheet, marks: Marks, column: str | None = None, scale: bool | None = None, comments: bool = True
) -> Export:
    """Their worksheet with the marks and comments of one assignment, everything else byte for byte."""
    name = _one(marks)
    where = sheet.column(column or "Grade")
    changed = sheet.column("Last modified (grade)")
    if where is None or (column is None and (changed is None or sheet.column("Identifier") is None)):
        raise ValueError(
            f"{sheet.name} is not an offline grading worksheet of Moodle: its header begins "
            f"{', '.join(sheet.header[:6])}; expected Identifier, {column or 'Grade'} and Last modified (grade). Turn "
            "on the feedback type `Offline grading worksheet` and download it again; in another language name the "
            "column for marks with --column"
        )
    sheet.mark_columns = {where, where + 1}
    rows = [r for r in range(1, len(sheet)) if not is_blank(sheet.rows[r])]
    pairs, found = pair(entries(sheet, rows, where), marks.students), marks.of(name)
    times = {r: _times(sheet, r, where, marks.possible[name], scale) for r in rows}
    lines = list(pairs.lines)
    for row, person in pairs.students.items():
        if person.id in found:
            lines += filter(None, _fill(sheet, row, where, found[person.id], times[row], comments))
    return Export(sheet.content(), lines, {**pairs.counted, **marks.not_final(name)})


def _one(marks: Marks) -> str:
    if len(marks.possible) != 1:
        known = ", ".join(marks.possible)
        raise ValueError(f"a worksheet of Moodle is for one assignment: name it with --assignment (there are {known})")
    return next(iter(marks.possible))


def entries(sheet: Sheet, rows: list[int], where: int | None = None) -> list[Entry]:
    """Who stands in these rows; `where` is the column of marks, before which Status stands.

    In blind marking there is no name: the identifier is all that is known of a participant.
    """
    columns = [c for c in map(sheet.column, _IDS) if c is not None]
    where = sheet.column("Grade") if where is None else where
    named = where is None or where > 2
    full = sheet.column("Full name") or (1 if named else None)
    return [_entry(sheet, row, columns, full) for row in rows]


def _entry(sheet: Sheet, row: int, columns: list[int], full: int | None) -> Entry:
    given = [sheet.cell(row, c) for c in columns]
    # Where a site is not English, an address still looks like one.
    given += [v for c in range(len(sheet.rows[row])) if "@" in (v := sheet.cell(row, c)) and " " not in v.strip()]
    identifier = sheet.cell(row, 0).strip()
    ids = tuple(dict.fromkeys(v.strip() for v in (*given, identifier) if v.strip()))
    if full is None:
        return Entry(row, identifier, ids, (f"participant {participant(sheet, row)}",))
    name = sheet.cell(row, full).strip()
    return Entry(row, f"{name} ({identifier})", ids, (name,))


def _behind(sheet: Sheet, where: int, name: str) -> int | None:
    """A column of the worksheet's end, by its English name or else by its place behind the mark."""
    found = sheet.column(name)
    place = where + 1 + _BEHIND.index(name)
    return found if found is not None or place >= len(sheet.header) else place


def participant(sheet: Sheet, row: int) -> str:
    """The number at the end of the identifier."""
    match = re.search(r"\d+$", sheet.cell(row, 0).strip())
    return match[0] if match else ""


def _times(sheet: Sheet, row: int, where: int, possible: float, scale: bool | None) -> float:
    maximum = _behind(sheet, where, "Maximum Grade")
    theirs = "" if maximum is None else sheet.cell(row, maximum)
    if sheet.value(theirs) is None:
        raise ValueError(f"{sheet.name}: the assignment is not marked in points: its maximum reads {theirs[:40]!r}")
    return fill.factor(possible, theirs, sheet, scale, sheet.name)


def _fill(sheet: Sheet, row: int, where: int, mark: Mark, times: float, comments: bool) -> list[str]:
    column = _behind(sheet, where, "Grade can be changed")
    can = "" if column is None else sheet.cell(row, column).strip()
    if can.casefold() in _NO:
        return [f"{mark.student.id}: the grade is locked in Moodle; no mark was written"]
    said = [fill.write(sheet, row, where, mark, times)]
    if can and can.casefold() not in _YES:
        said.append(f"{mark.student.id}: whether Moodle takes the mark is not known, its file says {can[:40]!r}")
    feedback = _behind(sheet, where, "Feedback comments")
    if comments and feedback is not None:
        there = sheet.cell(row, feedback).strip()
        if there and OURS not in there:
            said.append(f"{mark.student.id}: there is a comment already; kept, and none was added")
        else:
            sheet.put(row, feedback, comment(mark))
    return said


def comment(mark: Mark) -> str:
    """The points and the first reason for each that is missing, as HTML on one line."""
    rows = []
    for part in mark.parts:
        reasons = mark.reasons.get((part.notebook, part.grade_id), [])
        lost = part.score < part.max_score and not part.is_by_hand
        why = next((f["text"] for f in reasons if f["status"] == "no"), "") if lost else ""
        texts = [t.strip() for t in (why[:600], part.comment) if t.strip()]
        points = f"{part.name}: {number(part.score)} of {number(part.max_score)}"
        points += ", to be graded by a person" * part.is_waiting + ", for an earlier version" * part.is_old
        rows.append(Markup("<li>{}</li>").format(Markup("<br>").join("\n".join([points, *texts]).split("\n"))))
    late = Markup("<p>Late: {} points taken off.</p>").format(number(mark.penalty)) if mark.penalty else ""
    # A plain text from here on: to a table's quotes Markup would be markup, too.
    return csv_safe_html(str(Markup("<p>{}</p><ul>{}</ul>{}").format(OURS, Markup("").join(rows), late)))

"""What filling in any system's file has in common: points or shares, and cells that are not to be touched."""

from __future__ import annotations

from autograder.checking.result import number
from autograder.export.sheet import Sheet
from autograder.gradebook.marks import Mark

_NO_MARK = ("ex", "n/a", "excused")


def factor(possible: float, theirs: str, sheet: Sheet, scale: bool | None, what: str) -> float:
    """By what to multiply points, when their system counts out of `theirs`. Raises ValueError where it must be said."""
    maximum = sheet.value(theirs)
    if scale and (maximum is None or maximum <= 0):
        raise ValueError(f"{what}: --scale needs a maximum above 0 in the file, which says {theirs.strip()[:40]!r}")
    if maximum is None or maximum == possible or scale is False:
        return 1.0
    if scale:
        return maximum / possible if possible else 0.0
    raise ValueError(
        f"{what} has the maximum {number(maximum)} in the file and {number(possible)} in the gradebook: add --scale "
        f"(marks are scaled to it) or --no-scale (points are written as they are)"
    )


def write(sheet: Sheet, row: int, column: int, mark: Mark, times: float) -> str:
    """Write a mark; the line to say when the cell says that there is none to be given."""
    there = sheet.cell(row, column).strip()
    if there.casefold() in _NO_MARK:
        return (
            f"{mark.student.id}: the file says {there}, which was kept; the mark {number(mark.score)} was not written"
        )
    sheet.put(row, column, sheet.number(mark.score * times))
    return ""

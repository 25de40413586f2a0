"""Marks as tables in a terminal, however narrow: as many exercises in one as fit, and the total in each."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.checking.result import number
from autograder.gradebook.marks import Part
from autograder.gradebook.marks_with_reasons import Marked

WAITING, OLD, LATE = "?", "*", "-"
UNBOUNDED = 10_000
LEGEND = {
    WAITING: "to be graded by a person; until then it counts 0",
    OLD: "given for an earlier text; it counts until a person marks the new one",
    LATE: "beside a total: points that lateness took off; the total is what is left",
}


def tables(name: str, marked: list[Marked], console: Console) -> Iterator[Table]:
    """Points of an assignment by student and exercise; the last row says what is possible."""
    columns = {p.name: p.max_score for m in marked if m.mark for p in m.mark.parts}
    left, first = list(columns), True
    while left or first:
        count = 1
        while count < len(left) and _fits(_table(name, marked, left[: count + 1], columns, console), console):
            count += 1
        yield _table(name if first else "", marked, left[:count], columns, console)
        left, first = left[count:], False


def signs(marked: list[Marked]) -> list[str]:
    """What the signs in the tables mean, of those that are there."""
    parts = [p for m in marked if m.mark for p in m.mark.parts]
    used = {WAITING: any(p.is_waiting for p in parts), OLD: any(p.is_old for p in parts)}
    used[LATE] = any(m.mark.penalty for m in marked if m.mark)
    return [f"{sign} {LEGEND[sign]}" for sign, there in used.items() if there]


def _fits(table: Table, console: Console) -> bool:
    # Asked within the console's width, a table says that it can be made so narrow.
    return console.measure(table, options=console.options.update(max_width=UNBOUNDED)).maximum <= console.width


def _table(name: str, marked: list[Marked], shown: list[str], possible: dict[str, float], console: Console) -> Table:
    table = Table(title=f"{name}: points" if name else None, pad_edge=False)
    table.add_column("student", no_wrap=True)
    table.add_column("total", justify="right", style="bold", no_wrap=True)
    for exercise in shown:
        table.add_column(_heading(exercise, console.width), justify="right", vertical="bottom", no_wrap=True)
    for m in marked:
        parts = {p.name: p for p in m.mark.parts} if m.mark else {}
        late = f" -{number(m.mark.penalty)}" if m.mark and m.mark.penalty else ""
        cells = [_points(parts[e]) if e in parts else "" for e in shown]
        table.add_row(_name(m.student, console.width), f"{number(m.total)}{late}", *cells)
    table.add_section()
    table.add_row("possible", number(sum(possible.values())), *(number(possible[e]) for e in shown))
    return table


def _points(part: Part) -> str:
    return WAITING if part.is_waiting else number(part.score) + OLD * part.is_old


def _name(student: str, width: int) -> Text:
    text = Text(student)
    text.truncate(max(10, width // 3), overflow="ellipsis")
    return text


def _heading(exercise: str, width: int) -> str:
    """The words of a name below each other; of a long word its pieces."""
    longest, words = min(10, max(5, width // 6)), exercise.replace("-", "_").split("_")
    return "\n".join(w[i : i + longest] for w in words for i in range(0, max(1, len(w)), longest))

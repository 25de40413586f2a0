"""Checks that may be at fault, told by how a class fails them. Each is a reason to look, not a finding."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.report.tally import BLANK, FULL, STOPPED, Cell, Tally

# Kelley (1939): the upper and lower 27 % tell most about how well an item separates.
OUTER = 0.27
FEWEST = 3


@dataclass(frozen=True)
class Suspect:
    """An exercise, why its check deserves a look, and who met it."""

    exercise: str
    why: str
    quote: str
    students: tuple[str, ...]


def suspects(t: Tally) -> list[Suspect]:
    """Machinery first, then one way of failing that no listed mistake explains, then what strong students fail."""
    return [*_stopped(t), *_same_way(t), *_strong(t)]


def _stopped(t: Tally) -> list[Suspect]:
    found: dict[tuple[str, str], list[str]] = {}
    for student, text in t.stopped:
        grade_id, _, how = text.partition(STOPPED)
        found.setdefault((grade_id.removeprefix("check-"), how), []).append(student)
    why = "The check itself stopped with an error."
    return [Suspect(name, why, how, tuple(who)) for (name, how), who in sorted(found.items())]


def _same_way(t: Tally) -> list[Suspect]:
    """All of a class are drawn the same cases: one text means one behaviour."""
    fewest = max(FEWEST, len(t.scores) // 20)
    many = [(k, who) for k, who in t.unlisted.items() if len(who) >= fewest]
    return [
        Suspect(name, "Many fail in exactly the same way, and it is not a listed mistake.", said, tuple(who))
        for (name, said), who in sorted(many, key=lambda x: (-len(x[1]), x[0]))
    ]


def _strong(t: Tally) -> list[Suspect]:
    count = int(len(t.scores) * OUTER)
    if count < FEWEST:
        return []
    return [s for cell in t.cells.values() if (s := _separates_badly(t, cell, count))]


def _separates_badly(t: Tally, cell: Cell, count: int) -> Suspect | None:
    """Of those who answered, the best by their points elsewhere do no better than the weakest, or mostly fail."""
    answered = [s for s, came in cell.came.items() if came != BLANK]
    elsewhere = sorted(answered, key=lambda s: (t.scores[s] - cell.earned[s], s))
    if len(elsewhere) < 2 * count:
        return None
    weak, strong = elsewhere[:count], elsewhere[-count:]
    lost = [s for s in strong if cell.came[s] != FULL]
    low, high = (sum(cell.came[s] == FULL for s in group) for group in (weak, strong))
    if len(lost) < FEWEST or (high > low and len(lost) <= count / 2):
        return None
    why = f"Of the {count} who do best elsewhere, {high} got it right; of the {count} weakest who tried, {low}."
    return Suspect(cell.name, why, "", tuple(lost))

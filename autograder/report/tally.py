"""One assignment, counted: scores, success by exercise, misconceptions, and what went wrong around the answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import mean, median

from autograder.report.book import Entries

FULL, PARTIAL, NONE, BLANK, WAITING = "full", "partial", "none", "not begun", "to be graded"
_NOT_AN_ANSWER = ("is not written yet", "is not defined: the cell above did not run")
STOPPED = ": the check stopped with "


@dataclass
class Cell:
    """One graded cell: what it is worth, and by student the points and how far they came."""

    name: str
    points: float
    earned: dict[str, float] = field(default_factory=dict)
    came: dict[str, str] = field(default_factory=dict)

    def share(self, kind: str) -> float:
        """How many of the students came so far, from 0 to 1."""
        return sum(c == kind for c in self.came.values()) / max(1, len(self.came))


@dataclass
class Tally:
    """Counts of an assignment. Lists of (student, text) are in the order of the records."""

    name: str
    scores: dict[str, float] = field(default_factory=dict)
    possible: float = 0.0
    cells: dict[str, Cell] = field(default_factory=dict)
    mistakes: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    unlisted: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    stopped: list[tuple[str, str]] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    odd: list[tuple[str, str]] = field(default_factory=list)
    modes: Counter = field(default_factory=Counter)
    inside: Counter = field(default_factory=Counter)
    waiting: int = 0
    by_hand: int = 0
    late: int = 0

    def add(self, record: dict, entries: Entries) -> None:
        """Count one graded submission; scores by hand and penalties come from the gradebook."""
        student, key = record["student"], (record["student"], record["assignment"])
        hand, total = entries.by_hand.get(key, {}), 0.0
        for notebook in record["notebooks"]:
            self.inside.update(notebook.get("inside", ()))
            for grade_id in notebook["scores"]:
                total += self._cell(student, notebook, grade_id, hand.get(grade_id))
        self.scores[student] = max(0.0, total - entries.penalty.get(key, 0.0))
        self.possible = max(self.possible, record["max_score"])
        self.by_hand += bool(hand)
        self.late += entries.penalty.get(key, 0.0) > 0
        self.modes[record["sandbox"]] += 1
        for text in (*record["failures"], *record["deaths"]):
            (self.stopped if STOPPED in text else self.failures).append((student, text))
        self.odd += [(student, x) for x in record["odd"]]

    def _cell(self, student: str, notebook: dict, grade_id: str, by_hand: float | None) -> float:
        name, points = grade_id.removeprefix("check-"), notebook["points"][grade_id]
        auto, findings = notebook["scores"][grade_id], notebook["findings"].get(grade_id, [])
        score = auto if by_hand is None else by_hand
        blank = name in notebook["untouched"] and not score
        cell = self.cells.setdefault(name, Cell(name, points))
        cell.earned[student] = score or 0.0
        cell.came[student] = _came(score, points, blank)
        self.waiting += score is None
        if not blank and auto is not None and auto < points:
            self._why(student, name, findings)
        return score or 0.0

    def _why(self, student: str, name: str, findings: list[dict]) -> None:
        known = dict.fromkeys(f["misconception"] for f in findings if f.get("misconception"))
        for misconception in known:
            self.mistakes[name, misconception].append(student)
        said = next((f["text"] for f in findings if f["status"] == "no"), "")
        if not known and said and not any(x in said for x in _NOT_AN_ANSWER):
            self.unlisted[name, said].append(student)

    @property
    def median(self) -> float:
        return median(self.scores.values())

    @property
    def mean(self) -> float:
        return mean(self.scores.values())

    def ranked(self) -> list[tuple[str, str, list[str]]]:
        """(exercise, misconception, students), the most frequent first."""
        found = sorted(self.mistakes.items(), key=lambda x: (-len(x[1]), x[0]))
        return [(exercise, name, students) for (exercise, name), students in found]

    def hardest(self) -> list[Cell]:
        """Cells that checks graded, those that fewest got right first."""
        cells = [c for c in self.cells.values() if WAITING not in c.came.values() and c.points]
        return sorted(cells, key=lambda c: (c.share(FULL), c.share(PARTIAL)))


def _came(score: float | None, points: float, blank: bool) -> str:
    if score is None:
        return WAITING
    if score >= points:
        return FULL
    return PARTIAL if score > 0 else BLANK if blank else NONE


def tally(records: Iterable[dict], entries: Entries) -> dict[str, Tally]:
    """assignment -> counts, by name."""
    found: dict[str, Tally] = {}
    for record in records:
        found.setdefault(record["assignment"], Tally(record["assignment"])).add(record, entries)
    return dict(sorted(found.items()))

"""One assignment, counted: scores, success by exercise, misconceptions, and what went wrong around the answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import mean, median

from autograder.gradebook.marks import Key, Mark, Part, from_record

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
    old: int = 0
    by_hand: int = 0
    late: int = 0

    def add(self, record: dict, mark: Mark) -> None:
        """Count one graded submission: the points of the mark, the reasons of the record."""
        student = record["student"]
        found = {n["name"]: n for n in record["notebooks"]}
        for notebook in record["notebooks"]:
            self.inside.update(notebook.get("inside", ()))
        for part in mark.parts:
            self._cell(student, part, found.get(part.notebook, {}))
        self.scores[student] = mark.score
        self.possible = max(self.possible, mark.max_score)
        self.by_hand += any(p.is_by_hand for p in mark.parts)
        self.late += mark.penalty > 0
        self.modes[record["sandbox"]] += 1
        for text in (*record["failures"], *record["deaths"]):
            (self.stopped if STOPPED in text else self.failures).append((student, text))
        self.odd += [(student, x) for x in record["odd"]]

    def _cell(self, student: str, part: Part, notebook: dict) -> None:
        blank = part.exercise in notebook.get("untouched", ()) and not part.score
        cell = self.cells.setdefault(part.name, Cell(part.name, part.max_score))
        cell.earned[student] = part.score
        cell.came[student] = _came(part, blank)
        self.waiting += part.is_waiting
        self.old += part.is_old
        if not blank and part.auto_score is not None and part.auto_score < part.max_score:
            self._why(student, part.name, notebook.get("findings", {}).get(part.grade_id, []))

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


def _came(part: Part, blank: bool) -> str:
    if part.is_waiting:
        return WAITING
    if part.score >= part.max_score:
        return FULL
    return PARTIAL if part.score > 0 else BLANK if blank else NONE


def tally(records: Iterable[dict], marks: Mapping[Key, Mark] | None = None) -> dict[str, Tally]:
    """assignment -> counts, by name, of records whose students have a mark; without marks, as the checks found."""
    found: dict[str, Tally] = {}
    for record in records:
        key = record["student"], record["assignment"]
        mark = from_record(record) if marks is None else marks.get(key)
        if mark is not None:
            found.setdefault(key[1], Tally(key[1])).add(record, mark)
    return dict(sorted(found.items()))

"""Submissions that look alike: an index of fragments that few wrote, so that only pairs which share some are compared.

The measure of a pair: of the uncommon fragments of the one who has fewer, the share that the other has too. Uncommon
is what is not in the lecture's own notebook and what no more than `common` students wrote.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from autograder.report.source import fingerprints

LONGEST = 20_000
LEAST_SHARE, LEAST_FRAGMENTS, LEAST_PLACES = 0.6, 12, 2
MOST_STUDENTS = 30  # so that the pairs to compare grow as the class does, and not as its square


@dataclass(frozen=True)
class Pair:
    """Two students, how much of their uncommon code they share, and in which exercises most."""

    one: str
    two: str
    share: float
    fragments: int
    places: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Students linked by pairs, the closest pair first."""

    students: tuple[str, ...]
    pairs: tuple[Pair, ...]


def common(students: int) -> int:
    """What more than this many of a class wrote is the common way to write it."""
    return max(4, min(students // 10, MOST_STUDENTS))


class Index:
    """Fragments of one assignment's answers."""

    def __init__(self, given: Iterable[dict[str, str]]):
        self.given = {h for cells in given for place, source in cells.items() for h in fingerprints(place, source)}
        self.places: dict[int, str] = {}
        self.who: dict[int, list[str]] = defaultdict(list)
        self.students: list[str] = []

    def add(self, student: str, cells: dict[str, str]) -> None:
        """One student's answers: grade id -> source."""
        self.students.append(student)
        for place, source in cells.items():
            # What is longer was written by no person, and would take the memory of a whole class.
            for fragment in fingerprints(place, source[:LONGEST]) - self.given:
                self.who[fragment].append(student)
                self.places[fragment] = place

    def groups(self) -> list[Group]:
        """Who looks alike, the closest first."""
        limit = common(len(self.students))
        rare = {f: who for f, who in self.who.items() if len(who) <= limit}
        own = Counter(s for who in rare.values() for s in who)
        shared: dict[tuple[str, str], list[int]] = defaultdict(list)
        for fragment, who in rare.items():
            for pair in combinations(sorted(who), 2):
                shared[pair].append(fragment)
        pairs = [self._pair(a, b, found, min(own[a], own[b])) for (a, b), found in shared.items()]
        # One exercise alone is chance, unless there is only one.
        places = min(LEAST_PLACES, len(set(self.places.values())))
        alike = [p for p in pairs if p.share >= LEAST_SHARE and p.fragments >= LEAST_FRAGMENTS]
        alike = [p for p in alike if len(p.places) >= places]
        return _linked(sorted(alike, key=lambda p: (-p.share, -p.fragments, p.one, p.two)))

    def _pair(self, one: str, two: str, found: list[int], least: int) -> Pair:
        places = sorted(Counter(self.places[f] for f in found).items(), key=lambda x: (-x[1], x[0]))
        return Pair(one, two, len(found) / least, len(found), tuple(p for p, _ in places))


def _linked(pairs: list[Pair]) -> list[Group]:
    """Pairs with a student in common make one group."""
    leader: dict[str, str] = {}

    def find(student: str) -> str:
        while leader.setdefault(student, student) != student:
            student = leader[student]
        return student

    for pair in pairs:
        leader[find(pair.two)] = find(pair.one)
    found: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        found[find(pair.one)].append(pair)
    return [Group(tuple(sorted({s for p in g for s in (p.one, p.two)})), tuple(g)) for g in found.values()]

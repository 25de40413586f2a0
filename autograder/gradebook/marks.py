"""What a mark is, and its parts: the one form of marks that every table, page, report and export is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

Key = tuple[str, str]


@dataclass(frozen=True)
class Person:
    """A student of the gradebook. `lms` is what nbgrader calls lms_user_id."""

    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    lms: str = ""

    @property
    def sortable(self) -> str:
        """Last name first, as far as it is known."""
        return ", ".join(x for x in (self.last, self.first) if x) or self.id


@dataclass(frozen=True)
class Part:
    """One graded cell: what the checks gave (None: a person grades it), what a person gave, and their comment."""

    notebook: str
    grade_id: str
    max_score: float
    auto_score: float | None
    manual_score: float | None = None
    extra_credit: float = 0.0
    needs_a_person: bool = False
    comment: str = ""
    is_in_several: bool = False

    @property
    def exercise(self) -> str:
        """The exercise, within its notebook."""
        return exercise_of(self.grade_id)

    @property
    def name(self) -> str:
        """The exercise, within the assignment: with its notebook, where several notebooks have one of this name."""
        return f"{self.notebook}: {self.exercise}" if self.is_in_several else self.exercise

    @property
    def score(self) -> float:
        """What counts: a person's score before that of the checks, and extra credit. Waiting for a person counts 0."""
        return (self.auto_score or 0.0 if self.manual_score is None else self.manual_score) + self.extra_credit

    @property
    def shown(self) -> float | None:
        """The score as it is written down: nothing where a person has yet to give one."""
        return None if self.is_waiting else rounded(self.score)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has marked it yet."""
        return self.needs_a_person and self.manual_score is None

    @property
    def is_old(self) -> bool:
        """Whether the mark was given for an earlier text; it counts until a person marks the new one."""
        return self.needs_a_person and self.manual_score is not None

    @property
    def is_by_hand(self) -> bool:
        """Whether a person has given points."""
        return self.manual_score is not None or bool(self.extra_credit)


@dataclass(frozen=True)
class Mark:
    """One student's mark for one assignment.

    raw: the points, with hand marks and extra credit; penalty: what lateness takes off; score: raw less penalty, not
    below 0. `penalties` are by notebook, `comments` and, where asked for, `reasons` by notebook and cell.
    """

    student: Person
    assignment: str
    max_score: float
    parts: tuple[Part, ...]
    penalties: dict[str, float] = field(default_factory=dict)
    comments: dict[Key, str] = field(default_factory=dict)
    timestamp: str = ""
    reasons: dict[Key, list[dict]] = field(default_factory=dict)

    @property
    def raw(self) -> float:
        return sum((p.score for p in self.parts), 0.0)

    @property
    def penalty(self) -> float:
        return sum(self.penalties.values(), 0.0)

    @property
    def score(self) -> float:
        return max(0.0, self.raw - self.penalty)

    @property
    def needs_a_person(self) -> bool:
        return any(p.needs_a_person for p in self.parts)

    @property
    def is_from_checks_alone(self) -> bool:
        """Whether the gradebook adds nothing to what grading found: no mark by hand, comment or penalty."""
        return not (self.penalty or self.comments or any(p.is_by_hand for p in self.parts))

    def columns(self) -> dict[str, float | bool]:
        """What every table says of a mark, by the names of its columns."""
        return {
            "raw": rounded(self.raw), "penalty": rounded(self.penalty), "score": rounded(self.score),
            "max_score": self.max_score, "needs_manual_grade": self.needs_a_person,
        }  # fmt: skip

    def of_notebook(self, name: str) -> dict[str, Part]:
        """Parts of one notebook by grade id."""
        return {p.grade_id: p for p in self.parts if p.notebook == name}


@dataclass
class Marks:
    """What a gradebook holds: the students, the possible points by assignment, and the marks."""

    students: list[Person]
    possible: dict[str, float]
    marks: list[Mark] = field(default_factory=list)

    def of(self, assignment: str) -> dict[str, Mark]:
        """student -> mark."""
        return {m.student.id: m for m in self.marks if m.assignment == assignment}

    def by_key(self) -> dict[Key, Mark]:
        """(student, assignment) -> mark."""
        return {(m.student.id, m.assignment): m for m in self.marks}

    def not_final(self, assignment: str) -> dict[str, list[str]]:
        """Whose mark is not final, or not there: what it is -> students."""
        found = self.of(assignment)
        return {
            "an answer waits for a person; until then it counts 0": sorted(
                s for s, m in found.items() if any(p.is_waiting for p in m.parts)
            ),
            "an answer changed after it had been marked; the old mark counts until a person marks it again": sorted(
                s for s, m in found.items() if any(p.is_old for p in m.parts)
            ),
            "in the gradebook, but nothing was handed in": sorted({s.id for s in self.students} - set(found)),
        }


def exercise_of(grade_id: str) -> str:
    """The exercise that a graded cell is of."""
    return grade_id.removeprefix("check-")


def in_several(cells: Iterable[Key]) -> set[str]:
    """Names of exercises that stand in more than one notebook of an assignment, of its (notebook, grade id)."""
    counts = Counter(exercise for _, exercise in {(n, exercise_of(g)) for n, g in cells})
    return {exercise for exercise, count in counts.items() if count > 1}


def rounded(points: float) -> float:
    """Points without the last digits of binary fractions."""
    return round(points, 4)


def from_record(record: dict) -> Mark:
    """What grading itself found, as a mark."""
    several = in_several((n["name"], g) for n in record["notebooks"] for g in n["auto_scores"])
    parts = [
        Part(n["name"], grade_id, n["points"][grade_id], score, needs_a_person=score is None,
             is_in_several=exercise_of(grade_id) in several)
        for n in record["notebooks"] for grade_id, score in n["auto_scores"].items()
    ]  # fmt: skip
    return Mark(Person(record["student"]), record["assignment"], record["max_score"], tuple(parts))

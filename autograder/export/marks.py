"""Marks as nbgrader's gradebook has them: manual scores, extra credit and late penalties counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.gradebook.url import url
from autograder.gradebook.writer import reading
from autograder.grading.results import result_path


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
    """One graded cell."""

    name: str
    score: float
    max_score: float
    auto_score: float | None
    manual_score: float | None
    extra_credit: float
    comment: str
    reasons: tuple[dict, ...] = ()


@dataclass(frozen=True)
class Mark:
    """One student's mark for one assignment. `score` has the late penalty taken off."""

    student: Person
    assignment: str
    score: float
    max_score: float
    penalty: float
    needs_a_person: bool
    timestamp: str
    parts: tuple[Part, ...]


@dataclass
class Marks:
    """What a gradebook holds: the students, the possible points by assignment, and the marks."""

    students: list[Person]
    possible: dict[str, float]
    marks: list[Mark] = field(default_factory=list)

    def of(self, assignment: str) -> dict[str, Mark]:
        """student -> mark."""
        return {m.student.id: m for m in self.marks if m.assignment == assignment}

    def notes(self, assignment: str) -> list[str]:
        """Lines about marks that are not final, and students without one."""
        found = self.of(assignment)
        waiting = sorted(s for s, m in found.items() if m.needs_a_person)
        absent = sorted(s.id for s in self.students if s.id not in found)
        return [
            *(f"{assignment}: {s}: an answer waits for a person; until then it counts 0" for s in waiting),
            *(f"{assignment}: {s}: in the gradebook, but nothing was handed in" for s in absent),
        ]


def read_marks(course: Path, wanted: list[str] | None = None, db: str | None = None) -> Marks:
    """The marks of a course folder, all assignments or the named ones. Nothing is written to the gradebook."""
    with reading(db or url(course)) as book:
        possible = {a.name: float(a.max_score) for a in book.assignments}
        unknown = [w for w in wanted or () if w not in possible]
        if unknown or not possible:
            known = ", ".join(possible) or "none; grade one first"
            raise ValueError(f"{course}: there is no assignment {', '.join(unknown)}; the gradebook has: {known}")
        possible = {name: points for name, points in possible.items() if not wanted or name in wanted}
        found = Marks([_person(s) for s in book.students], possible)
        for name in possible:
            found.marks += sorted(_marks(book, course, name), key=lambda m: m.student.id)
    return found


def _person(student) -> Person:
    given = (student.first_name, student.last_name, student.email, student.lms_user_id)
    return Person(student.id, *(x or "" for x in given))


def _marks(book, course: Path, assignment: str) -> Iterator[Mark]:
    for s in _submissions(book, assignment):
        reasons = _reasons(course, s.student.id, assignment)
        comments = {c.name: c.comment or "" for n in s.notebooks for c in n.comments}
        parts = tuple(_part(g, comments, reasons) for n in s.notebooks for g in n.grades)
        score, penalty = sum(p.score for p in parts), float(s.late_submission_penalty or 0)
        yield Mark(
            _person(s.student), assignment, max(0.0, score - penalty), float(s.max_score), penalty,
            bool(s.needs_manual_grade), s.timestamp.isoformat() if s.timestamp else "", parts,
        )  # fmt: skip


def _submissions(book, assignment: str) -> list:
    """As nbgrader's assignment_submissions, with everything below read at once: of a class of hundreds in a second."""
    from nbgrader.api import SubmittedAssignment, SubmittedNotebook
    from sqlalchemy.orm import joinedload, selectinload

    notebooks = selectinload(SubmittedAssignment.notebooks)
    return (
        book.db.query(SubmittedAssignment)
        .filter_by(assignment_id=book.find_assignment(assignment).id)
        .options(joinedload(SubmittedAssignment.student))
        .options(notebooks.selectinload(SubmittedNotebook.grades))
        .options(notebooks.selectinload(SubmittedNotebook.comments))
        .all()
    )


def _part(grade, comments: dict[str, str], reasons: dict[str, list[dict]]) -> Part:
    return Part(
        grade.name.removeprefix("check-"), float(grade.score or 0), float(grade.max_score), grade.auto_score,
        grade.manual_score, float(grade.extra_credit or 0), comments.get(grade.name, ""),
        tuple(reasons.get(grade.name, ())),
    )  # fmt: skip


def _reasons(course: Path, student: str, assignment: str) -> dict[str, list[dict]]:
    """Findings by grade id, as `grade` recorded them; none where nbgrader graded by itself."""
    try:
        record = json.loads(result_path(course, student, assignment).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {grade_id: found for n in record["notebooks"] for grade_id, found in n["findings"].items()}

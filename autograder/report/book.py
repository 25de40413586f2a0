"""What nbgrader's gradebook knows besides the checks: scores given by hand, extra credit, late penalties, names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from autograder.gradebook.url import is_missing, url
from autograder.gradebook.writer import reading

Key = tuple[str, str]


@dataclass
class Entries:
    """By (student, assignment): grade id -> final score, where a person gave one; penalties; and names by student."""

    by_hand: dict[Key, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    penalty: dict[Key, float] = field(default_factory=lambda: defaultdict(float))
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)


def entries(out: Path, address: str | None = None) -> Entries:
    """Read with three queries, however large the class. Empty where there is no gradebook."""
    from nbgrader.api import Assignment, Grade, GradeCell, Student, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy import or_, select

    found, address = Entries(), address or url(out)
    if is_missing(address):
        return found
    joined = (
        select(SubmittedAssignment.student_id, Assignment.name)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    )
    late = joined.add_columns(SubmittedNotebook.late_submission_penalty)
    hand = joined.add_columns(GradeCell.name, Grade.auto_score, Grade.manual_score, Grade.extra_credit)
    hand = hand.join(Grade, Grade.notebook_id == SubmittedNotebook.id).join(GradeCell, GradeCell.id == Grade.cell_id)
    hand = hand.where(or_(Grade.manual_score.is_not(None), Grade.extra_credit.is_not(None)))
    with reading(address) as book:
        for student, assignment, penalty in book.db.execute(late.where(SubmittedNotebook.late_submission_penalty > 0)):
            found.penalty[student, assignment] += penalty
        for student, assignment, cell, auto, manual, extra in book.db.execute(hand):
            found.by_hand[student, assignment][cell] = (auto or 0.0 if manual is None else manual) + (extra or 0.0)
        for student, *names in book.db.execute(
            select(Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
        ):
            found.names[student] = tuple(x for x in names if x)
    return found

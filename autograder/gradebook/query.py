"""Marks read from nbgrader's gradebook, automatic ones and those given by hand, with a few queries for a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.files import REBUILD, read_plain_notebook
from autograder.gradebook.marks import Key, Mark, Marks, Part, Person, exercise_of, from_record, in_several


def read_marks(course: Path, wanted: Iterable[str] | None = None, db: str | None = None) -> Marks:
    """The marks of a course folder, all assignments or the named ones. Nothing is written to the gradebook."""
    from autograder.gradebook.url import url
    from autograder.gradebook.writer import reading

    wanted = list(wanted or ())
    with reading(db or url(course)) as book:
        cells = _cells(book.db)
        unknown = [w for w in wanted if w not in cells]
        if not cells:
            raise ValueError(f"the gradebook of {course} is empty: grade an assignment first")
        if unknown:
            known = ", ".join(cells)
            raise ValueError(f"{course}: there is no assignment {', '.join(unknown)}; the gradebook has: {known}")
        cells = {name: found for name, found in cells.items() if not wanted or name in wanted}
        possible = {name: sum(points for _, points in found.values()) for name, found in cells.items()}
        found = Marks(_people(book.db), possible)
        people = {p.id: p for p in found.students}
        for name in cells:
            found.marks += _marks(book.db, name, cells[name], people, _places(course, name))
    return found


def marks_of_class(course: Path, db: str | None = None) -> Marks:
    """The marks of everybody who was graded; where there is no gradebook (yet), those of grading's own records."""
    from autograder.gradebook.url import is_missing, url
    from autograder.grading.results import records

    if not is_missing(db or url(course)):
        return read_marks(course, None, db)
    marks = [from_record(r) for r in records(course)]
    possible = {m.assignment: 0.0 for m in marks}
    for m in marks:
        possible[m.assignment] = max(possible[m.assignment], m.max_score)
    return Marks(list(dict.fromkeys(m.student for m in marks)), possible, marks)


def _cells(database) -> dict[str, dict[str, tuple[Key, float]]]:
    """assignment -> id of a graded cell -> ((notebook, name), points)."""
    from nbgrader.api import Assignment, GradeCell, Notebook, TaskCell
    from sqlalchemy import select

    found: dict[str, dict] = {name: {} for (name,) in database.execute(select(Assignment.name).order_by("name"))}
    for kind in (GradeCell, TaskCell):
        query = (
            select(Assignment.name, Notebook.name, kind.name, kind.id, kind.max_score)
            .join(Notebook, Notebook.id == kind.notebook_id)
            .join(Assignment, Assignment.id == Notebook.assignment_id)
        )
        for assignment, notebook, name, cell_id, points in database.execute(query):
            found[assignment][cell_id] = (notebook, name), float(points)
    return found


def _people(database) -> list[Person]:
    from nbgrader.api import Student
    from sqlalchemy import select

    names = select(Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
    return sorted((Person(*(x or "" for x in row)) for row in database.execute(names)), key=lambda p: p.id)


def _marks(database, assignment: str, cells: dict, people: dict[str, Person], places: dict[Key, int]) -> Iterator[Mark]:
    """Of each student, in the order of their names in the gradebook."""
    from nbgrader.api import Assignment, BaseCell, Comment, Grade, Notebook, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy import select

    def of_assignment(*columns):
        return (
            select(SubmittedAssignment.student_id, Notebook.name, *columns)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == assignment)
        )

    comments: dict[str, dict[Key, str]] = defaultdict(dict)
    said = of_assignment(BaseCell.name, Comment.manual_comment)
    said = said.join(Comment, Comment.notebook_id == SubmittedNotebook.id)
    for student, notebook, cell, comment in database.execute(said.join(BaseCell, BaseCell.id == Comment.cell_id)):
        if comment and comment.strip():
            comments[student][notebook, cell] = comment
    parts: dict[str, list[Part]] = defaultdict(list)
    several = in_several(cell for cell, _ in cells.values())
    columns = (Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade)
    graded = of_assignment(Grade.cell_id, *columns).join(Grade, Grade.notebook_id == SubmittedNotebook.id)
    for student, _, cell_id, *given in database.execute(graded):
        if cell_id in cells:
            parts[student].append(_part(cells[cell_id], given, comments[student], several))
    late: dict[str, dict[str, float]] = defaultdict(dict)
    for student, notebook, penalty in database.execute(of_assignment(SubmittedNotebook.late_submission_penalty)):
        if penalty:
            late[student][notebook] = float(penalty)
    possible = sum(points for _, points in cells.values())
    handed = (
        select(SubmittedAssignment.student_id, SubmittedAssignment.timestamp)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.name == assignment)
    )
    for student, time in sorted(database.execute(handed), key=lambda row: row[0]):
        ordered = sorted(parts[student], key=lambda p: (places.get((p.notebook, p.grade_id), len(places)), p.grade_id))
        when = time.isoformat() if time else ""
        yield Mark(people[student], assignment, possible, tuple(ordered), late[student], comments[student], when)


def _part(cell: tuple[Key, float], given: list, comments: dict[Key, str], several: set[str]) -> Part:
    (of, points), (auto, manual, extra, needs) = cell, given
    notebook, name = of
    comment = comments.get(of) or comments.get((notebook, name.removeprefix("check-")), "")
    extra, shared = float(extra or 0), exercise_of(name) in several
    return Part(notebook, name, points, auto, manual, extra, bool(needs), comment, shared)


def _places(course: Path, assignment: str) -> dict[Key, int]:
    """Where each graded cell stands in the lecture; the gradebook itself knows no order."""
    found: dict[Key, int] = {}
    for path in sorted((course / "source" / assignment).glob("*.ipynb")):
        for cell in read_plain_notebook(path, REBUILD)["cells"]:
            if grade_id := cell["metadata"].get("nbgrader", {}).get("grade_id"):
                found.setdefault((path.stem, grade_id), len(found))
    return found

"""Write one result into nbgrader's gradebook: its own models, one transaction, the same whether done once or twice."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from nbgrader import utils
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import SaveCells
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import selectinload

from autograder.course.extras import needs
from autograder.files import REBUILD, read_notebook
from autograder.gradebook.url import configured, is_missing, shown, trouble
from autograder.grading.answer_texts import keep, known, must_look
from autograder.grading.grade import Graded, GradedNotebook
from autograder.grading.late_penalty import Late

NO_RESPONSE = "No response."


class GradebookWriter:
    """An open gradebook. Knows each assignment's cells after the first submission."""

    def __init__(self, url: str, course: Path | None = None):
        self.gradebook = opened(url)
        self.url, self.course = url, course
        self.cells: dict[str, dict] = {}
        self.late = Late(configured(course), course)

    def __enter__(self) -> GradebookWriter:
        return self

    def __exit__(self, *problem) -> None:
        self.gradebook.close()

    def record(self, graded: Graded) -> None:
        """Scores of one submission. Manual scores, comments and extra credit stay as they are.

        Where the text that a person has marked is another now, a person is asked again.
        """
        database = self.gradebook.db
        try:
            assignment = self._assignment(graded.assignment)
            submission = self._submission(assignment, graded)
            before = known(self.course, graded.student, graded.assignment) if self.course else {}
            for notebook in graded.notebooks:
                if notebook.name in assignment["notebooks"]:
                    texts = before.get(notebook.name, {})
                    self._notebook(assignment["notebooks"][notebook.name], submission, notebook, texts)
            self.late.charge(database, submission)
            database.commit()
            if self.course:
                # After the marks: a run that is killed here asks once too often rather than not at all.
                keep(self.course, graded.student, graded.assignment, {n.name: n.texts for n in graded.notebooks})
        except SQLAlchemyError as error:
            database.rollback()
            raise ValueError(trouble(error, self.url)) from None
        except BaseException:
            database.rollback()
            raise
        finally:
            database.expunge_all()

    def _assignment(self, name: str) -> dict:
        """Ids of an assignment's notebooks and cells, read once."""
        if name not in self.cells:
            try:
                found = self.gradebook.find_assignment(name)
            except MissingEntry:
                self._enter(name)
                found = self.gradebook.find_assignment(name)
            notebooks = {n.name: _cells(n) for n in found.notebooks}
            self.cells[name] = {"id": found.id, "notebooks": notebooks}
        return self.cells[name]

    def _enter(self, name: str) -> None:
        """Tell a gradebook that was empty of an assignment's cells, as nbgrader's generate_assignment does."""
        if self.course is None:
            raise ValueError(f"the gradebook does not know {name}: run nbgrader generate_assignment {name}")
        self.gradebook.update_or_create_assignment(name)
        for path in sorted((self.course / "source" / name).glob("*.ipynb")):
            named = {"assignment": name, "notebook": path.stem, "db_url": self.url}
            SaveCells().preprocess(read_notebook(path, REBUILD), {"nbgrader": named})

    def _submission(self, assignment: dict, graded: Graded) -> SubmittedAssignment:
        database = self.gradebook.db
        if database.get(Student, graded.student) is None:
            database.add(Student(id=graded.student))
        query = (
            select(SubmittedAssignment)
            .filter_by(assignment_id=assignment["id"], student_id=graded.student)
            .options(selectinload(SubmittedAssignment.notebooks).selectinload(SubmittedNotebook.grades))
            .options(selectinload(SubmittedAssignment.notebooks).selectinload(SubmittedNotebook.comments))
        )
        submission = database.execute(query).scalar_one_or_none()
        if submission is None:
            submission = SubmittedAssignment(
                id=_id(), assignment_id=assignment["id"], student_id=graded.student, notebooks=[]
            )
            database.add(submission)
        if graded.timestamp:
            submission.timestamp = utils.parse_utc(graded.timestamp)
        return submission

    def _notebook(
        self, cells: dict, submission: SubmittedAssignment, graded: GradedNotebook, before: dict[str, str]
    ) -> None:
        database = self.gradebook.db
        row = next((n for n in submission.notebooks if n.notebook_id == cells["id"]), None)
        if row is None:
            row = SubmittedNotebook(
                id=_id(), notebook_id=cells["id"], assignment_id=submission.id, grades=[], comments=[]
            )
            database.add(row)
        known = {g.cell_id: g for g in row.grades}
        for name, cell_id in cells["grades"].items():
            grade = known.get(cell_id)
            if grade is None:
                grade = Grade(id=_id(), cell_id=cell_id, notebook_id=row.id)
                database.add(grade)
            # What was not graded this time must not keep an earlier score.
            grade.auto_score = graded.scores.get(name, 0.0)
            same = name in before and before[name] == graded.texts.get(name)
            flagged = bool(grade.needs_manual_grade)
            grade.needs_manual_grade = must_look(grade.manual_score, grade.auto_score, flagged, same)
        said = {c.cell_id: c for c in row.comments}
        for name, cell_id in cells["comments"].items():
            comment = said.get(cell_id)
            if comment is None:
                comment = Comment(id=_id(), cell_id=cell_id, notebook_id=row.id)
                database.add(comment)
            comment.auto_comment = NO_RESPONSE if name in graded.untouched else None


def _id() -> str:
    from nbgrader.api import new_uuid

    return new_uuid()


def _cells(notebook: Notebook) -> dict:
    grades = {c.name: c.id for c in (*notebook.grade_cells, *notebook.task_cells)}
    comments = {c.name: c.id for c in (*notebook.solution_cells, *notebook.task_cells)}
    return {"id": notebook.id, "grades": grades, "comments": comments}


def opened(address: str, **how) -> Gradebook:
    """nbgrader's gradebook at a database address. Raises ValueError that says what is wrong with it."""
    if not shutil.which("alembic"):
        # nbgrader runs it by name when it makes the tables.
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    try:
        return Gradebook(address, **how)
    except ModuleNotFoundError as missing:
        what = needs("the gradebook's database", [str(missing.name)], "grading")
        raise ValueError(f"{what}; write its address as postgresql+psycopg://USER@HOST/NAME") from None
    except SQLAlchemyError as error:
        raise ValueError(trouble(error, address)) from None


def charge_late(course: Path, address: str) -> int:
    """Ask the course's plugin for late submissions again, as marks given by hand change what it may ask; how many did.

    Nothing where nbgrader_config.py names no plugin: penalties that were entered stay.
    """
    config = configured(course)
    if not ({"AssignLatePenalties", "LateSubmissionPlugin"} & set(config)) or is_missing(address):
        return 0
    late, changed = Late(config, course), 0
    with opened(address, course_id="") as book:
        for submission in book.db.scalars(select(SubmittedAssignment)).all():
            before = [n.late_submission_penalty for n in submission.notebooks]
            late.charge(book.db, submission)
            changed += before != [n.late_submission_penalty for n in submission.notebooks]
        book.db.commit()
    return changed


@contextlib.contextmanager
def reading(address: str) -> Iterator[Gradebook]:
    """The gradebook, to read only: nothing is made, added or kept. Raises ValueError where there is none."""
    if is_missing(address):
        place = Path(shown(address))
        raise ValueError(
            f"{place.parent} has no {place.name}: name the course folder that `grade` or `build --course` made, or "
            "with --db the database"
        )
    # Without a course id, opening adds no row for the course.
    with opened(address, course_id="") as book:
        yield book
        book.db.rollback()

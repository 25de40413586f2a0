"""Forget a student: out of the gradebook, every folder of the course and every table and page of the class."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from nbgrader.api import MissingEntry
from sqlalchemy import text

from autograder.files import read_json, write_whole
from autograder.gradebook.query import marks_of_class
from autograder.gradebook.settings import EXPORTED
from autograder.gradebook.url import is_missing
from autograder.gradebook.writer import opened
from autograder.grading import answer_texts, rounds
from autograder.grading.collect import safe
from autograder.grading.results import records
from autograder.grading.tables import write_tables
from autograder.report.gather import LINES
from autograder.report.pseudonyms import forget_pseudonym
from autograder.report.write import ANONYMISED, rewrite_report

FOLDERS = ("submitted", "autograded", "feedback", "results", answer_texts.FOLDER, rounds.FOLDER)
GONE = "[forgotten]"


def forget(course: Path, student: str, address: str) -> list[str]:
    """Remove a student; a line for each place that held something of theirs. Raises ValueError for an unknown one."""
    places = [p for folder in FOLDERS if (p := course / folder / safe(student)).is_dir()]
    names = _leave_gradebook(address, student)
    if names is None and not places:
        near = get_close_matches(student, known(course, address), 3, 0.5)
        raise ValueError(f"{course} has no student {student}" + f"; there is {', '.join(near)}" * bool(near))
    done = ["gradebook"] if names is not None else []
    # One folder stays until the end: a command that is interrupted knows the student when it is typed again.
    for place in places[:-1]:
        shutil.rmtree(place)
    rewritten = list(_rewrite(course, address, (student, *(names or ()))))
    for place in places[-1:]:
        shutil.rmtree(place)
    return [*done, *(p.parent.name for p in places), *rewritten]


def known(course: Path, address: str) -> list[str]:
    """All students of the gradebook and of the course's folders."""
    folders = {p.name for f in FOLDERS for p in (course / f).glob("*") if p.is_dir()}
    return sorted(folders | {p.id for p in marks_of_class(course, address).students})


def _leave_gradebook(address: str, student: str) -> tuple[str, ...] | None:
    """The names that the gradebook had of the student, who is not in it any more; None where they were not."""
    if is_missing(address):
        return None
    with opened(address, course_id="") as book:
        try:
            row = book.find_student(student)
        except MissingEntry:
            return None
        names = tuple(x for x in (row.email, f"{row.first_name or ''} {row.last_name or ''}".strip()) if x)
        book.remove_student(student)
        book.db.commit()
        if book.db.get_bind().dialect.name == "sqlite":
            # A deleted row stays in the file until its place is taken.
            book.db.execute(text("VACUUM"))
        return names


def _rewrite(course: Path, address: str, names: tuple[str, ...]) -> Iterator[str]:
    lines = course / "results" / LINES
    if lines.is_file():
        said = [_without(line, names) for line in read_json(lines, "delete it", list)]
        write_whole(lines, json.dumps(said, ensure_ascii=False, indent=1) + "\n")
    marks = marks_of_class(course, address)
    if (course / "grades.csv").exists():
        write_tables(course, marks)
        yield from ("grades.csv", "results.json")
    if (course / EXPORTED).exists():
        (course / EXPORTED).unlink()
        yield EXPORTED
    graded = any((r["student"], r["assignment"]) in marks.by_key() for r in records(course))
    for anonymise, page in ((False, "class_report.html"), (True, ANONYMISED)):
        if (course / page).exists():
            rewrite_report(course, anonymise, marks) if graded else (course / page).unlink()
            yield page
    if forget_pseudonym(course, names[0]):
        yield "pseudonyms.csv"


def _without(line: str, names: tuple[str, ...]) -> str:
    for name in names:
        line = line.replace(name, GONE)
    return line

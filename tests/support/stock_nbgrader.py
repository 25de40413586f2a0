"""nbgrader's own autograde and generate_feedback, on a whole course folder."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import nbformat

from autograder.authoring.notebooks import api
from autograder.gradebook.marks_with_reasons import submitted


def defaults(course: Path):
    """nbgrader's API for a course folder, with nbgrader's own settings in place of this course's."""
    nbgrader = api(course)
    for name in ("sanitize_preprocessors", "autograde_preprocessors"):
        nbgrader.config.Autograde.pop(name, None)
    nbgrader.config.ClearSolutions.enforce_metadata = False
    return nbgrader


def marks(course: Path, assignment: str, student: str, using=None) -> dict[str, float | None] | str:
    """What nbgrader's own autograde gives a submission, cell by cell, or the reason why it gives nothing."""
    found = cells(course, assignment, student, using)
    return found if isinstance(found, str) else {cell: score for (_, cell), score in found.items()}


def cells(course: Path, assignment: str, student: str, using=None) -> dict[tuple[str, str], float | None] | str:
    """The same by (notebook, cell)."""
    nbgrader = using or defaults(course)
    answer = _quietly(nbgrader.autograde, assignment, student, force=True, create=True)
    if not answer["success"]:
        return _reason(answer, course, student, assignment)
    with nbgrader.gradebook as book:
        graded = book.find_submission(assignment, student)
        return {(n.name, g.name): g.auto_score for n in graded.notebooks for g in n.grades}


def autograde(course: Path, assignment: str, students: list[str] | None = None) -> Iterator[tuple[str, str]]:
    """Autograde submissions (all by default) with nbgrader, one by one: yields (student, "" or why it failed)."""
    nbgrader = api(course)
    for student in students or submitted(course, assignment):
        answer = _quietly(nbgrader.autograde, assignment, student, force=True, create=True)
        yield student, "" if answer["success"] else _reason(answer, course, student, assignment)


def feedback(course: Path, assignment: str) -> Iterator[tuple[str, str]]:
    """Generate nbgrader's feedback page for every graded submission: yields (student, "" or why it failed)."""
    nbgrader = api(course)
    for student in submitted(course, assignment):
        if not (course / "autograded" / student / assignment).is_dir():
            continue
        answer = _quietly(nbgrader.generate_feedback, assignment, student, force=True)
        yield student, "" if answer["success"] else _reason(answer, course, student, assignment)


def _quietly(call, *args, **kwargs) -> dict:
    """Run an nbgrader call with its own and its kernels' chatter sent nowhere."""
    logging.disable(logging.CRITICAL)
    old, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return call(*args, **kwargs)
    finally:
        os.dup2(old, 2)
        os.close(old)
        os.close(null)
        logging.disable(logging.NOTSET)


def _reason(answer: dict, course: Path, student: str, assignment: str) -> str:
    """One line on why a submission could not be graded."""
    path = course / "submitted" / student / assignment / f"{assignment}.ipynb"
    if not path.exists():
        found = ", ".join(sorted(p.name for p in path.parent.iterdir())) or "nothing"
        return f"{path} is missing; the folder holds {found}"
    try:
        nbformat.validate(nbformat.read(path, as_version=4))
    except Exception as error:
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return f"{path} is not a readable notebook: {first[:160]}"
    text = answer.get("error") or answer.get("log") or "nbgrader gave no reason"
    return text.strip().splitlines()[-1][:300]

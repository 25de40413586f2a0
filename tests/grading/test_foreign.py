"""Courses of other people: the marks that stock nbgrader gives."""

import csv

import pytest

from autograder.grading.run import Options, grade_class
from autograder.sandbox import backends
from tests.support import foreign_course

pytestmark = pytest.mark.skipif(bool(backends.why_no_bwrap()), reason=backends.why_no_bwrap())


def marks(out):
    with (out / "grades.csv").open(encoding="utf-8", newline="") as table:
        return {row["student"]: float(row["score"]) for row in csv.DictReader(table)}


def test_the_quickstart_course_of_nbgrader_gets_the_marks_of_its_documentation(tmp_path):
    submitted = foreign_course.quickstart(tmp_path / "course101")
    summary = grade_class(submitted, tmp_path / "graded", Options(jobs=1, sandbox="bwrap"))
    assert (summary.failed, summary.lost) == ([], [])
    assert marks(tmp_path / "graded") == {"bitdiddle": 1.5, "hacker": 3.0}

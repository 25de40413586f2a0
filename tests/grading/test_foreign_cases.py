"""Small test cells after the patterns of public courses: cell by cell the marks that nbgrader's own autograde gives."""

import importlib.util
import json

import pytest

from autograder.grading.run import Options, grade_class
from autograder.sandbox import backends
from tests.support import foreign_course, stock_nbgrader
from tests.support.foreign_cases import CASES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(backends.why_no_bwrap()), reason=backends.why_no_bwrap()),
    pytest.mark.filterwarnings("ignore"),
]
STUDENTS = ("right", "half", "blank")
# Where stock nbgrader gives points for nothing: an answer that overwrites the helper by which it is judged.
UNDESERVED = {("half", "s_locked_helper-1")}
PANDAS = ("v_frame", "v_series", "a_frame", "a_series")
CHOSEN = {n: p for n, p in CASES.items() if n not in PANDAS or importlib.util.find_spec("pandas")}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course of all cases and what our grader gave, with tests where each belongs, and all outside."""
    folder = tmp_path_factory.mktemp("cases") / "course"
    submitted = foreign_course.of_cases(folder, CHOSEN)
    found = {}
    for tests in ("auto", "outside"):
        out = folder.parent / tests
        grade_class(submitted, out, Options(jobs=2, sandbox="bwrap", tests=tests))
        records = json.loads((out / "results.json").read_text(encoding="utf-8"))
        found[tests] = {r["student"]: r["notebooks"] for r in records}
    return folder, found


def scores(notebooks):
    return {g: s for n in notebooks for g, s in n["scores"].items()}


@pytest.fixture(scope="module")
def stock(course):
    """What nbgrader's own autograde gives, in a course folder without this course's settings."""
    folder, _ = course
    nbgrader = stock_nbgrader.defaults(folder)
    assert nbgrader.generate_assignment("ps", force=True, create=True)["success"]
    return {student: stock_nbgrader.marks(folder, "ps", student, nbgrader) for student in STUDENTS}


@pytest.mark.parametrize("student", STUDENTS)
def test_the_marks_are_those_of_nbgrader(course, stock, student):
    ours, theirs = scores(course[1]["auto"][student]), dict(stock[student])
    for who, cell in UNDESERVED:
        if who == student:
            assert (ours.pop(cell), theirs.pop(cell)) == (0, 1)
    # Points are kept to four digits.
    assert ours == pytest.approx(theirs, abs=5e-5)


def test_most_tests_stay_outside_and_those_inside_are_named(course):
    notebooks = course[1]["auto"]["right"]
    inside = [g for n in notebooks for g in n.get("inside", ())]
    assert 0 < len(inside) < len(scores(notebooks)) / 2
    assert "p_number-1" not in inside and "m_gcf-1" in inside
    table = (course[0].parent / "auto" / "grades.csv").read_text(encoding="utf-8")
    report = (course[0].parent / "auto" / "class_report.html").read_text(encoding="utf-8")
    assert "m_gcf-1" in table and "m_gcf-1" in report.replace("<wbr>", "")


def test_all_outside_no_wrong_answer_gets_more(course, stock):
    """Where a test cannot cross the border, its points are lost and the reason is told; none are gained."""
    for student in STUDENTS:
        ours = scores(course[1]["outside"][student])
        assert not {g: (s, stock[student][g]) for g, s in ours.items() if s > stock[student][g] + 5e-5}
        assert not any(n.get("inside") for n in course[1]["outside"][student])

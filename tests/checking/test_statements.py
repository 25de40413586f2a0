"""No statement of a report is false: for random combinations of mistakes, and for the answers of a class."""

import warnings
import zlib
from collections import Counter, defaultdict

import numpy as np
import pytest

from autograder import EXERCISES
from autograder.checking.cases import cases_for
from autograder.checking.exercise import COURSE
from autograder.checking.judge import Unsolved, judge
from autograder.checking.result import Finding, Result
from autograder.checking.statements import combinations, false_statements
from tests.checking.test_exercises import RIGHT as STYLES
from tests.support.answers import judged, kind_of, right, wrong

FUNCTIONS = [e for e in EXERCISES.values() if e.kind == "function"]
# Every tenth exercise in `make test`, and an author's own; all of them take minutes.
QUICK = {e.name for e in FUNCTIONS if e.lecture not in COURSE or e in FUNCTIONS[::10]}


def some(exercises):
    return [pytest.param(e, id=e.name, marks=[] if e.name in QUICK else pytest.mark.slow) for e in exercises]


WRONG = defaultdict(list)
for one in wrong():
    WRONG[one[0]].append(one)


@pytest.fixture(autouse=True)
def quiet():
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("exercise", some(FUNCTIONS))
def test_nothing_false_is_said_of_a_combination_of_mistakes(exercise):
    rng = np.random.default_rng(zlib.crc32(exercise.name.encode()))
    for what, answer in combinations(exercise, rng, 12):
        try:
            result = judge(exercise, answer, cases_for(exercise))
        except Unsolved:
            continue
        assert not false_statements(exercise, answer, result), f"{what}\n{result}"


@pytest.mark.parametrize("exercise", some(WRONG))
def test_a_wrong_answer_of_a_class_loses_points_and_nothing_false_is_said(exercise):
    for _, what, answer, _ in WRONG[exercise]:
        result = judged(exercise, answer)
        assert float(result) < exercise.points, what
        assert not false_statements(exercise, answer, result), f"{what}\n{result}"


@pytest.mark.slow
def test_most_reports_on_wrong_answers_name_the_mistake():
    kinds = [kind_of(judged(e, answer), pattern) for e, _, answer, pattern in wrong()]
    assert len(kinds) >= 400
    assert kinds.count("precise") >= 0.8 * len(kinds)
    assert kinds.count("vague") <= 0.08 * len(kinds)


# Later classes have answers in styles that the first four have as well.
SLOW = ("fifth", "sixth", "seventh")
RIGHT = [pytest.param(*one, marks=[pytest.mark.slow] if one[1].startswith(SLOW) else []) for one in right()]


@pytest.mark.parametrize("seed", [None, pytest.param("a grading seed", marks=pytest.mark.slow)])
@pytest.mark.parametrize(("exercise", "style", "answer"), RIGHT, ids=lambda a: getattr(a, "name", None))
def test_a_right_answer_of_a_class_earns_all_points(exercise, style, answer, seed):
    result = judged(exercise, answer, seed)
    assert float(result) == exercise.points, f"{style}\n{result}"


def test_a_false_statement_is_found():
    exercise = EXERCISES["relu"]

    def answer(z):
        return np.where(z > 0, z, z / 3)

    honest = judge(exercise, answer, cases_for(exercise))
    assert not false_statements(exercise, answer, honest)
    for text, name in (("It is 3 times the expected value, in every case.", None), ("This is |z|.", "absolute value")):
        lie = Result(0, "relu", 1, [Finding("no", text, name)], case=honest.case)
        assert false_statements(exercise, answer, lie)
    right_example = Result(0, "relu", 1, [Finding("note", "The smallest input found")], case=(np.ones(1),))
    assert false_statements(exercise, answer, right_example)


def test_every_exercise_has_three_answers_of_a_class_right_and_wrong():
    """Derivations have theirs in tests/derivations; digits are trained on files, and a spiral takes minutes."""
    asked = [e for e in EXERCISES.values() if e.lecture in COURSE and e.kind not in ("prediction", "derivation")]
    asked = [e for e in asked if e.name != "digit_net"]
    good = Counter(e.name for e, *_ in right()) + Counter(e.name for e, *_ in STYLES)
    few = [e.name for e in asked if good[e.name] < 3 and e.name != "spiral_settings"]
    assert not few
    assert not [e.name for e in asked if len(WRONG[e]) < 3]

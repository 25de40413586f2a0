"""How many exercises of each kind the course has, and that each prediction is asked before its cell shows the truth."""

import ast
import re
from collections import Counter

import pytest

from autograder.authoring.lectures import sources
from autograder.checking.exercise import COURSE, EXERCISES

AT_LEAST = {"derivation": 20, "test": 6, "counterexample": 6, "repair": 6, "prediction": 25}
PREDICTIONS = [e for e in EXERCISES.values() if e.kind == "prediction" and e.lecture in COURSE]


@pytest.mark.parametrize("kind", AT_LEAST)
def test_there_are_enough_of_each_kind(kind):
    assert Counter(e.kind for e in EXERCISES.values() if e.lecture in COURSE)[kind] >= AT_LEAST[kind]


def test_every_lecture_asks_for_a_prediction():
    assert {e.lecture for e in PREDICTIONS} == set(COURSE)


@pytest.mark.parametrize("exercise", PREDICTIONS, ids=lambda e: e.name)
def test_a_prediction_is_asked_before_its_truth_is_shown(exercise):
    (path,) = sources([exercise.lecture])
    text = path.read_text(encoding="utf-8")
    asked = text.index(f'exercise="{exercise.name}"')
    revealed = [m.start() for m in re.finditer(rf'reveal\(\s*"{exercise.name}"', text)]
    assert len(revealed) == 1 and asked < revealed[0]
    cell = text[: revealed[0]].rpartition("# %%")[2] + text[revealed[0] :].partition("\n# %%")[0]
    last = ast.parse(cell.partition("\n")[2]).body[-1]
    assert ast.unparse(last).startswith("reveal("), "a cell shows the value of its last line only"
    assert "Predict first" in text[:asked].rpartition("# %%")[0].rpartition("# %%")[2], "the question stands above it"

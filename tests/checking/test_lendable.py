"""What a reader's test is tried on goes to the student's process: no answer that is still closed goes with it."""

import re

import pytest

from autograder import EXERCISES
from autograder.authoring import notebooks
from autograder.runtime.plain_data import NotPlain
from autograder.sandbox.callbacks import CallbackTable

TESTS = [e for e in EXERCISES.values() if e.kind == "test"]


def lent(exercise, functions):
    """Lend these functions while the answers that come after this exercise in its lecture are closed."""
    (source,) = (p for p in notebooks.sources() if p.stem[:2] == exercise.lecture)
    order = re.findall(r'^# %% exercise="(\w+)"', source.read_text(encoding="utf-8"), re.MULTILINE)
    table = CallbackTable()
    later = order[order.index(exercise.name) + 1 :]
    table.closed = [EXERCISES[n].reference for n in later if EXERCISES[n].reference is not None]
    for function in functions:
        if not isinstance(function, type) and callable(function):
            table._lend(function)


@pytest.mark.parametrize("exercise", TESTS, ids=lambda e: e.name)
def test_right_and_wrong_implementations_can_be_lent(exercise):
    for right in exercise.task.right.values():
        lent(exercise, right)
        for mutate, _ in exercise.wrong.values():
            lent(exercise, mutate(*right))


def test_an_answer_of_the_lecture_cannot_be_lent():
    exercise = EXERCISES["softmax_test"]
    with pytest.raises(NotPlain, match="uses the answer"):
        lent(exercise, [EXERCISES["log_softmax"].reference])

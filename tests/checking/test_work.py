"""What a failing check computes to explain an answer is bounded, and depends on no clock."""

import contextlib
import sys

import numpy as np
import pytest

from autograder import EXERCISES
from autograder.checking import neighbours, slip_search, small_cases, work
from autograder.checking.cases import cases_for
from autograder.checking.lazily import Asked, Lazy
from autograder.checking.work import limited
from tests.support.answers import judged

FUNCTIONS = [e for e in EXERCISES.values() if e.kind in ("function", "class")]
# Function calls, on the first failing check of an exercise, of which it has computed nothing yet but the cases.
MOST = 1_200_000
QUICK = {"mse", "adam_step", "chain_step"}


def forget():
    """What earlier checks left to be used again."""
    for cached in (small_cases.ladder_of, neighbours.neighbours_of, slip_search.search_of, work.work_of):
        cached.cache_clear()


def odd(value):
    """Other numbers, which have nothing to do with the right ones."""
    if isinstance(value, (list, tuple)):
        return type(value)(map(odd, value))
    array = np.asarray(value)
    if array.dtype.kind != "f":
        return value
    new = array + 0.3 * np.sin(37 * np.arange(array.size) ** 1.3 + 3 * np.ravel(array)).reshape(array.shape)
    return new.astype(array.dtype) if isinstance(value, np.ndarray) else type(value)(new)


def wrong(exercise):
    """An answer that nothing explains: a function that gives other numbers, or a class whose methods do."""
    if exercise.kind == "function":
        return lambda *args: odd(exercise.reference(*args))
    reference = exercise.reference
    methods = {n: f for n, f in vars(reference).items() if callable(f) and not n.startswith("_")}
    changed = {n: lambda self, *args, f=f: odd(f(self, *args)) for n, f in methods.items()}
    return type(reference.__name__, (reference,), changed)


@pytest.mark.parametrize(
    "exercise",
    [pytest.param(e, id=e.name, marks=[] if e.name in QUICK else pytest.mark.slow) for e in FUNCTIONS],
)
def test_a_failing_check_has_a_bounded_amount_of_work(exercise):
    cases_for(exercise, None)
    forget()
    with limited(sys.maxsize) as spent:
        first = judged(exercise, wrong(exercise))
    assert spent() <= MOST
    assert str(judged(exercise, wrong(exercise))) == str(first), "what was computed before changes the report"


def test_where_the_work_is_used_up_nothing_more_is_searched(monkeypatch):
    exercise = EXERCISES["output_delta"]

    def twice(A, T, slope):
        return (A + T) / slope / len(A)

    assert "with two changes" in str(judged(exercise, twice))
    monkeypatch.setattr(work, "MOST_WORK", 0)
    assert "with two changes" not in str(judged(exercise, twice))


def test_what_is_spent_does_not_depend_on_what_was_computed_before():
    exercise = EXERCISES["sgd_step"]
    forget()
    lots = [work.Work(exercise), work.Work(exercise)]
    for lot in lots:
        lot.afforded(neighbours.neighbours_of(exercise))
    assert lots[0].left == lots[1].left < work.MOST_WORK


def test_more_calls_than_are_allowed_end():
    with pytest.raises(work.TooMuch), limited(50):
        for _ in range(100):
            len(())
    with limited(50) as spent, contextlib.suppress(ValueError):
        int("a")
    assert 0 < spent() < 50


def test_a_lazy_sequence_computes_as_far_as_it_is_looked_at_and_once():
    computed = []
    squares = Lazy(computed.append(n) or n * n for n in range(5))
    assert next(iter(squares)) == 0
    assert computed == [0]
    assert squares[2] == 4
    assert computed == [0, 1, 2]
    assert (len(squares), squares[-1], squares[:2], list(squares)) == (5, 16, [0, 1], [0, 1, 4, 9, 16])
    assert computed == [0, 1, 2, 3, 4]
    asked = Asked(("a", "b"), lambda name: computed.append(name) or name.upper())
    assert (asked["b"], asked["b"], list(asked), len(asked)) == ("B", "B", ["a", "b"], 2)
    assert computed[5:] == ["b"]
    with pytest.raises(KeyError):
        asked["c"]

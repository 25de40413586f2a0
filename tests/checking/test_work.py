"""What a failing check computes to explain an answer is bounded, and depends on no clock."""

import contextlib
import sys
from fractions import Fraction

import numpy as np
import pytest

from autograder import EXERCISES
from autograder.checking import neighbours, searches, slip_search, small_cases, work
from autograder.checking.cases import cases_for, reference_outputs
from autograder.checking.exercise import ORDINARY, Exercise, Inputs
from autograder.checking.lazily import Asked, Lazy
from autograder.checking.work import limited
from autograder.runtime.observe import Observation
from tests.support.answers import judged

FUNCTIONS = [e for e in EXERCISES.values() if e.kind in ("function", "class")]
# Function calls, on the first failing check of an exercise, of which it has computed nothing yet but the cases.
MOST = 1_200_000
# Those of them that the searches make for what explains an answer.
MOST_SEARCHED = 800_000
QUICK = {"mse", "adam_step", "chain_step"}


def forget():
    """What earlier checks left to be used again."""
    for cached in (small_cases.ladder_of, neighbours.neighbours_of, slip_search.search_of, searches.work_of):
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


def long(X, y):
    """A right answer with many places for slips, which calls thousands of functions."""
    s = X @ y
    for n in range(30):
        s = s + abs(s) * 0.01 - min(n, 3) * y.sum() / (len(X) + max(n, 1)) + X.sum(axis=1) * fsum(y / (n + 1)) / 9
    return s


def fsum(values):
    """Their sum, in many calls: of another library, a slip in it is not tried."""
    return float(sum(Fraction(float(v)) for v in values for _ in range(8)) / 8)


fsum.__module__ = "elsewhere"


def long_cases(rng):
    for rows in range(2, 7):
        yield Inputs((rng.normal(size=(rows, 3)), rng.normal(size=3)), ORDINARY)


def searched(exercise):
    """Function calls in the searches for what explains an answer that is wrong on all probes but the one asked first.

    Nothing explains it, and all changes that leave that probe as it is are asked on others.
    """
    forget()
    given = [(p, reference_outputs(exercise, p.args)) for p in small_cases.ladder_of(exercise).probes]
    last = len(given) - 1
    probed = [(p, Observation(o if n == last else tuple(map(odd, o)))) for n, (p, o) in enumerate(given)]
    found = searches.Searches(exercise)
    with limited(sys.maxsize) as spent:
        for i in range(len(given and given[0][1])):
            found.found(probed, i, lambda name: False)
    return spent()


@pytest.mark.parametrize(
    "exercise",
    [pytest.param(e, id=e.name, marks=[] if e.name in QUICK else pytest.mark.slow) for e in FUNCTIONS],
)
def test_all_searches_of_a_check_have_a_bounded_amount_of_work(exercise):
    assert searched(exercise) <= MOST_SEARCHED


def test_searches_end_by_their_work_however_much_there_is_to_try(monkeypatch):
    exercise = Exercise("long", long, "02", 1.0, (), long_cases, {}, ())
    assert searched(exercise) <= MOST_SEARCHED
    monkeypatch.setattr(work, "MOST_WORK", 100 * work.MOST_WORK)
    assert searched(exercise) > MOST_SEARCHED


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
    found = [searches.Searches(exercise), searches.Searches(exercise)]
    probes = small_cases.ladder_of(exercise).probes
    for one in found:
        one.found([(p, Observation(tuple(odd(e.middle) for e in p.expected))) for p in probes], 0, lambda name: False)
    assert found[0].work.left == found[1].work.left < work.MOST_WORK


def test_what_is_looked_at_is_paid_for_once_and_up_to_where_the_work_is_used_up(monkeypatch):
    monkeypatch.setattr(work, "MOST_WORK", 100)
    lot = work.Work(each=10)
    entries = work.Paid("abc", 3, lot, calls=2, known=1)
    assert (entries[0], entries[1], entries[0], lot.left) == ("a", "b", "a", 80)
    assert (list(entries), len(entries), lot.left) == (["a", "b", "c"], 3, 60)
    assert list(lot.afforded("defg")) == ["d", "e", "f", "g"]
    assert (lot.left, list(lot.afforded("hijk"))) == (20, ["h", "i"])
    assert work.gathered(work.Paid("lm", 2, lot)) == []
    assert entries[2] == "c", "what is paid for can be looked at again"
    assert work.gathered(work.Paid("lmn", 3, work.Work(each=40))) == ["l", "m"]


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

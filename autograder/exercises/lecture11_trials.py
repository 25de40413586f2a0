"""Lecture 11: a test of divisions into training, validation and test data, and a score that is not R²."""

import numpy as np

from autograder.checking.exercise import exercise
from autograder.checking.kinds.counterexample import counterexample
from autograder.checking.kinds.testing import test_of
from mlpkit import regression as lib


def split_test(split):
    """Whether split divides rows as it should: nothing if it does, an AssertionError if it does not.

    split(n, seed) returns three arrays of row numbers, for training, validation and test. Every row from 0 to n − 1
    stands in one of them, once; none of them is empty, the rows come in an order drawn at random, and a seed always
    gives the same division, another seed another one. How large the parts are is up to split.
    """
    parts = split(60, 1)
    rows = np.concatenate(parts)
    assert len(parts) == 3
    assert all(len(part) > 0 for part in parts)
    assert np.array_equal(np.sort(rows), np.arange(60))
    assert not np.array_equal(rows, np.arange(60))
    assert np.array_equal(rows, np.concatenate(split(60, 1)))
    assert not np.array_equal(rows, np.concatenate(split(60, 2)))


def _halves(n, seed):
    return np.split(np.random.default_rng(seed).permutation(n), [n // 2, 3 * n // 4])


def _most_for_training(n, seed):
    order = np.argsort(np.random.default_rng(seed).uniform(size=n))
    return order[: n - 2 * (n // 5)], order[n - 2 * (n // 5) : n - n // 5], order[n - n // 5 :]


def _changed(change):
    """A mutation of the three parts."""
    return lambda split: (lambda n, seed: change(*split(n, seed)),)


def _other_each_time(split):
    calls = []

    def wrong(n, seed):
        calls.append(n)
        return split(n, seed + 1000 * len(calls))

    return (wrong,)


exercise(
    split_test,
    lecture="11",
    points=2,
    topics="O18",
    task=test_of({"half for training": (_halves,), "three fifths for training": (_most_for_training,)}),
    wrong={
        "a row in two parts": (
            _changed(lambda train, val, test: (train, val, np.append(test, train[-1]))),
            "one training row is a test row as well.",
        ),
        "a row lost": (
            _changed(lambda train, val, test: (train, val, test[1:])),
            "one row is in none of the parts.",
        ),
        "one row for another": (
            _changed(lambda train, val, test: (train, val, np.append(test[1:], train[0]))),
            "one test row is missing and a training row stands in its place, so that the number of rows is right.",
        ),
        "a row twice in its part": (
            _changed(lambda train, val, test: (np.append(train, train[0]), val, test)),
            "one training row stands in its part twice. A set of the rows does not show it.",
        ),
        "in the given order": (
            lambda split: (
                lambda n, seed: np.split(np.arange(n), np.cumsum([len(part) for part in split(n, seed)])[:2]),
            ),
            "the rows are divided in the order in which they came. In a file sorted by target the parts would differ.",
        ),
        "one seed for all": (
            lambda split: (lambda n, seed: split(n, 0),),
            "every seed gives the same division.",
        ),
        "not repeatable": (_other_each_time, "the same seed gives another division the next time."),
        "no validation rows": (
            _changed(lambda train, val, test: (np.append(train, val), val[:0], test)),
            "its validation part is empty.",
        ),
    },
    hints=(
        "What could go wrong with a division so that a test score is too good, and nobody notices?",
        "All rows together, in order, have to be 0, 1, …, n − 1, each once; and think of what a seed promises.",
        "np.sort of np.concatenate of the parts, compared with np.arange; call split again with the same seed and with "
        "another one.",
    ),
)


def squared_correlation(Y, T):
    """The square of the correlation of outputs and targets."""
    return float(np.corrcoef(Y, T)[0, 1] ** 2)


def _varying(Y, T):
    if Y.ndim != 1 or Y.shape != T.shape or len(T) < 2:
        return f"Y and T are vectors of one length, 2 or more; these have shapes {Y.shape} and {T.shape}"
    return None if np.ptp(Y) > 0 and np.ptp(T) > 0 else "both outputs and targets have to vary"


exercise(
    "correlation_counterexample",
    lecture="11",
    points=1,
    topics="O18",
    task=counterexample(lib.r_squared, squared_correlation, inputs="Y T", domain=_varying),
    solution="np.array([10.0, 20.0, 30.0]), np.array([1.0, 2.0, 3.0])",
    wrong={
        "perfect outputs": (lambda Y, T: np.array_equal(Y, T), "Perfect outputs have 1 by both."),
        "the best line": (
            lambda Y, T: np.isclose(np.sum((T - Y) * Y), 0) and np.isclose(np.sum(T - Y), 0),
            "For outputs of the best straight line through the targets the two agree.",
        ),
    },
    hints=(
        "What happens to a correlation when all outputs are multiplied by 10, or moved by 5? And to R²?",
        "The correlation sees whether outputs and targets rise together; R² compares them one by one.",
        "Take any targets that vary, and ten times the targets as outputs.",
    ),
)

"""Nonsense of the right shape and type earns nothing, in any exercise."""

import copy
import dataclasses
import functools
import warnings
from collections.abc import Iterator

import numpy as np
import pytest

from autograder.checking.cases import cases_for, reference_outputs
from autograder.checking.exercise import EXERCISES
from autograder.checking.judge import Unsolved, judge

PLAIN = [e for e in EXERCISES.values() if e.task is None]
FUNCTIONS = [e for e in PLAIN if e.kind == "function"]
# What is judged of these is measured, so that nonsense can be returned or measured.
MEASURED = [e for e in PLAIN if e.call]


@pytest.fixture(autouse=True)
def scores_alone(monkeypatch):
    """Leave out the search for a small input to show, which takes most of the time and decides nothing."""
    monkeypatch.setattr("autograder.checking.judge.smallest", lambda *args: None)


def flat(args):
    for a in args:
        yield from flat(a) if isinstance(a, (list, tuple)) else (a,)


def fills():
    """What stands in place of every number: fill(args) -> make(array of the right shape)."""
    rng = np.random.default_rng(5)

    def given(args):
        """The first argument of that shape."""
        numbers = [a for a in flat(args) if isinstance(a, (np.ndarray, int, float))]
        return lambda right: next((np.array(a) for a in numbers if np.shape(a) == right.shape), np.zeros(right.shape))

    return {
        "zeros": lambda args: np.zeros_like,
        "ones": lambda args: np.ones_like,
        "halves": lambda args: lambda right: np.full(right.shape, 0.5),
        "normal": lambda args: lambda right: rng.normal(size=right.shape),
        "uniform": lambda args: lambda right: rng.uniform(size=right.shape),
        "the inputs": given,
    }


KINDS = [pytest.param(k, marks=pytest.mark.slow) if k in ("halves", "uniform") else k for k in fills()]


def filled(value, make):
    """A result like `value`, with every number of it made anew."""
    if isinstance(value, Iterator):
        return [filled(v, make) for v in value]
    if isinstance(value, (list, tuple)):
        return type(value)(filled(v, make) for v in value)
    if isinstance(value, np.ndarray):
        return make(value).astype(value.dtype)
    if isinstance(value, (int, float, np.number)):
        return type(value)(make(np.asarray(value, float)))
    return value


def right_outputs(exercise, args):
    if exercise.reference is None:
        return tuple(np.asarray(low) for low, *_ in exercise.accept(*args))
    return reference_outputs(exercise, args)


def score(exercise, answer, cases=None):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return float(judge(exercise, answer, cases or cases_for(exercise)))
        except Unsolved:
            return 0.0


@functools.cache
def with_outputs(exercise):
    """The exercise, with the outputs taken from the answer as they are."""
    return dataclasses.replace(exercise, call=lambda answer, *args: answer(*args))


@pytest.mark.parametrize("exercise", MEASURED, ids=lambda e: e.name)
@pytest.mark.parametrize("kind", KINDS)
def test_outputs_that_are_nonsense_earn_nothing(exercise, kind):
    fill = fills()[kind]
    made = lambda *args: filled(right_outputs(exercise, args), fill(args))  # noqa: E731
    assert score(with_outputs(exercise), made, cases_for(exercise)) == 0


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda e: e.name)
@pytest.mark.parametrize("kind", KINDS)
def test_a_function_that_returns_nonsense_earns_nothing(exercise, kind):
    fill = fills()[kind]

    def answer(*args, **more):
        return filled(exercise.reference(*copy.deepcopy(args), **copy.deepcopy(more)), fill(args))

    assert score(exercise, answer) == 0


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda e: e.name)
def test_a_function_that_does_nothing_earns_nothing(exercise):
    assert score(exercise, lambda *args, **more: None) == 0
    for k in range(max(len(case.args) for case in cases_for(exercise))):
        assert score(exercise, lambda *args, k=k, **more: args[k] if k < len(args) else None) == 0, k
    assert score(exercise, lambda *args, **more: args) == 0


@pytest.mark.parametrize("exercise", [e for e in PLAIN if e.kind == "class"], ids=lambda e: e.name)
def test_a_class_that_hands_on_what_it_gets_earns_nothing(exercise):
    class Through:
        def __init__(self, value=None, *more, **settings):
            self.value, self.parents = value, []

    for name in vars(exercise.reference):
        if callable(getattr(exercise.reference, name)) and name not in ("__init__", "__new__", "__class__"):
            setattr(Through, name, lambda self, value=None, *more, **settings: value)
    assert score(exercise, Through) == 0


@pytest.mark.parametrize("exercise", [e for e in EXERCISES.values() if e.kind == "test"], ids=lambda e: e.name)
def test_a_test_with_one_verdict_for_all_earns_nothing(exercise):
    assert score(exercise, lambda *args: True) == 0
    assert score(exercise, lambda *args: False) == 0


@pytest.mark.parametrize("exercise", [e for e in EXERCISES.values() if e.kind == "repair"], ids=lambda e: e.name)
def test_a_repair_that_changes_nothing_earns_nothing(exercise):
    assert score(exercise, exercise.task.fault) == 0
    for kind, fill in fills().items():
        made = lambda *args, fill=fill: filled(exercise.model(*copy.deepcopy(args)), fill(args))  # noqa: E731
        assert score(exercise, made) == 0, kind


@pytest.mark.parametrize("exercise", [e for e in EXERCISES.values() if e.kind == "derivation"], ids=lambda e: e.name)
def test_a_derivation_that_says_its_first_line_again_earns_nothing(exercise):
    first = exercise.task.first
    assert score(exercise, f"{first}\n= {first}\n= {first} * 1\n= 0 + {first}") == 0
    assert score(exercise, f"{first}\n= 0") == 0

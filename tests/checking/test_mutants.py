"""Slips of the pen in every reference are caught, and what a check says of a wrong answer is true."""

import re
import sys
import warnings

import numpy as np
import pytest

from autograder import EXERCISES
from autograder.authoring.mutants import mutants
from autograder.authoring.slips import slips
from autograder.authoring.stub_source import exercise_source
from autograder.checking.cases import cases_for
from autograder.checking.compare import VALUES, alike, faults
from autograder.checking.judge import judge
from autograder.runtime.observe import observe

FUNCTIONS = [e for e in EXERCISES.values() if not e.is_value]

# Mutants that compute the same function, or differ only where the docstring leaves the choice.
_DEVIATION = "deviation = np.where(np.ptp(X, axis=0) > 0, X.std(axis=0), "
EQUIVALENT = {
    (
        "sigmoid",
        "return np.where(z >= 0, 1, e) / (1 + e)  ->  return np.where(z > 0, 1, e) / (1 + e)",
    ): "both branches are 1/2 at 0",
    (
        "relu_grad",
        "return (z > 0).astype(z.dtype)  ->  return (z >= 0).astype(z.dtype)",
    ): "either one-sided value at the kink",
    (
        "standardise",
        f"{_DEVIATION}1)  ->  {_DEVIATION}2)",
    ): "a constant column is 0 whatever it is divided by",
    ("numerical_gradient", "gradient = np.zeros_like(x)  ->  gradient = np.ones_like(x)"): "every entry is overwritten",
    (
        "clip_by_norm",
        "factor = limit / length if length > limit else 1.0  ->  factor = limit / length if length >= limit else 1.0",
    ): "at the limit the factor is 1 either way",
    (
        "plateau",
        "best, waited = (float('inf'), 0)  ->  best, waited = (float('inf'), 1)",
    ): "the first error is always a new smallest, and sets the count to 0",
}
# zip's strict: the lists have one length.
_ZIP = "for W, b, activation in zip(weights, biases, activations, strict="
EQUIVALENT |= {(f, f"{_ZIP}True):  ->  {_ZIP}False):"): "one length" for f in ("forward_pass", "forward_by_unit")}
# Signs are ±1: dividing is multiplying.
_FLIPPED = ("W1 * signs[:, None]", "b1 * signs", "W2 * signs")
EQUIVALENT |= {
    (
        "flip_signs",
        f"return ({', '.join(_FLIPPED)})  ->  return ({', '.join(_FLIPPED).replace(f, f.replace('*', '/'))})",
    ): f
    for f in _FLIPPED
}


# An author's own exercises say it where they are described.
for module in [m for name, m in sorted(sys.modules.items()) if name.startswith("autograder.exercises.")]:
    EQUIVALENT |= getattr(module, "EQUIVALENT", {})


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda e: e.name)
def test_slips_of_the_pen_lose_points(exercise):
    alive = [(exercise.name, slip.what) for slip in slips(exercise) if slip.survives]
    unexplained = [f'    {key!r}: "why it is the same",' for key in alive if key not in EQUIVALENT]
    assert not unexplained, "a case has to show it, or it belongs into EQUIVALENT:\n" + "\n".join(unexplained)


def test_no_equivalent_is_explained_that_is_none():
    known = {(e.name, what) for e in FUNCTIONS for what, _ in mutants(exercise_source(e.reference))}
    assert set(EQUIVALENT) <= known


CHANGES = {
    "twice": (lambda y, X: 2 * y, "2 times"),
    "half": (lambda y, X: y / 2, "1/2 times"),
    "a third more": (lambda y, X: y * 1.37, "1.37 times"),
    "sign": (lambda y, X: -y, "wrong sign|−1"),
    "offset": (lambda y, X: y + 0.75, "by the same amount everywhere: 0.75"),
    "times rows": (lambda y, X: y * len(X), "number of rows"),
    "over rows": (lambda y, X: y / len(X), "number of rows"),
    "transpose": (lambda y, X: y.T, "transpose|shape"),
}


def array_exercises():
    """Exercises whose first output is an array of floats and whose first argument is one."""
    for exercise in FUNCTIONS:
        if exercise.call:
            continue
        case = cases_for(exercise)[0]
        first = case.expected[0]
        if first.shape and first.dtype is not None and first.dtype.kind == "f":
            yield exercise


def changed(exercise, change):
    def wrong(*args):
        y = exercise.reference(*args)
        first = y[0] if isinstance(y, tuple) else y
        new = np.asarray(change(first, np.atleast_1d(args[0])))
        new = new.astype(first.dtype)
        return (new, *y[1:]) if isinstance(y, tuple) else new

    return wrong


def told(exercise, change):
    """(what a check says of the changed reference, whether the change shows in the values)."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        result = judge(exercise, changed(exercise, change), cases_for(exercise))
    return result, float(result) < exercise.points


def test_simple_relations_are_named():
    applied = named = 0
    missed = []
    for exercise in array_exercises():
        for name, (change, words) in CHANGES.items():
            if name == "transpose" and len(cases_for(exercise)[0].expected[0].shape) != 2:
                continue
            if "rows" in name and len({len(c.args[0]) for c in cases_for(exercise)}) < 2:
                continue
            result, shows = told(exercise, change)
            if not shows:
                continue
            applied += 1
            hit = bool(result.misconceptions) or re.search(words, str(result))
            named += bool(hit)
            missed += [] if hit else [(exercise.name, name)]
    assert applied > 100
    assert named >= 0.8 * applied, missed


def says_something_false(exercise, wrong, text):
    """Try a sentence of a report on cases that the check did not use."""
    for case in cases_for(exercise, "other draws"):
        seen = observe(wrong, case.args)
        if case.group != "ordinary values" or seen.raised:
            continue
        y, e = np.asarray(seen.outputs[0], float), case.expected[0]
        if m := re.search(r"It is ([\d.e+-]+|1/2|−2) times the expected value, in every case", text):
            c = {"1/2": 0.5, "−2": -2.0}.get(m[1]) or float(m[1])
            if not np.allclose(y, c * e.middle, rtol=2e-3, atol=1e-4):
                return True
        if "wrong sign everywhere" in text and not alike(y, -e.middle, e):
            return True
        if "It is 0 everywhere" in text and np.any(y):
            return True
        if m := re.search(r"(larger|smaller) than the expected value by the same amount everywhere: ([\d.e+-]+)", text):
            by = float(m[2]) * (1 if m[1] == "larger" else -1)
            if not np.allclose(y - e.middle, by, rtol=2e-3, atol=1e-4):
                return True
        if m := re.search(r"right for inputs (above|below) 0", text):
            z = case.args[0]
            good = z > 0 if m[1] == "above" else z < 0
            if not np.allclose(y[good], e.middle[good], rtol=1e-4, atol=1e-5):
                return True
        if "is right for float64 inputs" in text and case.args[0].dtype == np.float64 and faults(case, seen):
            return True
        if "single row, and wrong" in text and len(case.args[0]) == 1 and (VALUES, 0) in faults(case, seen):
            return True
    return False


@pytest.mark.parametrize("exercise", list(array_exercises()), ids=lambda e: e.name)
def test_nothing_false_is_said(exercise):
    rng = np.random.default_rng(0)
    for _ in range(12):
        wrong = changed(exercise, random_change(rng))
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            result = judge(exercise, wrong, cases_for(exercise))
            text = " ".join(f.text for f in result.findings if f.status == "no" and "extreme" not in f.text)
            assert not says_something_false(exercise, wrong, text), text
            for name in result.misconceptions:
                listed = exercise.wrong[name][0]
                for case in cases_for(exercise, "other draws"):
                    mine, theirs = observe(wrong, case.args), observe(listed, case.args, exercise.call)
                    if case.group == "ordinary values" and mine.outputs and theirs.outputs:
                        assert alike(mine.outputs[0], theirs.outputs[0], case.expected[0]), name


def random_change(rng):
    """A wrong answer nobody thought of: a few simple changes, one after another, some on a part of the array only."""
    steps = []
    for _ in range(rng.integers(1, 3)):
        c = float(rng.choice([-1.0, 0.0, 0.5, 2.0, 3.0, 1.001]))
        steps.append(
            [
                lambda y, X, c=c: c * y,
                lambda y, X, c=c: y + c,
                lambda y, X, c=c: np.where(y > 0, y, c * y),
                lambda y, X, c=c: y * len(X) ** c,
                lambda y, X, c=c: np.where(X > 0, y, y + c) if X.shape == y.shape else y,
                lambda y, X, c=c: y if len(X) == 1 else y * c,
                lambda y, X, c=c: y if y.dtype == np.float64 else y * c,
                lambda y, X, c=c: np.concatenate([y[:1] * c, y[1:]]),
            ][rng.integers(8)]
        )

    def change(y, X):
        for step in steps:
            y = step(y, X)
        return y

    return change

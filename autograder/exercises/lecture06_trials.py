"""Lecture 06: the measure of how far two gradients are apart, to mend."""

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from autograder.checking.kinds.repair import repair


def mended_relative_error(claimed, measured):
    """How far two gradients are apart, relative to the longer one of them.

    claimed, measured: float arrays of one shape. Returns a number, which is the same when they are exchanged; 0 where
    both are zero.
    """
    length = max(np.linalg.norm(claimed), np.linalg.norm(measured))
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0


def faulty_relative_error(claimed, measured):
    length = np.linalg.norm(claimed)
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0


def _pairs(rng):
    for shape in ((4,), (2, 3), (1,)):
        for size in (0.25, 3.0):
            claimed = rng.normal(size=shape)
            yield Inputs((claimed, size * claimed + 0.1 * rng.normal(size=shape)))
    zeros = np.zeros(3)
    yield Inputs((zeros, rng.normal(size=3)), "a gradient of zeros")
    yield Inputs((rng.normal(size=3), zeros), "a gradient of zeros")
    yield Inputs((zeros, zeros.copy()), "a gradient of zeros")


def _over(length):
    def error(claimed, measured):
        size = length(np.linalg.norm(claimed), np.linalg.norm(measured))
        return float(np.linalg.norm(claimed - measured) / size) if size else 0.0

    return error


exercise(
    mended_relative_error,
    lecture="06",
    points=1,
    topics="O15",
    task=repair(
        faulty_relative_error,
        "A claimed gradient of zeros passes as right: its error is 0, whatever was measured. And where the claimed one "
        "is the shorter of the two, the error is too large.",
    ),
    cases=_pairs,
    outputs=("the relative error",),
    wrong={
        "the measured one": (
            _over(lambda a, b: b),
            "Now it is the length of the measured gradient alone: a claim is judged right where nothing was measured.",
        ),
        "the shorter one": (_over(min), "Now it divides by the shorter one of the two lengths."),
        "both together": (
            _over(lambda a, b: a + b),
            "Now it divides by both lengths together, so that the error is up to a factor of 2 too small.",
        ),
        "largest entries": (
            lambda a, b: float(np.abs(a - b).max() / max(np.abs(a).max(), np.abs(b).max(), 1e-300)),
            "Now the largest entries are compared. Above and below the line stand lengths, over all entries.",
        ),
        "something added below": (
            _over(lambda a, b: max(a, b) + 1e-8),
            "Something is added to the length below the line, so that every error is too small. For two gradients of "
            "zeros the function returns 0 already.",
        ),
    },
    hints=(
        "For which pairs is it right? Compare what happens when the two are exchanged.",
        "The length below the line is that of the longer one of the two.",
        "One of the lines knows one of the arguments only; max takes two numbers.",
    ),
)

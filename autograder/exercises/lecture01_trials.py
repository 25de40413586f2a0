"""Lecture 01: an input on which a threshold unit that does not fire at its threshold is wrong."""

import numpy as np

from autograder.checking.exercise import exercise
from autograder.checking.kinds.counterexample import counterexample
from mlpkit import linear as lib


def hesitant_neuron(x, w, b):
    """1 where the sum of w·x and b is above 0, and 0 elsewhere."""
    return (x @ w + b > 0).astype(np.int64)


def _examples(x, w, b):
    if not x.ndim or w.ndim != 1 or x.shape[-1:] != w.shape:
        return f"x has a number for each of those in w; these have shapes {x.shape} and {w.shape}"
    return None if b.ndim == 0 else "b is one number"


exercise(
    "neuron_counterexample",
    lecture="01",
    points=1,
    topics="S1 O5",
    task=counterexample(lib.neuron, hesitant_neuron, inputs="x w b", domain=_examples),
    solution="np.array([1.0, 2.0]), np.array([2.0, -1.0]), 0.0",
    wrong={
        "above": (
            lambda x, w, b: np.all(x @ w + b > 0),
            "Here the sum is above 0, and both output 1.",
        ),
        "below": (
            lambda x, w, b: np.all(x @ w + b < 0),
            "Here the sum is below 0, and both output 0.",
        ),
    },
    hints=(
        "For which sums does the comparison in it give another answer than the definition?",
        "At exactly 0 the step is 1 in this course, and 0 > 0 is false.",
        "Choose x and w at right angles, so that w·x is 0, and b = 0.",
    ),
)

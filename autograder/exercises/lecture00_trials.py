"""Lecture 00: a table of fractions to mend, and a table that float32 is too coarse for."""

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from autograder.checking.kinds.counterexample import counterexample
from autograder.checking.kinds.repair import repair
from mlpkit import preprocessing as lib
from mlpkit.preprocessing import standardise


def mended_fractions(X):
    """Every row of X as fractions of its sum, so that each row adds up to 1.

    X: (N, D) float, all positive, not changed. Returns (N, D) in X's dtype.
    """
    return X / X.sum(axis=1, keepdims=True)


def faulty_fractions(X):
    return X / X.sum(axis=1)


def _amounts(rng):
    """Square tables, where the fault runs without an error, then all others."""
    for dtype in ("float64", "float32"):
        for rows in (3, 2, 5):
            yield Inputs((rng.uniform(0.5, 3, (rows, rows)).astype(dtype),))
        for shape in ((4, 2), (2, 6), (5, 1)):
            yield Inputs((rng.uniform(0.5, 3, shape).astype(dtype),), "tables that are not square")


exercise(
    mended_fractions,
    lecture="00",
    points=1,
    topics="S7",
    task=repair(
        faulty_fractions,
        "A table of one row comes out right. The rows of a larger square table do not add up to 1, and most tables "
        "that are not square end in an error.",
    ),
    cases=_amounts,
    wrong={
        "columns": (
            lambda X: X / X.sum(axis=0),
            "Now every column adds up to 1. It is the rows that should.",
        ),
        "the whole table": (
            lambda X: X / X.sum(),
            "Now the whole table adds up to 1. Each row has a sum of its own.",
        ),
        "the largest": (
            lambda X: X / X.max(axis=1, keepdims=True),
            "Now the largest entry of every row is 1. The entries of a row together should give 1.",
        ),
        "the mean": (
            lambda X: X / X.mean(axis=1, keepdims=True),
            "Every row is divided by its mean, so that it adds up to the number of columns instead of 1.",
        ),
    },
    hints=(
        "What is the shape of the sums of the rows, and which axis of X do they meet when both shapes are aligned on "
        "the right?",
        "F[n, d] = X[n, d] / Σᵢ X[n, i]: the sums belong in a column, of shape (N, 1).",
        "np.sum takes keepdims; or give the vector of sums a second axis with an index None.",
    ),
)


def thrifty_standardise(X):
    """Columns on one scale, computed in float32 to save memory."""
    return standardise(X.astype(np.float32)).astype(np.float64)


exercise(
    "float32_counterexample",
    lecture="00",
    points=1,
    topics="S7",
    task=counterexample(
        lib.standardise,
        thrifty_standardise,
        inputs="X",
        domain=lambda X: None if X.ndim == 2 and X.size else f"X is a table (N, D); this has shape {X.shape}",
        seen=1e-2,
    ),
    solution="np.array([[1e9], [1e9 + 1], [1e9 + 2]])",
    wrong={
        "constant": (
            lambda X: np.all(np.ptp(X, axis=0) == 0),
            "All columns here are constant, and come out as zeros in either type.",
        ),
        "far apart": (
            lambda X: np.all((np.ptp(X, axis=0) == 0) | (np.ptp(X, axis=0) > 1e-5 * np.abs(X).max(axis=0))),
            "In no column here do different values lie as near each other as float32 rounds. How near must two numbers "
            "lie, for their size, to become one?",
        ),
    },
    hints=(
        "What happens to two different numbers if float32 has no number between them? Time stamps, counted in seconds "
        "since 1970, are such numbers.",
        "Near x, neighbouring float32 numbers lie between 6 · 10⁻⁸ · x and 1.2 · 10⁻⁷ · x apart. Near 10⁹ it is 64.",
        "One column is enough: a very large number, and a few others that are hardly larger.",
    ),
)

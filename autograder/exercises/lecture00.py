"""Lecture 00: two warm-ups, one about columns and one about labels."""

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from mlpkit import preprocessing as lib


def _tables(rng):
    """Columns on very different scales; then some that are constant, 0 and 3, at every place."""
    for dtype in ("float32", "float64"):
        for rows, columns in ((5, 3), (4, 4), (9, 2)):
            X = rng.normal(0, 1, (rows, columns)) * 10.0 ** rng.integers(-1, 2, columns) + rng.integers(-3, 4, columns)
            yield Inputs((X.astype(dtype),))
        X = np.column_stack([np.zeros(6), rng.normal(2, 3, 6), np.full(6, 3.0), rng.normal(-1, 2, 6)])
        for places in ([0, 1, 2], [1, 2], [2, 1, 3], [3, 0]):
            yield Inputs((X[:, places].astype(dtype),), "constant columns")


def _scaled(axis=0, centre=True, ddof=0, power=1.0):
    """Standardisation with a choice of mistakes."""

    def standardise(X):
        deviation = X.std(axis=axis, keepdims=True, ddof=ddof)
        deviation = np.where(deviation > 0, deviation, 1).astype(X.dtype)
        return (X - (X.mean(axis=axis, keepdims=True) if centre else 0)) / deviation**power

    return standardise


exercise(
    lib.standardise,
    lecture="00",
    points=1,
    topics="S7",
    cases=_tables,
    wrong={
        "rows instead of columns": (
            _scaled(axis=1),
            "Every row has mean 0 here. Rows are examples; it is the columns, the features, that differ in scale.",
        ),
        "one mean for the whole table": (
            _scaled(axis=None),
            "One mean and one deviation are used for the whole table; each column has its own.",
        ),
        "not centred": (
            _scaled(centre=False),
            "The columns are divided by their deviation but keep their means: subtract each column's mean first.",
        ),
        "not scaled": (
            _scaled(power=0.0),
            "The columns are centred but keep their scale: divide by each column's standard deviation.",
        ),
        "variance": (
            _scaled(power=2.0),
            "The columns are divided by the variance; the standard deviation is its square root.",
        ),
        "N - 1": (
            _scaled(ddof=1),
            "The deviation has N − 1 below; the docstring defines it with N.",
        ),
        "from 0 to 1": (
            lambda X: (X - X.min(axis=0)) / np.where(np.ptp(X, axis=0) > 0, np.ptp(X, axis=0), 1).astype(X.dtype),
            "Every column runs from 0 to 1 here: its smallest value is subtracted, and it is divided by its range. "
            "Take the mean and the standard deviation.",
        ),
        "constant column": (
            lambda X: (X - X.mean(axis=0)) / X.std(axis=0),
            "A constant column has deviation 0, and 0/0 is NaN. The docstring asks for zeros there.",
        ),
        "changes X": (
            lambda X: np.divide(
                np.subtract(X, X.mean(axis=0), out=X), np.where(X.std(axis=0) > 0, X.std(axis=0), 1), out=X
            ),
            "The table itself is overwritten. It belongs to the caller: build a new array.",
        ),
        "all zeros for one constant column": (
            lambda X: _scaled()(X) * np.all(X.std(axis=0) > 0).astype(X.dtype),
            "As soon as one column is constant, all columns come back as zeros. Only the constant one should.",
        ),
        "one scale for all columns": (
            lambda X: (X - X.mean(axis=0)) / (X.std() or 1),
            "All columns are divided by one number, the deviation of the whole table. Each column has its own.",
        ),
    },
    hints=(
        "Which two numbers belong to each column? What is the shape of all the means together, and does it fit X?",
        "S[n, d] = (X[n, d] − mean of column d) / deviation of column d, and 0 where that deviation is 0.",
        "Arrays have methods for mean and deviation that take an `axis`: along which axis do they run, down or across? "
        "Before you divide, put a 1 in place of the deviation of a column whose values are all equal: np.ptp finds it, "
        "and np.where replaces. (By rounding the deviation of such a column can be 1e-17 instead of 0.)",
    ),
)


def _labels(rng):
    """Batches in which not every class occurs; as many examples as classes in one of them."""
    for n, classes in ((5, 3), (4, 4), (1, 6), (8, 2)):
        yield Inputs((rng.integers(0, classes, n), classes))
        yield Inputs((rng.integers(0, classes, n), classes, np.float64))
    yield Inputs((np.zeros(3, dtype=int), 4))


def _whole_columns(t, n_classes, dtype=np.float32):
    T = np.zeros((len(t), n_classes), dtype)
    T[:, t] = 1
    return T


exercise(
    lib.one_hot,
    lecture="00",
    points=1,
    topics="F14",
    cases=_labels,
    wrong={
        "classes as rows": (
            lambda t, n_classes, dtype=np.float32: np.eye(n_classes, dtype=dtype)[:, t],
            "Here a column stands for an example. In this course rows are examples: the shape is (N, K).",
        ),
        "classes counted from the labels": (
            lambda t, n_classes, dtype=np.float32: np.eye(t.max() + 1, dtype=dtype)[t],
            "The number of columns follows the largest label that occurs. A batch need not hold every class: "
            "use n_classes.",
        ),
        "dtype ignored": (
            lambda t, n_classes, dtype=np.float32: np.eye(n_classes, dtype=np.float32)[t],
            "`dtype` has no effect: the numbers are float32 whatever is asked for.",
        ),
        "one cold": (
            lambda t, n_classes, dtype=np.float32: 1 - np.eye(n_classes, dtype=dtype)[t],
            "0 and 1 are exchanged: the label's place holds the only 0.",
        ),
        "float64": (
            lambda t, n_classes, dtype=np.float32: np.eye(n_classes)[t],
            "The values are right but of NumPy's usual type, float64; the docstring asks for the given dtype.",
        ),
        "true and false": (
            lambda t, n_classes, dtype=np.float32: t[:, None] == np.arange(n_classes),
            "These are True and False; the docstring asks for numbers of the given dtype.",
        ),
        "whole columns": (
            _whole_columns,
            "Every row has a 1 for every label of the batch: T[:, t] names whole columns. Row n gets one 1, in column "
            "t[n]: give row numbers, too.",
        ),
        "labels count from 1": (
            lambda t, n_classes, dtype=np.float32: np.eye(n_classes, dtype=dtype)[t - 1],
            "The 1 stands one place too far to the left: labels count from 0.",
        ),
    },
    hints=(
        "At which place of row n does the 1 stand, and how do you name that place for all rows at once?",
        "T[n, k] = 1 where k = t[n], and 0 elsewhere; the shape is (N, K).",
        "Either start from zeros and set one entry in each row, with the row numbers and the labels as two indices; or "
        "look at the rows of an identity matrix and pick the ones you need. Mind the dtype.",
    ),
)

"""Lecture NN, LECTURE TITLE: its exercises, in the order of the notebook."""

from collections.abc import Iterator

import lecture_name
import numpy as np

from autograder.checking.exercise import Inputs, exercise


def _batches(rng: np.random.Generator) -> Iterator[Inputs]:
    """New batches at every call: both dtypes, several shapes, a mean that is not 0. Square ones hide fewer mistakes."""
    for dtype in ("float32", "float64"):
        for shape in ((4, 4), (3, 3), (5, 2), (1, 3)):
            X = rng.normal(rng.uniform(1, 3), 1, shape).astype(dtype)
            yield Inputs((X,), "ordinary values" if shape[0] == shape[1] else "rows and columns of different number")


exercise(
    lecture_name.lecture_name,
    lecture="NN",
    points=2,
    topics="",
    cases=_batches,
    outputs=("the centred batch",),
    # name: (a wrong answer, a sentence that is true of every answer that behaves like it)
    wrong={
        "added": (
            lambda X: X + X.mean(axis=0),
            "The mean is added. It is subtracted: what is left has mean 0.",
        ),
        "one mean for all": (
            lambda X: X - X.mean(),
            "One mean is taken over all numbers. Each column has its own.",
        ),
        "means of rows": (
            lambda X: X - X.mean(axis=1, keepdims=True),
            "The mean is taken along each row, over the columns. Examples are rows: the mean runs down each column.",
        ),
        "mean alone": (
            lambda X: X * 0 + X.mean(axis=0),
            "This is the mean itself, in every row. The exercise asks for what is left of X without it.",
        ),
    },
    # Direction, formula, almost code; none is the answer.
    hints=(
        "Each column has a mean of its own. What is to become of it?",
        "x'ₙ𝒹 = xₙ𝒹 − μ𝒹 with μ𝒹 = 1/N Σₘ xₘ𝒹.",
        "np.mean takes the axis that it is to run along: 0 goes down the rows. Broadcasting subtracts a vector (D,) "
        "from every row.",
    ),
)

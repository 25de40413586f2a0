"""Lecture 13: the way back through average pooling, to mend."""

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from autograder.checking.kinds.repair import repair


def mended_pooling_backward(dY, size):
    """The way back through average pooling, where each output is the mean of a square of size×size pixels.

    dY (N, rows, columns): the gradient at the outputs. Returns the gradient at the pixels, an array
    (N, size·rows, size·columns) of dY's dtype: output (i, j) is the mean of the pixels in rows size·i to
    size·i + size − 1 and in columns size·j to size·j + size − 1.
    """
    return dY.repeat(size, axis=1).repeat(size, axis=2) / size**2


def faulty_pooling_backward(dY, size):
    return np.tile(dY, (1, size, size)) / size**2


def _gradients(rng):
    for rows, columns, size in ((2, 2, 2), (2, 3, 2), (3, 2, 3), (1, 4, 2), (4, 1, 3)):
        for dtype in (np.float32, np.float64):
            yield Inputs((rng.normal(size=(2, rows, columns)).astype(dtype), size))
    yield Inputs((rng.normal(size=(3, 1, 1)), 2), "a single square")


def _spread(first=np.ndarray.repeat, second=np.ndarray.repeat, divide=lambda size: size**2):
    return lambda dY, size: second(first(dY, size, axis=1), size, axis=2) / divide(size)


def _tiled(A, size, axis):
    return np.concatenate([A] * size, axis=axis)


def _to_the_corner(dY, size):
    dX = np.zeros((len(dY), size * dY.shape[1], size * dY.shape[2]), dY.dtype)
    dX[:, ::size, ::size] = dY
    return dX


exercise(
    mended_pooling_backward,
    lecture="13",
    points=1,
    topics="O20",
    task=repair(
        faulty_pooling_backward,
        "With a single square it is right. With several, the pixels of a square get the gradients of different "
        "outputs: the whole of dY is laid side by side, as tiles are.",
    ),
    cases=_gradients,
    outputs=("the gradient at the pixels",),
    wrong={
        "only the rows": (
            _spread(second=_tiled),
            "Each row of outputs now goes to its own rows of pixels, and the columns are still laid side by side.",
        ),
        "only the columns": (
            _spread(first=_tiled),
            "Each column of outputs now goes to its own columns of pixels, and the rows are still laid side by side.",
        ),
        "not divided": (
            _spread(divide=lambda size: 1),
            "Now each pixel gets the whole gradient of its output. A mean has the slope 1/size² in each pixel, and "
            "that part was right.",
        ),
        "divided by the side": (
            _spread(divide=lambda size: size),
            "Now it is divided by size. A square has size² pixels, and that part was right.",
        ),
        "all to one pixel": (
            _to_the_corner,
            "Now one pixel of each square gets all of the gradient. A mean depends on all of its pixels alike.",
        ),
    },
    hints=(
        "Which output does a pixel help to make? Take two outputs beside each other, 2×2 pixels each, and write down "
        "the first row of the gradient.",
        "The gradient at pixel (i, j) is 1/size² times that at output (⌊i/size⌋, ⌊j/size⌋).",
        "np.tile lays copies of the whole array side by side. Another function of NumPy writes each entry several "
        "times before it goes on to the next, along one axis.",
    ),
)

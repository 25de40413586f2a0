"""LECTURE TITLE: the functions that the lecture's students write. Say here what they are about."""

import numpy as np
from numpy.typing import NDArray

from mlpkit.validate import checked


@checked(X="N D")
def lecture_name(X: NDArray) -> NDArray:
    """Every column of X (N, D) without its mean.

    Formula: x'ₙ𝒹 = xₙ𝒹 − 1/N Σₘ xₘ𝒹.

    >>> lecture_name(np.array([[1.0, 5.0], [3.0, 5.0]]))           # the means are 2 and 5
    array([[-1.,  0.],
           [ 1.,  0.]])
    """
    return X - np.mean(X, axis=0)

"""What a network is worth on examples that it was not trained on."""

import numpy as np
from numpy.typing import NDArray

from mlpkit.validate import checked


@checked(Y="R N", truth="N")
def bias_variance(Y: NDArray, truth: NDArray) -> tuple[float, float]:
    """Squared bias and variance of R networks at N points: both are means over the points.

    Y (R, N): what each network, trained on examples of its own, says at each point; truth (N,): what is right there.
    Their sum is the mean squared error of the networks. The variance divides by R, so that the sum is exact.
    (Geman, Bienenstock and Doursat 1992)

    Formula: ȳₙ = 1/R Σᵣ yᵣₙ, bias² = 1/N Σₙ (ȳₙ − truthₙ)², variance = 1/(R N) Σᵣ Σₙ (yᵣₙ − ȳₙ)².

    >>> bias_variance(np.array([[1.0, 0.0], [3.0, 0.0]]), np.array([1.0, 4.0]))    # means 2 and 0
    (8.5, 0.5)
    """
    mean = Y.mean(axis=0)
    return float(np.mean((mean - truth) ** 2)), float(np.mean((Y - mean) ** 2))

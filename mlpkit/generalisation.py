"""Bias and variance, which are measured over many trainings, and dropout."""

import numpy as np
from numpy.typing import NDArray

from mlpkit.validate import checked, fraction


@checked(Y="R N", truth="N")
def bias_variance(Y: NDArray, truth: NDArray) -> tuple[float, float]:
    """Squared bias and variance of R networks at N points: both are means over the points.

    Y (R, N): what each network, trained on examples of its own, says at each point; truth (N,): what is right there.
    Their sum is the mean squared error of the networks. The variance divides by R, so that the sum is exact.

    Formula: ȳₙ = 1/R Σᵣ yᵣₙ, bias² = 1/N Σₙ (ȳₙ − truthₙ)², variance = 1/(R N) Σᵣ Σₙ (yᵣₙ − ȳₙ)².

    Source: Geman, Bienenstock and Doursat 1992.

    >>> bias_variance(np.array([[1.0, 0.0], [3.0, 0.0]]), np.array([1.0, 4.0]))    # means 2 and 0
    (8.5, 0.5)
    """
    mean = Y.mean(axis=0)
    return float(np.mean((mean - truth) ** 2)), float(np.mean((Y - mean) ** 2))


@checked(A="...", U="...", p=fraction)
def dropout(A: NDArray, U: NDArray, p: float) -> tuple[NDArray, NDArray]:
    """Activations of which a random part is switched off, and the mask that did it, for the way back.

    A: activations; U: uniform random numbers from 0 to 1, of the shape of A; p: the probability, below 1, that an
    activation is dropped, which happens where U is smaller than p. The others grow, so that the mean stays what it was.
    Returns (A after dropout, mask), both of A's shape and dtype. Backward, the gradient is multiplied by the same mask.

    Formula: mask = 1/(1 − p) where U ≥ p and 0 elsewhere; A ⊙ mask.

    Source: Srivastava et al. 2014, but scaled while training, not afterwards.

    >>> dropout(np.array([[1.0, 2.0, 4.0]]), np.array([[0.7, 0.1, 0.5]]), p=0.5)
    (array([[2., 0., 8.]]), array([[2., 0., 2.]]))
    """
    mask = (U >= p) * A.dtype.type(1 / (1 - p))
    return A * mask, mask

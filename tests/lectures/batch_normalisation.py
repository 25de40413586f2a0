"""Batch normalisation: every unit's pre-activations with the mean and spread that the network wants, batch by batch."""

import numpy as np
from numpy.typing import NDArray

from mlpkit.validate import checked


@checked(X="N D", gamma="D", beta="D")
def batch_norm(X: NDArray, gamma: NDArray, beta: NDArray, eps: float = 1e-5) -> NDArray:
    """Every column standardised over the batch, then stretched by γ and moved by β.

    X (N, D), γ and β (D,) give Y (N, D); ε keeps the root above 0. With one row Y is β. (Ioffe and Szegedy 2015)

    Formula: y = γ (x − μ) / √(σ² + ε) + β, with the mean μ and the variance σ² = 1/N Σₙ (xₙ − μ)² of each column.

    >>> X = np.array([[0.0], [0.0], [4.0], [4.0]])                 # μ = 2, σ² = 4
    >>> batch_norm(X, np.array([2.0]), np.array([1.0]), eps=0.0)[:, 0]
    array([-1., -1.,  3.,  3.])
    """
    centred = X - np.mean(X, axis=0)
    variance = np.mean(centred**2, axis=0)
    return gamma * centred / np.sqrt(variance + eps) + beta


@checked(dY="N D", X="N D", gamma="D")
def batch_norm_grad(dY: NDArray, X: NDArray, gamma: NDArray, eps: float = 1e-5) -> tuple[NDArray, NDArray, NDArray]:
    """(dX, dγ, dβ) from dY = ∂L/∂Y (N, D), through the batch's mean and variance too.

    dX (N, D) like X, dγ and dβ (D,).

    Formula: dγ = Σₙ dyₙ x̂ₙ and dβ = Σₙ dyₙ, with x̂ = (x − μ) / √(σ² + ε), and
    dxₙ = γ / √(σ² + ε) · (dyₙ − 1/N Σₘ dyₘ − x̂ₙ · 1/N Σₘ dyₘ x̂ₘ).

    >>> X, dY = np.array([[0.0], [0.0], [4.0], [4.0]]), np.array([[1.0], [0.0], [0.0], [0.0]])
    >>> dX, dgamma, dbeta = batch_norm_grad(dY, X, np.array([2.0]), eps=0.0)
    >>> dX[:, 0], dgamma, dbeta                                    # x̂ = (−1, −1, 1, 1), γ / σ = 1
    (array([ 0.5, -0.5,  0. ,  0. ]), array([-1.]), array([1.]))
    """
    centred = X - np.mean(X, axis=0)
    spread = np.sqrt(np.mean(centred**2, axis=0) + eps)
    scaled = centred / spread
    dX = gamma / spread * (dY - np.mean(dY, axis=0) - scaled * np.mean(dY * scaled, axis=0))
    return dX, np.sum(dY * scaled, axis=0), np.sum(dY, axis=0)


@checked(mean="D", variance="D", X="N D")
def running_statistics(mean: NDArray, variance: NDArray, X: NDArray, momentum: float = 0.9) -> tuple[NDArray, NDArray]:
    """Moving averages of mean and variance for prediction, where there is no batch, with momentum m.

    mean and variance (D,): the averages so far; X (N, D): a batch, N ≥ 2. The variance of the batch counts N / (N − 1)
    times, which makes it an unbiased estimate of the data's. (PyTorch calls 1 − m the momentum.)

    Formula: m ρ + (1 − m) μ and m v + (1 − m) · N / (N − 1) σ², with ρ and v so far, μ and σ² of the batch.

    >>> X = np.array([[0.0], [0.0], [4.0], [4.0]])                 # μ = 2, σ² = 4, 4/3 σ² = 16/3
    >>> running_statistics(np.array([0.0]), np.array([1.0]), X, momentum=0.25)
    (array([1.5]), array([4.25]))
    """
    N = len(X)
    batch = np.mean(X, axis=0)
    unbiased = np.sum((X - batch) ** 2, axis=0) / (N - 1)
    return momentum * mean + (1 - momentum) * batch, momentum * variance + (1 - momentum) * unbiased

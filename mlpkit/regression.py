"""Networks that answer with numbers: outputs kept in a range, a step of robust training, a score without units."""

from collections.abc import Callable
from functools import wraps

import numpy as np
from numpy.typing import NDArray

from mlpkit.activations import sigmoid, softplus
from mlpkit.losses import huber
from mlpkit.validate import checked, positive


@checked("Z", Z="...", low="", high="")
def regression_head(Z: NDArray, low: float = -np.inf, high: float = np.inf) -> tuple[NDArray, NDArray]:
    """Outputs that stay between low and high, and their slopes with respect to Z: returns (Y, slope).

    Z of any shape; Y and slope have Z's shape and dtype. A limit is absent when it is infinite, so there are four
    cases. Every output rises with z.

    Formula: y = z without limits; low + softplus(z) with low alone; high − softplus(−z) with high alone; and
    low + (high − low) σ(z) with both.

    >>> Y, slope = regression_head(np.array([0.0, 2.0]), low=-10.0, high=40.0)     # degrees
    >>> Y.round(2), slope.round(2)
    (array([15.  , 34.04]), array([12.5 ,  5.25]))
    """
    if np.isfinite(low) and np.isfinite(high):
        return low + (high - low) * sigmoid(Z), (high - low) * sigmoid(Z) * sigmoid(-Z)
    if np.isfinite(low):
        return low + softplus(Z), sigmoid(Z)
    if np.isfinite(high):
        return high - softplus(-Z), sigmoid(-Z)
    return Z.copy(), np.ones_like(Z)


@checked(
    "X", "T", W1="H D", b1="H", W2="K H", b2="K", X="N D", T="N K", lr=positive, delta=positive
)  # fmt: skip
def huber_step(
    W1: NDArray, b1: NDArray, W2: NDArray, b2: NDArray, X: NDArray, T: NDArray, lr: float, delta: float = 1.0
):
    """One step of gradient descent on Huber's loss, for one hidden layer of tanh units and a linear output.

    X (N, D), T (N, K); W1 (H, D), b1 (H,), W2 (K, H), b2 (K,); lr the learning rate η. All gradients are taken at the
    old weights. Returns the new (W1, b1, W2, b2).

    Formula: θ ← θ − η ∂L/∂θ for each of the four arrays, with Y = tanh(X W1ᵀ + b1) W2ᵀ + b2.

    >>> one = np.ones((1, 1))
    >>> huber_step(0 * one, np.zeros(1), one, np.zeros(1), X=2 * one, T=-5 * one, lr=0.5)    # y = 0, dy = 1
    (array([[-1.]]), array([-0.5]), array([[1.]]), array([-0.5]))
    """
    A = np.tanh(X @ W1.T + b1)
    _, dY = huber(A @ W2.T + b2, T, delta)
    dZ = (dY @ W2) * (1 - A * A)
    return W1 - lr * (dZ.T @ X), b1 - lr * dZ.sum(axis=0), W2 - lr * (dY.T @ A), b2 - lr * dY.sum(axis=0)


def _targets_vary(score: Callable) -> Callable:
    """Refuse targets that are all the same: there is no variation to account for."""

    @wraps(score)
    def call(Y, T):
        if np.ptp(T, axis=0).max() == 0:
            raise ValueError("T must vary: all its targets are the same")
        return score(Y, T)

    return call


@checked("Y", "T", Y="N ...", T="N ...")
@_targets_vary
def r_squared(Y: NDArray, T: NDArray) -> float:
    """R², the fraction of the targets' variation about their mean that the outputs account for.

    Y, T (N,) or (N, K), with a mean target for each column. 1 is perfect, 0 is as good as always saying the mean, and
    worse is negative. Outputs and targets in other units give the same number. T must vary.

    Formula: 1 − Σ (t − y)² / Σ (t − t̄)² over all entries, with t̄ the mean of the column.

    >>> r_squared(np.array([1.0, 2.0, 5.0]), np.array([1.0, 3.0, 5.0]))          # 1 − 1 / (4 + 0 + 4)
    0.875
    """
    return 1 - float(np.sum((T - Y) ** 2)) / float(np.sum((T - T.mean(axis=0)) ** 2))

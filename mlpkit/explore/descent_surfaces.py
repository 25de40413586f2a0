"""Surfaces to go down on: value and gradient at points (…, 2), the frame to draw, and where to start."""

from dataclasses import dataclass

import numpy as np

from mlpkit.activations import sigmoid
from mlpkit.datasets import gaussians


@dataclass(frozen=True)
class Surface:
    """f(W) for W (…, 2), grad(w) for one point, (left, right, bottom, top), and the first point."""

    f: object
    grad: object
    frame: tuple
    start: tuple


def rosenbrock(W):
    """(1 − a)² + 10 (b − a²)²: a bent valley, lowest at (1, 1)."""
    a, b = W[..., 0], W[..., 1]
    return (1 - a) ** 2 + 10 * (b - a**2) ** 2


def rosenbrock_grad(w):
    """The gradient of `rosenbrock` at one point."""
    a, b = w
    return np.array([-2 * (1 - a) - 40 * a * (b - a**2), 20 * (b - a**2)])


def ravine(W):
    """½ (a² / 10 + 10 b²): a hundred times as steep across as along."""
    return (W[..., 0] ** 2 / 10 + 10 * W[..., 1] ** 2) / 2


def ravine_grad(w):
    """The gradient of `ravine` at one point."""
    return np.array([w[0] / 10, 10 * w[1]])


_X, _T = gaussians(np.random.default_rng(0), 60, spread=0.7)
_X = _X.astype(float) * [1.0, 0.15]  # the second input is small, so its weight matters little
_LABELS = _T.astype(float)


def logistic(W):
    """The cross-entropy of a logistic neuron with weights W (…, 2) on 60 points, no bias."""
    flat = W.reshape(-1, 2)
    Z = _X @ flat.T
    losses = np.logaddexp(0, Z).mean(axis=0) - (Z * _LABELS[:, None]).mean(axis=0)
    return losses.reshape(W.shape[:-1])


def logistic_grad(w):
    """The gradient of `logistic` at one point."""
    return (sigmoid(_X @ w) - _LABELS) @ _X / len(_X)


SURFACES = {
    "Rosenbrock's valley": Surface(rosenbrock, rosenbrock_grad, (-2, 2, -1, 3), (-1.5, 2.5)),
    "a ravine": Surface(ravine, ravine_grad, (-4, 4, -2, 2), (-3.5, 1.2)),
    "loss of a neuron": Surface(logistic, logistic_grad, (-7, 3, -5, 5), (2.0, 4.0)),
}

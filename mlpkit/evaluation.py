"""What a network is worth on data: its loss, its error, its accuracy."""

import numpy as np
from numpy.typing import NDArray

from mlpkit.losses import PREDICT
from mlpkit.metrics import accuracy_score
from mlpkit.network import MLP
from mlpkit.validate import require_finite, require_shape


def error_of(net: MLP, Z: NDArray, T: NDArray, loss: float) -> float:
    """The fraction of outputs that decide otherwise than the targets; in a regression the loss."""
    if net.loss not in PREDICT:
        return loss
    return 1 - _right(net, Z, T)


def _right(net: MLP, Z: NDArray, T: NDArray) -> float:
    """The fraction of outputs that decide as the targets do."""
    return accuracy_score(net.classify(T), net.classify(Z))


def examples(net: MLP, X: NDArray, t: NDArray) -> tuple[NDArray, NDArray]:
    """X and t checked, in the network's dtype, and t as its loss wants it."""
    require_shape("X", X, "N D", {"D": net.n_inputs})
    require_shape("t", t, "N | N K", {"N": len(X), "K": net.n_outputs})
    require_finite("X", X)
    require_finite("t", t)
    return X.astype(net.dtype, copy=False), net.targets(t)


def evaluate(net: MLP, X: NDArray, t: NDArray) -> tuple[float, float]:
    """The mean loss and the error of the network on X (N, D) and t, without changing anything."""
    X, T = examples(net, X, t)
    with np.errstate(over="ignore", invalid="ignore"):
        Z = net.outputs(X)
        loss, _ = net.loss_and_gradient(Z, T)
    return loss, error_of(net, Z, T, loss)


def accuracy(net: MLP, X: NDArray, t: NDArray) -> float:
    """The fraction of examples, X (N, D) with labels t (N,) or one-hot (N, K), that the network labels as t does."""
    X, T = examples(net, X, t)
    return _right(net, net.outputs(X), T)

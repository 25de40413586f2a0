"""What training makes small: one number for how far the outputs are from the targets, and its gradient.

Every loss is a mean over the N examples and returns (loss, gradient): a float, and an array shaped like its
first argument and of the same dtype. Where an example has several outputs, its loss is their sum.
"""

from collections.abc import Callable
from functools import wraps

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from mlpkit.activations import sigmoid, softplus
from mlpkit.preprocessing import one_hot
from mlpkit.probability import entropy, kl_divergence, log_softmax, softmax, softmax_jacobian
from mlpkit.validate import checked, positive

__all__ = [
    "LOSSES", "PREDICT", "bce_with_logits", "cross_entropy", "entropy", "huber", "kl_divergence", "log_softmax", "mae",
    "mse", "one_hot", "softmax", "softmax_cross_entropy", "softmax_jacobian",
]  # fmt: skip


def _targets_alike(loss: Callable) -> Callable:
    """Give a loss its targets in the outputs' dtype, and labels t (N,) as one-hot rows."""

    @wraps(loss)
    def call(Y, T, *args, **kwargs):
        if Y.dtype.kind != "f":
            raise ValueError(f"outputs must be floating point, got dtype {Y.dtype}")
        T = one_hot(T, Y.shape[1], Y.dtype) if T.ndim < Y.ndim else T.astype(Y.dtype, copy=False)
        return loss(Y, T, *args, **kwargs)

    return call


@checked("T", Y="N ...", T="N ...")
@_targets_alike
def mse(Y: NDArray, T: NDArray) -> tuple[float, NDArray]:
    """Half the squared error, added up over the outputs and averaged over the examples: (loss, dY).

    Y outputs, T targets, both (N, K) or (N,). loss: a float; dY: its gradient, with shape and dtype of Y.
    Other conventions differ by a factor: PyTorch's default is the mean over all N K numbers without ½.

    Formula: L = 1/N Σₙ ½ Σₖ (yₙₖ − tₙₖ)², and ∂L/∂Y = (Y − T) / N.

    Source: UNICAMP (mean over outputs without ½, derived with ½), UMass (sum without ½), JKU, Tsinghua (as here).

    >>> loss, dY = mse(np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[0.0, 2.0], [1.0, 1.0]]))
    >>> loss                            # (½ (1 + 0) + ½ (4 + 1)) / 2
    1.5
    >>> dY
    array([[ 0.5,  0. ],
           [ 1. , -0.5]])
    """
    N = len(Y)
    D = Y - T
    return float(np.sum(D * D)) / (2 * N), D / N


@checked("T", Y="N ...", T="N ...")
@_targets_alike
def mae(Y: NDArray, T: NDArray) -> tuple[float, NDArray]:
    """The absolute error, added up over the outputs and averaged over the examples: (loss, dY).

    Y outputs, T targets, both (N, K) or (N,). loss: a float; dY: its gradient, with shape and dtype of Y. At the
    kink, y = t, the gradient is 0 (anything from −1/N to 1/N is a subgradient).

    Formula: L = 1/N Σₙ Σₖ |yₙₖ − tₙₖ|, and ∂L/∂Y = sign(Y − T) / N.

    Source: UNICAMP (mean over outputs), UMass.

    >>> loss, dY = mae(np.array([[3.0], [0.0], [1.0], [2.0]]), np.array([[1.0], [2.0], [1.0], [2.5]]))
    >>> loss                            # (2 + 2 + 0 + ½) / 4
    1.125
    >>> dY.ravel()
    array([ 0.25, -0.25,  0.  , -0.25])
    """
    N = len(Y)
    D = Y - T
    return float(np.sum(np.abs(D))) / N, np.sign(D) / N


@checked("T", Y="N ...", T="N ...", delta=positive)
@_targets_alike
def huber(Y: NDArray, T: NDArray, delta: float = 1.0) -> tuple[float, NDArray]:
    """Huber's loss: half the square within delta of the target, a straight line beyond: (loss, dY).

    Y outputs, T targets, both (N, K) or (N,); delta > 0. Added up over the outputs, averaged over the N examples.
    The two pieces meet with equal value and slope. loss: a float; dY: its gradient, with shape and dtype of Y.

    Formula: with d = y − t, ½ d² where |d| ≤ δ, and δ (|d| − ½ δ) beyond; ∂L/∂Y is d / N, limited to ± δ / N.

    Source: P. J. Huber 1964; UMass.

    >>> loss, dY = huber(np.array([[0.5], [3.0]]), np.array([[0.0], [0.0]]))
    >>> loss                            # (½ · ¼ + 1 · (3 − ½)) / 2
    1.3125
    >>> dY.ravel()
    array([0.25, 0.5 ])
    """
    N = len(Y)
    D = Y - T
    limited = np.clip(D, -delta, delta)
    return float(np.sum(limited * (D - limited / 2))) / N, limited / N


@checked("T", Z="N ...", T="N ...")
@_targets_alike
def bce_with_logits(Z: NDArray, T: NDArray) -> tuple[float, NDArray]:
    """Binary cross-entropy from logits, added up over the questions and averaged over the examples: (loss, dZ).

    Z logits, T targets in [0, 1], both (N, K) or (N,); K outputs are K separate yes-or-no questions. loss: a float,
    exact however confident the logits are; dZ: its gradient, with shape and dtype of Z.

    Formula: L = −1/N Σₙ Σₖ [t log σ(z) + (1 − t) log(1 − σ(z))], with softplus(−z) for −log σ(z) and softplus(z)
    for −log(1 − σ(z)); ∂L/∂Z = (σ(Z) − T) / N.

    Source: UNICAMP; IIT Kharagpur (for t = 0 and 1).

    >>> loss, dZ = bce_with_logits(np.array([[0.0], [1000.0]]), np.array([[1.0], [0.0]]))
    >>> round(loss, 6)                  # (log 2 + 1000) / 2
    500.346574
    >>> dZ.ravel()                      # (½ − 1) / 2, (1 − 0) / 2
    array([-0.25,  0.5 ])
    """
    N = len(Z)
    loss = np.sum(T * softplus(-Z) + (1 - T) * softplus(Z))
    return float(loss) / N, (sigmoid(Z) - T) / N


@checked("T", Z="N K", T="N K | N")
@_targets_alike
def softmax_cross_entropy(Z: NDArray, T: NDArray) -> tuple[float, NDArray]:
    """Cross-entropy of softmax, from logits: (loss, dZ), the mean over the examples and its gradient ∂L/∂Z.

    Z (N, K); T (N, K) one-hot, or rows of probabilities with sum 1. (`mlpkit`'s takes labels t (N,) as well.)
    loss: a float, exact however confident the logits are; dZ (N, K), with the dtype of Z.

    Formula: L = −1/N Σₙ Σₖ tₙₖ log pₙₖ with P = softmax(Z), in log space throughout; ∂L/∂Z = (P − T) / N.

    >>> loss, dZ = softmax_cross_entropy(np.array([[0, 1000]], dtype=np.float32), np.array([[1, 0]]))
    >>> loss
    1000.0
    >>> loss, dZ = softmax_cross_entropy(np.log([[1.0, 3.0], [1.0, 1.0]]), np.array([[0, 1], [1, 0]]))
    >>> round(loss, 6)                  # (log 4/3 + log 2) / 2
    0.490415
    >>> dZ
    array([[ 0.125, -0.125],
           [-0.25 ,  0.25 ]])
    """
    N = len(Z)
    log_P = log_softmax(Z)
    return -float(np.sum(T * log_P)) / N, (np.exp(log_P) - T) / N


@checked("T", P="N K", T="N K | N")
@_targets_alike
def cross_entropy(P: NDArray, T: NDArray) -> tuple[float, NDArray]:
    """L = −1/N Σₙ Σₖ tₙₖ log pₙₖ, and ∂L/∂P = −T / (N P), from probabilities.

    P, T (N, K). Where t = 0 the term is 0 whatever p is; where t > 0 = p the loss is infinite, as it should
    be. From logits use `softmax_cross_entropy`, which never meets that case. (Takes labels t (N,) as well.)

    >>> loss, dP = cross_entropy(np.array([[0.5, 0.5], [0.25, 0.75]]), np.array([[1, 0], [0, 1]]))
    >>> round(loss, 6)                  # (log 2 + log 4/3) / 2
    0.490415
    >>> dP.round(4)
    array([[-1.    ,  0.    ],
           [ 0.    , -0.6667]])
    """
    N = len(P)
    with np.errstate(divide="ignore"):
        dP = np.divide(-T, N * P, out=np.zeros_like(P), where=T > 0)
    return -float(np.sum(xlogy(T, P))) / N, dP


LOSSES: dict[str, Callable] = {
    "mse": mse,
    "mae": mae,
    "huber": huber,
    "bce_with_logits": bce_with_logits,
    "softmax_cross_entropy": softmax_cross_entropy,
}

# What a network trained on a loss predicts: labels for these; for any other, the outputs themselves.
PREDICT: dict[str, Callable] = {
    "bce_with_logits": lambda Z: (Z > 0).astype(np.int64),
    "softmax_cross_entropy": lambda Z: Z.argmax(axis=1),
}

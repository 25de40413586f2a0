"""Numbers that are probabilities: softmax makes them from logits, entropy and divergence measure them."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from mlpkit.validate import checked


@checked(Z="... K")
def softmax(Z: NDArray) -> NDArray:
    """pₖ = e^{zₖ} / Σⱼ e^{zⱼ} along the last axis: each row positive (or rounded to 0), with sum 1.

    Z (..., K) and the result have the same shape and dtype. Adding a constant to a row changes nothing, so
    the row's largest logit is taken off first: no exponent is then above 0, and nothing overflows.

    >>> softmax(np.log([[1.0, 2.0, 5.0]]))
    array([[0.125, 0.25 , 0.625]])
    >>> softmax(np.array([[0, 1000]], dtype=np.float32))
    array([[0., 1.]], dtype=float32)
    """
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


@checked(Z="... K")
def log_softmax(Z: NDArray) -> NDArray:
    """log pₖ = zₖ − log Σⱼ e^{zⱼ} along the last axis, exact where pₖ itself would round to 0.

    Z (..., K) and the result have the same shape and dtype. As in `softmax`, the largest comes off first.

    >>> log_softmax(np.array([[0, 1000]], dtype=np.float32))
    array([[-1000.,     0.]], dtype=float32)
    """
    S = Z - Z.max(axis=-1, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=-1, keepdims=True))


@checked(Z="... K")
def softmax_jacobian(Z: NDArray) -> NDArray:
    """∂pᵢ/∂zₖ = pᵢ (Δᵢₖ − pₖ) for p = softmax(z), where Δᵢₖ is 1 if i = k and 0 otherwise.

    Z (..., K) gives (..., K, K), one matrix for each row: symmetric, and every row and column sums to 0.

    >>> softmax_jacobian(np.log([1.0, 3.0]))          # p = (¼, ¾)
    array([[ 0.1875, -0.1875],
           [-0.1875,  0.1875]])
    """
    P = softmax(Z)
    return P[..., :, None] * (np.eye(P.shape[-1], dtype=P.dtype) - P[..., None, :])


@checked("P", P="... K")
def entropy(P: NDArray) -> NDArray:
    """H(p) = −Σₖ pₖ log pₖ along the last axis, in nats, with 0 log 0 = 0. Not a loss: one number per row.

    P (..., K) with rows of sum 1 gives (...). It lies between 0 (certain) and log K (uniform).

    >>> entropy(np.array([[0.5, 0.5], [1.0, 0.0]])).round(6) + 0.0
    array([0.693147, 0.      ])
    """
    return -np.sum(xlogy(P, P), axis=-1)


@checked("P", "Q", P="... K", Q="... K")
def kl_divergence(P: NDArray, Q: NDArray) -> NDArray:
    """KL(p ‖ q) = Σₖ pₖ log(pₖ / qₖ) along the last axis, in nats. Not a loss: one number per row.

    P, Q (..., K) with rows of sum 1 give (...). A term with p = 0 is 0; p > 0 = q makes it infinite. Not
    symmetric. Cross-entropy is H(p) + KL(p ‖ q): with p fixed, minimising one minimises the other.

    >>> kl_divergence(np.array([[0.5, 0.5]]), np.array([[0.25, 0.75]])).round(6)    # ½ log 2 + ½ log 2/3
    array([0.143841])
    """
    return np.sum(xlogy(P, P) - xlogy(P, Q), axis=-1)

"""Numbers that are probabilities: softmax makes them from logits, entropy and divergence measure them."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from mlpkit.validate import checked


@checked(Z="... K")
def softmax(Z: NDArray) -> NDArray:
    """Probabilities from logits, along the last axis: each row positive (or rounded to 0), with sum 1.

    Z (..., K) and the result have the same shape and dtype. Finite for finite logits, however large.

    Formula: pₖ = e^{zₖ − m} / Σⱼ e^{zⱼ − m} with m the row's largest logit, so that no exponent is above 0.

    >>> softmax(np.log([[1.0, 2.0, 5.0]]))
    array([[0.125, 0.25 , 0.625]])
    >>> softmax(np.array([[0, 1000]], dtype=np.float32))
    array([[0., 1.]], dtype=float32)
    """
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


@checked(Z="... K")
def log_softmax(Z: NDArray) -> NDArray:
    """The logarithm of softmax along the last axis, exact where the probability itself would round to 0.

    Z (..., K) and the result have the same shape and dtype. Finite for finite logits, however large.

    Formula: log pₖ = (zₖ − m) − log Σⱼ e^{zⱼ − m} with m the row's largest logit.

    >>> log_softmax(np.array([[0, 1000]], dtype=np.float32))
    array([[-1000.,     0.]], dtype=float32)
    """
    S = Z - Z.max(axis=-1, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=-1, keepdims=True))


@checked(Z="... K")
def softmax_jacobian(Z: NDArray) -> NDArray:
    """The Jacobian of softmax: entry [i, k] is ∂pᵢ/∂zₖ, one K × K matrix for each row of logits.

    Z (..., K) gives (..., K, K), with the dtype of Z. A single row (K,) gives one matrix (K, K).

    Formula: ∂pᵢ/∂zₖ = pᵢ (Δᵢₖ − pₖ), where Δᵢₖ is 1 if i = k and 0 otherwise.

    >>> softmax_jacobian(np.log([1.0, 3.0]))          # p = (¼, ¾)
    array([[ 0.1875, -0.1875],
           [-0.1875,  0.1875]])
    """
    P = softmax(Z)
    return P[..., :, None] * (np.eye(P.shape[-1], dtype=P.dtype) - P[..., None, :])


@checked("P", P="... K")
def entropy(P: NDArray) -> NDArray:
    """Entropy, the mean surprise of each distribution along the last axis, in nats. Not a loss: one number per row.

    P (..., K) with rows of sum 1 gives (...). 0 log 0 counts as 0. The result lies between 0 (certain) and log K
    (uniform).

    Formula: H(p) = −Σₖ pₖ log pₖ.

    >>> entropy(np.array([[0.5, 0.5], [1.0, 0.0]])).round(6) + 0.0
    array([0.693147, 0.      ])
    """
    return -np.sum(xlogy(P, P), axis=-1)


@checked("P", "Q", P="... K", Q="... K")
def kl_divergence(P: NDArray, Q: NDArray) -> NDArray:
    """Kullback–Leibler divergence of P from Q along the last axis, in nats. Not a loss: one number per row.

    P (what is true), Q (what is believed), both (..., K) with rows of sum 1, give (...). A term with p = 0 is 0;
    p > 0 = q makes the result infinite. Not symmetric.

    Formula: KL(p ‖ q) = Σₖ pₖ log(pₖ / qₖ) = Σₖ (pₖ log pₖ − pₖ log qₖ).

    >>> kl_divergence(np.array([[0.5, 0.5]]), np.array([[0.25, 0.75]])).round(6)    # ½ log 2 + ½ log 2/3
    array([0.143841])
    """
    return np.sum(xlogy(P, P) - xlogy(P, Q), axis=-1)

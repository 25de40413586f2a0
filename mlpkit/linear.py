"""Models without a hidden layer: threshold unit and perceptron, ADALINE, linear and softmax regression."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mlpkit.losses import mse, softmax_cross_entropy
from mlpkit.validate import checked, count, not_negative, positive


@checked(x="... D", w="D", b="")
def neuron(x: NDArray, w: NDArray, b: float):
    """The decisions of a threshold unit: 1 where its sum reaches zero, else 0. At exactly zero it is 1.

    x (D,) or one example a row (..., D), w (D,), b a number. Returns an int64 array with x's leading axes.

    Formula: y = 1 where w · x + b ≥ 0, else 0.

    >>> neuron(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([1.0, 1.0]), -1.5)     # AND
    array([0, 0, 0, 1])
    """
    return np.where(x @ w + b >= 0, 1, 0)


@checked("x", x="D", w="D", b="", t="", lr=positive)
def perceptron_step(w: NDArray, b: float, x: NDArray, t: float, lr: float = 1.0) -> tuple[NDArray, float]:
    """One step of the perceptron rule: the weights move only if the decision is wrong.

    w, x (D,); b a number; t is 0 or 1; lr the learning rate η. Returns the new w and the new b; w is not changed.

    Formula: (w + η (t − y) x, b + η (t − y)) with y = neuron(x, w, b).

    Source: Rosenblatt 1958; Tsinghua.

    >>> perceptron_step(np.array([1.0, -1.0]), 0.0, np.array([2.0, 1.0]), t=0, lr=0.5)     # y = 1: too high
    (array([ 0. , -1.5]), -0.5)
    """
    miss = t - float(neuron(x, w, b))
    return w + lr * miss * x, b + lr * miss


@checked("x", x="D", w="D", b="", t="", lr=positive)
def adaline_step(w: NDArray, b: float, x: NDArray, t: float, lr: float = 0.1) -> tuple[NDArray, float]:
    """One step of ADALINE: downhill on half the squared error of the sum itself, for one example.

    w, x (D,); t and b numbers; lr the learning rate η. Returns the new w and the new b; w is not changed.

    Formula: (w − η (y − t) x, b − η (y − t)) with y = w · x + b, before any threshold.

    Source: Widrow and Hoff 1960; Tsinghua.

    >>> adaline_step(np.array([1.0, -1.0]), 0.5, np.array([2.0, 1.0]), t=1.0, lr=0.1)     # y = 1.5
    (array([ 0.9 , -1.05]), 0.45)
    """
    error = float(w @ x + b) - t
    return w - lr * error * x, b - lr * error


@checked("X", "t", X="N D", t="N", lr=positive, epochs=count)
def perceptron(X: NDArray, t: NDArray, lr: float = 1.0, epochs: int = 100) -> tuple[NDArray, float, int]:
    """Perceptron steps from w = 0, b = 0 over the rows of X in order, until an epoch without a mistake.

    X (N, D), t (N,) of 0 and 1. Returns (w, b, mistakes in the last epoch): 0 if it converged. It does whenever
    a line separates the classes, and never otherwise.
    """
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        mistakes = 0
        for x, target in zip(X, t, strict=True):
            mistakes += int(neuron(x, w, b) != target)
            w, b = perceptron_step(w, b, x, float(target), lr)
        if mistakes == 0:
            break
    return w, b, mistakes


@checked("X", "t", X="N D", t="N", lr=positive, epochs=count)
def adaline(X: NDArray, t: NDArray, lr: float = 0.1, epochs: int = 100) -> tuple[NDArray, float]:
    """ADALINE steps from w = 0, b = 0 over the rows of X (N, D) in order, epochs times. Returns (w, b)."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for x, target in zip(X, t, strict=True):
            w, b = adaline_step(w, b, x, float(target), lr)
    return w, b


@checked("X", "t", X="N D", t="N | N K", l2=not_negative)
def adaline_normal_equations(X: NDArray, t: NDArray, l2: float = 0.0) -> tuple[NDArray, NDArray]:
    """The w, b with the least mean of half the squared error plus an L2 penalty on w, found where the gradient is 0.

    X (N, D), t (N,); l2: the strength λ of the penalty ½ λ ‖w‖², which leaves b alone. Returns w (D,) and b. Without
    a penalty, the columns of X and a column of ones must be linearly independent.

    Formula: with X̃ = [X 1], solve (X̃ᵀX̃ + N λ I') [w; b] = X̃ᵀt; I' is the identity with 0 for the bias.

    Source: Tsinghua (asks for w* and b* of XOR).

    >>> w, b = adaline_normal_equations(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0]))
    >>> w.round(6) + 0, float(b.round(6))                       # XOR: the best line says ½ everywhere
    (array([0., 0.]), 0.5)
    """
    N, D = X.shape
    ones = np.column_stack([X, np.ones(N)])
    penalty = N * l2 * np.diag([1.0] * D + [0.0])
    solution = np.linalg.solve(ones.T @ ones + penalty, ones.T @ t)
    return solution[:-1], solution[-1]


def parameter_count(sizes: Sequence[int], bias: bool = True) -> int:
    """How many weights a fully connected network has, and with `bias` also how many biases, all together.

    sizes: the number of inputs, then the units of each layer.

    Formula: Σᵣ nᵣ nᵣ₋₁ weights and Σᵣ nᵣ biases, r = 1, …, R, for n₀ inputs and layers of n₁, …, n_R units.

    >>> parameter_count([3, 4, 2]), parameter_count([3, 4, 2], bias=False)         # 12 + 4 + 8 + 2
    (26, 20)
    """
    return sum(n_out * n_in + (n_out if bias else 0) for n_in, n_out in pairwise(sizes))


@checked("X", "T", X="N D", T="N K", l2=not_negative)
def linear_regression(X: NDArray, T: NDArray, l2: float = 0.0) -> tuple[NDArray, NDArray]:
    """W (K, D) and b (K,) of the linear outputs X Wᵀ + b closest to T (N, K) in squared error, with L2 on W."""
    w, b = adaline_normal_equations(X, T, l2)
    return w.T, b


@checked("X", "T", W="K D", b="K", X="N D", T="N K", l2=not_negative)
def linear_cost(W: NDArray, b: NDArray, X: NDArray, T: NDArray, l2: float = 0.0):
    """Cost 1/N Σₙ ½ ‖W xₙ + b − tₙ‖² + ½ λ Σ w², and its gradients: (cost, dW, db). λ = l2 spares the biases."""
    loss, dY = mse(X @ W.T + b, T)
    return loss + l2 / 2 * float(np.sum(W * W)), dY.T @ X + l2 * W, dY.sum(axis=0)


@checked("X", "T", W="K D", b="K", X="N D", T="N K", l2=not_negative)
def softmax_regression_cost(W: NDArray, b: NDArray, X: NDArray, T: NDArray, l2: float = 0.0):
    """Cost of softmax regression, cross-entropy plus an L2 penalty on W, and its gradients: (cost, dW, db).

    W (K, D), b (K,), X (N, D), T (N, K) one-hot; l2: the strength λ of the penalty, which leaves b alone.

    Formula: C = −1/N Σₙ Σₖ tₙₖ log pₙₖ + ½ λ Σ w² with P = softmax(X Wᵀ + b); dW = 1/N (P − T)ᵀ X + λ W;
    db = 1/N Σₙ (pₙ − tₙ).

    >>> W, b = np.array([[1.0], [-1.0]]), np.zeros(2)
    >>> cost, dW, db = softmax_regression_cost(W, b, np.array([[0.0]]), np.array([[1.0, 0.0]]), l2=0.5)
    >>> round(cost, 6)                                          # log 2 + ½ · ½ · (1 + 1)
    1.193147
    >>> dW.ravel(), db
    (array([ 0.5, -0.5]), array([-0.5,  0.5]))
    """
    loss, dZ = softmax_cross_entropy(X @ W.T + b, T)
    return loss + l2 / 2 * float(np.sum(W * W)), dZ.T @ X + l2 * W, dZ.sum(axis=0)


@checked("X", "T", X="N D", T="N K", l2=not_negative, lr=positive, epochs=count)
def softmax_regression(X: NDArray, T: NDArray, l2: float = 0.0, lr: float = 0.5, epochs: int = 100):
    """Full-batch gradient descent on `softmax_regression_cost` from zero: (W, b, costs before each update)."""
    W, b, costs = np.zeros((T.shape[1], X.shape[1]), X.dtype), np.zeros(T.shape[1], X.dtype), []
    for _ in range(epochs):
        cost, dW, db = softmax_regression_cost(W, b, X, T, l2)
        W, b = W - lr * dW, b - lr * db
        costs.append(cost)
    return W, b, costs

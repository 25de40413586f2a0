"""The algorithms of the lectures one unit at a time, with loops where the rest of mlpkit has matrices.

One example x (D,) at a time. Slow, and the yardstick for the fast version: the same numbers must come out.
weights[r][j, i] goes to unit j of layer r from unit i of the layer before; activations[r] is the layer's f.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpkit.activations import Activation
from mlpkit.validate import checked, count, positive


@checked(x="D", w="D", b="")
def unit(x: NDArray, w: NDArray, b: float) -> float:
    """z = b + Σᵢ wᵢ xᵢ: the pre-activation of one unit, added up input by input.

    x, w (D,); b a number. Returns a number.

    >>> unit(np.array([1.0, 2.0]), np.array([3.0, -1.0]), 0.5)      # 0.5 + 3 − 2
    1.5
    """
    z = float(b)
    for i in range(len(x)):
        z += float(w[i]) * float(x[i])
    return z


@checked(x="D")
def forward_by_unit(
    x: NDArray, weights: Sequence[NDArray], biases: Sequence[NDArray], activations: Sequence[Activation]
) -> tuple[list[NDArray], list[NDArray]]:
    """zs and activations of every layer for one example: zⱼ = bⱼ + Σᵢ wⱼᵢ aᵢ, aⱼ = f(zⱼ), unit by unit.

    x (D,); weights[r] (n_out, n_in) and biases[r] (n_out,) lead into layer r; activations: one object for each
    layer, with `.f` for the function. Returns (zs, activities): zs[r] (n_r,) for each layer, and one more array of
    activities, x first.

    >>> from mlpkit.activations import ACTIVATIONS
    >>> W, b = np.array([[3.0, -1.0]]), np.array([0.5])
    >>> forward_by_unit(np.array([1.0, 2.0]), [W], [b], [ACTIVATIONS["relu"]])      # z = 3 · 1 − 1 · 2 + 0.5
    ([array([1.5])], [array([1., 2.]), array([1.5])])
    """
    zs, activities = [], [np.asarray(x, np.float64)]
    for W, b, activation in zip(weights, biases, activations, strict=True):
        z, a = np.zeros(len(b)), np.zeros(len(b))
        for j in range(len(b)):
            z[j] = unit(activities[-1], W[j], b[j])
            a[j] = activation.f(z[j])
        zs.append(z)
        activities.append(a)
    return zs, activities


def backward_by_unit(
    t: NDArray,
    zs: Sequence[NDArray],
    activities: Sequence[NDArray],
    weights: Sequence[NDArray],
    activations: Sequence[Activation],
) -> list[NDArray]:
    """δ of every layer for one example under ½ Σₖ (aₖ − tₖ)², unit by unit, from the output to the first layer.

    At the output δₖ = (aₖ − tₖ) f'(zₖ); in a hidden layer δᵢ = f'(zᵢ) Σⱼ δⱼ wⱼᵢ over the units j of the next one.
    t (K,): targets. Layers count from 0: zs[r] (n_r,) are the pre-activations of layer r, activations[r] has its f
    and its f' (`.f` and `.grad`), weights[r] (n_r, n_before) leads into it. activities begins with the input, so
    that activities[r + 1] = f(zs[r]). Returns a list of arrays, one for each layer, first layer first.

    >>> double = Activation(lambda z: 2 * z, lambda z: 2 + 0 * z)
    >>> weights = [np.array([[1.0], [3.0]]), np.array([[1.0, -1.0]])]
    >>> zs, activities = forward_by_unit(np.array([0.5]), weights, [np.zeros(2), np.zeros(1)], [double, double])
    >>> backward_by_unit(np.array([0.0]), zs, activities, weights, [double, double])    # (−4 − 0) · 2, then ± 2 · 8
    [array([-16.,  16.]), array([-8.])]
    """
    deltas = [np.zeros(len(z)) for z in zs]
    last = len(zs) - 1
    for k in range(len(zs[last])):
        deltas[last][k] = (activities[-1][k] - t[k]) * activations[last].grad(zs[last][k])
    for r in reversed(range(last)):
        for i in range(len(zs[r])):
            back = 0.0
            for j in range(len(zs[r + 1])):
                back += deltas[r + 1][j] * weights[r + 1][j, i]
            deltas[r][i] = back * activations[r].grad(zs[r][i])
    return deltas


@dataclass
class Accumulators:
    """Sums over the examples of ∂L/∂w and ∂L/∂b, one array for each layer, and of the loss."""

    dWs: list[NDArray]
    dbs: list[NDArray]
    loss: float = 0.0

    @classmethod
    def zeros(cls, weights: Sequence[NDArray], biases: Sequence[NDArray]) -> "Accumulators":
        """All zero, shaped like the weights and biases."""
        return cls([np.zeros(W.shape) for W in weights], [np.zeros(b.shape) for b in biases])

    def add(self, deltas: Sequence[NDArray], activities: Sequence[NDArray], t: NDArray) -> None:
        """Add one example's δⱼ aᵢ, δⱼ and ½ Σₖ (aₖ − tₖ)²."""
        for dW, db, delta, a in zip(self.dWs, self.dbs, deltas, activities[:-1], strict=True):
            for j in range(len(delta)):
                for i in range(len(a)):
                    dW[j, i] += delta[j] * a[i]
                db[j] += delta[j]
        for k in range(len(t)):
            self.loss += 0.5 * (activities[-1][k] - t[k]) ** 2


def gradients_by_unit(X: NDArray, T: NDArray, weights, biases, activations) -> Accumulators:
    """Loss and gradients summed over all examples X (N, D), T (N, K): the body of one epoch, without the update."""
    total = Accumulators.zeros(weights, biases)
    for x, t in zip(X, T, strict=True):
        zs, activities = forward_by_unit(x, weights, biases, activations)
        deltas = backward_by_unit(t, zs, activities, weights, activations)
        total.add(deltas, activities, t)
    return total


@checked("X", "T", X="N D", T="N K", epochs=count, lr=positive)
def train_by_unit(
    X: NDArray,
    T: NDArray,
    weights: Sequence[NDArray],
    biases: Sequence[NDArray],
    activations: Sequence[Activation],
    *,
    lr: float = 0.1,
    epochs: int = 100,
    epsilon: float = 0.0,
) -> list[float]:
    """Gradient descent on all examples at once, changing weights and biases in place; the losses, one an epoch.

    Each epoch: zero the accumulators; forward, backward and add up for every example; then w ← w − lr ∂L/∂w with
    L the mean over the N examples of ½ Σₖ (aₖ − tₖ)². Stops after `epochs`, or once the loss is at most epsilon
    (before that epoch's update). UNICAMP's algorithm sums where this averages: its rate is lr / N.
    """
    losses: list[float] = []
    while len(losses) < epochs and (not losses or losses[-1] > epsilon):
        total = gradients_by_unit(X, T, weights, biases, activations)
        losses.append(total.loss / len(X))
        if losses[-1] > epsilon:
            for W, b, dW, db in zip(weights, biases, total.dWs, total.dbs, strict=True):
                W -= lr * dW / len(X)
                b -= lr * db / len(X)
    return losses

"""The algorithms of the lectures one unit at a time, with loops where the rest of mlpkit has matrices.

One example x (D,) at a time. Slow, and the yardstick for the fast version: the same numbers must come out.
Layers are counted from 1, and lists hold layer r at index r − 1: weights[r - 1][j, i] goes to unit j of layer r from
unit i of the layer before. The list of activities begins with the input, so that activities[r] belongs to layer r.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpkit.activations import Activation
from mlpkit.validate import checked, count, positive


@checked(x="D", w="D", b="")
def unit(x: NDArray, w: NDArray, b: float) -> float:
    """The pre-activation of one unit, added up input by input.

    x, w (D,); b a number. Returns a number.

    Formula: z = b + Σᵢ wᵢ xᵢ.

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
    """Pre-activations and activations of every layer for one example, unit by unit.

    x (D,); weights[r - 1] (n_out, n_in) and biases[r - 1] (n_out,) lead into layer r = 1, 2, …; activations: one object
    for each layer, with `.f` for the function. Returns (zs, activities): an array zs[r - 1] (n_r,) for each layer, and
    one more array of activities, x first.

    Formula: zⱼ = bⱼ + Σᵢ wⱼᵢ aᵢ and aⱼ = f(zⱼ).

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
    dA: NDArray,
    zs: Sequence[NDArray],
    activities: Sequence[NDArray],
    weights: Sequence[NDArray],
    activations: Sequence[Activation],
) -> tuple[list[NDArray], list[NDArray]]:
    """All derivatives for one example, unit by unit, from the output back to the first layer: (dWs, dbs).

    dA (K,): ∂L/∂a of the output units, whatever the loss. Layers are counted from 1 and stand at index r − 1:
    zs[r - 1] (n_r,) are the pre-activations of layer r, activations[r - 1] has its f' as `.grad`, weights[r - 1]
    (n_r, n_before) leads into it. activities begins with the input, so that activities[r - 1] are the inputs of
    layer r. Returns two lists, first layer first: dWs[r - 1] shaped like weights[r - 1], and dbs[r - 1] (n_r,), which
    are the deltas.

    Formula: output δₖ = ∂L/∂aₖ f'(zₖ); hidden δᵢ = f'(zᵢ) Σⱼ δⱼ wⱼᵢ over the units j of the next layer; then
    ∂L/∂wⱼᵢ = δⱼ aᵢ and ∂L/∂bⱼ = δⱼ.

    >>> double = Activation(lambda z: 2 * z, lambda z: 2 + 0 * z)
    >>> weights = [np.array([[1.0], [3.0]]), np.array([[1.0, -1.0]])]
    >>> zs, activities = forward_by_unit(np.array([0.5]), weights, [np.zeros(2), np.zeros(1)], [double, double])
    >>> dWs, dbs = backward_by_unit(np.array([-4.0]), zs, activities, weights, [double, double])
    >>> dbs                                                        # −4 · 2, and before it ± 2 · 8
    [array([-16.,  16.]), array([-8.])]
    >>> dWs[0].ravel(), dWs[1].ravel()                             # times the inputs: ½, and (1, 3)
    (array([-8.,  8.]), array([ -8., -24.]))
    """
    dWs, dbs = [np.zeros(W.shape) for W in weights], [np.zeros(len(z)) for z in zs]
    last = len(zs)
    for r in range(last, 0, -1):  # layer r stands at index r − 1, the next one at index r
        for i in range(len(zs[r - 1])):
            back = float(dA[i]) if r == last else 0.0
            for j in range(len(zs[r]) if r < last else 0):
                back += dbs[r][j] * weights[r][j, i]
            dbs[r - 1][i] = back * activations[r - 1].grad(zs[r - 1][i])
            for before in range(len(activities[r - 1])):
                dWs[r - 1][i, before] = dbs[r - 1][i] * activities[r - 1][before]
    return dWs, dbs


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

    def add(self, dWs: Sequence[NDArray], dbs: Sequence[NDArray], loss: float) -> None:
        """Add one example's derivatives and its loss."""
        for total, one in zip([*self.dWs, *self.dbs], [*dWs, *dbs], strict=True):
            total += one
        self.loss += loss


def gradients_by_unit(X: NDArray, T: NDArray, weights, biases, activations) -> Accumulators:
    """Squared error and gradients summed over all examples X (N, D), T (N, K): an epoch without its update."""
    total = Accumulators.zeros(weights, biases)
    for x, t in zip(X, T, strict=True):
        zs, activities = forward_by_unit(x, weights, biases, activations)
        error = activities[-1] - t
        total.add(*backward_by_unit(error, zs, activities, weights, activations), 0.5 * float(error @ error))
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

    Each epoch: zero the accumulators; forward, backward and add up for every example; update. Stops after `epochs`, or
    after the epoch that finds a loss of at most epsilon; the loss of an epoch is that before its update.

    Formula: w ← w − lr ∂L/∂w, with L the mean over the N examples of ½ Σₖ (aₖ − tₖ)².

    Source: UNICAMP's algorithm, which sums where this averages (its rate is lr / N, its epsilon N times ours).
    """
    losses: list[float] = []
    while len(losses) < epochs and (not losses or losses[-1] > epsilon):
        total = gradients_by_unit(X, T, weights, biases, activations)
        losses.append(total.loss / len(X))
        for W, b, dW, db in zip(weights, biases, total.dWs, total.dbs, strict=True):
            W -= lr * dW / len(X)
            b -= lr * db / len(X)
    return losses

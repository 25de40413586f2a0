"""What to measure while a network learns: how large the deltas are on their way back, and where a step points."""

from collections.abc import Sequence
from math import acos, degrees

import numpy as np
from numpy.typing import NDArray

from mlpkit.activations import Activation
from mlpkit.backprop import hidden_delta
from mlpkit.validate import checked


@checked(A="...")
def root_mean_square(A: NDArray) -> float:
    """√(mean of a²) over all entries of A: the typical size of a number in it, whatever its sign.

    A float of any shape. For numbers with mean 0 it is their standard deviation.

    >>> root_mean_square(np.array([[3.0, -4.0], [0.0, 5.0]]))      # √(50 / 4)
    3.5355339059327378
    """
    return float(np.sqrt(np.mean(np.square(A, dtype=np.float64))))


@checked(dZ="N K")
def delta_sizes(
    dZ: NDArray, Zs: Sequence[NDArray], weights: Sequence[NDArray], activations: Sequence[Activation]
) -> list[float]:
    """The root mean square of δ in each layer, first layer first: does the gradient arrive at the bottom?

    dZ (N, K): δ of the last layer. Layers are counted from 1 and stand at index r − 1: Zs[r - 1] (N, n_r) are the
    pre-activations of layer r, weights[r - 1] (n_r, n_before) leads into it, and activations[r - 1].grad is its f'.
    Returns a list of len(weights) floats, each a mean over all examples and units; the last one is that of dZ itself.

    Formula: δᵢ = f'(zᵢ) Σⱼ δⱼ wⱼᵢ over the units j of the next layer; size = √(mean of δ²).

    >>> double = Activation(lambda z: 2 * z, lambda z: 2 + 0 * z)
    >>> weights = [np.array([[7.0], [7.0]]), np.array([[0.5, -0.5]])]
    >>> delta_sizes(np.array([[3.0]]), [np.zeros((1, 2)), np.zeros((1, 1))], weights, [double, double])
    [3.0, 3.0]
    """
    sizes = [root_mean_square(dZ)]
    for r in reversed(range(1, len(weights))):
        dZ = hidden_delta(dZ, weights[r], activations[r - 1].grad(Zs[r - 1]))
        sizes.insert(0, root_mean_square(dZ))
    return sizes


@checked(A="...", B="...")
def angle(A: NDArray, B: NDArray) -> float:
    """The angle between A and B in degrees, 0 to 180: arccos(⟨A, B⟩ / (‖A‖ ‖B‖)), both read as long vectors.

    A, B: arrays of one shape, any number of axes, neither of them all zeros. ⟨A, B⟩ is the sum of the products of
    their entries, ‖A‖ = √⟨A, A⟩. Rounding may take the cosine a little beyond ±1: it counts as ±1.

    >>> angle(np.array([[1.0, 0.0]]), np.array([[1.0, 1.0]]))      # 45 degrees
    45.00000000000001
    """
    cosine = float(np.sum(A * B) / (np.linalg.norm(A) * np.linalg.norm(B)))
    return degrees(acos(min(1.0, max(-1.0, cosine))))

"""Gradients that are too long are shortened before a step."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mlpkit.validate import checked, positive


@checked(limit=positive)
def clip_by_norm(grads: Sequence[NDArray], limit: float) -> list[NDArray]:
    """The gradients of all arrays, shortened together so that their common length is at most `limit`.

    grads: arrays of any shapes, read as one long vector. Where it is short enough the gradients stay as they are; else
    all are multiplied by one number, so that the direction does not change. Returns new arrays of the same dtypes.

    Formula: g · min(1, limit / ‖g‖), with ‖g‖ = √(Σ over all arrays and entries of g²).

    Source: Pascanu, Mikolov and Bengio 2013.

    >>> clip_by_norm([np.array([3.0, 0.0]), np.array([[4.0]])], limit=1.0)               # their common length is 5
    [array([0.6, 0. ]), array([[0.8]])]
    """
    length = float(np.sqrt(sum(float(np.sum(np.square(g, dtype=np.float64))) for g in grads)))
    factor = limit / length if length > limit else 1.0
    return [g * factor for g in grads]

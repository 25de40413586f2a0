"""What an activation is: a function and its derivative, elementwise, for whatever real numbers they are given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps

import numpy as np
from numpy.typing import ArrayLike

from mlpkit.types import Elementwise
from mlpkit.validate import is_unchecked


@dataclass(frozen=True)
class Activation:
    """a = f(z), elementwise, and its derivative f'(z) = grad(z)."""

    f: Elementwise
    grad: Elementwise


def elementwise(f: Elementwise) -> Elementwise:
    """Let a formula written for float arrays take anything real, and keep the dtype of its first argument.

    Python scalars, lists and integer or boolean arrays become float64; float32 stays float32 even where
    a parameter is float64; a 0-d input gives a NumPy scalar. Complex numbers, strings and objects raise
    TypeError. An overflow is silent: the infinity it leaves is the correctly rounded value.
    """

    @wraps(f)
    def on_arrays(z: ArrayLike, *args, **kwargs):
        if is_unchecked():
            return f(z, *args, **kwargs)
        z = np.asarray(z)
        if z.dtype.kind in "biu":
            z = z.astype(np.float64)
        if z.dtype.kind != "f":
            raise TypeError(f"{f.__name__} needs real numbers, got an array of {z.dtype}")
        with np.errstate(over="ignore"):
            a = np.asarray(f(z, *args, **kwargs)).astype(z.dtype, copy=False)
        return a if a.ndim else a[()]

    return on_arrays

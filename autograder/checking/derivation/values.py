"""Values of an expression at many points at once: numbers, vectors and matrices with the points on the first axis."""

from __future__ import annotations

import numpy as np
from scipy import special

# In both parts: a complex step reads the slope from the imaginary one.
NOT_A_NUMBER = complex(np.nan, np.nan)


class Unfit(Exception):
    """An expression whose parts do not fit together, such as two shapes; says which."""


class TooCostly(Exception):
    """A derivation that would take too long to evaluate."""


def rank(value: np.ndarray) -> int:
    """0 for a number, 1 for a vector, 2 for a matrix."""
    return value.ndim - 1


def aligned(a: np.ndarray, b: np.ndarray, what: str) -> tuple[np.ndarray, np.ndarray]:
    """Two values ready for an elementwise operation. A vector meets the rows of a matrix; nothing else is stretched."""
    for mine, other in zip(a.shape[:0:-1], b.shape[:0:-1], strict=False):
        if mine != other:
            raise Unfit(f"{what} of {shape_of(a)} and {shape_of(b)}: the shapes do not fit")
    most = max(a.ndim, b.ndim)
    a, b = (x.reshape(x.shape[0], *(1,) * (most - x.ndim), *x.shape[1:]) for x in (a, b))
    return a, b


def shape_of(value: np.ndarray) -> str:
    """A placeholder for the shape, which `Places.told` puts into the letters of the exercise."""
    return "«" + ",".join(map(str, value.shape[1:])) + "»"


def matmul(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a @ b for vectors and matrices."""
    if 0 in (rank(a), rank(b)):
        raise Unfit("@ of a number: for a product with a number write *")
    if max(rank(a), rank(b)) > 2:
        raise Unfit("@ takes vectors and matrices")
    if a.shape[-1] != b.shape[1]:
        raise Unfit(f"{shape_of(a)} @ {shape_of(b)}: the inner sizes differ")
    left = "pij" if rank(a) == 2 else "pj"
    right = "pjk" if rank(b) == 2 else "pj"
    return np.einsum(f"{left},{right}->p{'i' * (rank(a) == 2)}{'k' * (rank(b) == 2)}", a, b)


def power(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a ** b, elementwise; NaN where a negative number meets a power that is not an integer."""
    a, b = aligned(a, b, "a power")
    if np.iscomplexobj(a) or np.iscomplexobj(b):
        whole = (b.imag == 0) & (b.real == np.round(b.real))
        return np.where((a.real < 0) & ~whole, NOT_A_NUMBER, a**b)
    return a**b


def _positive(f):
    """For complex steps: not a number where the real function is none."""
    return lambda x: np.where(x.real < 0, NOT_A_NUMBER, f(x)) if np.iscomplexobj(x) else f(x)


def _erf(x):
    if not np.iscomplexobj(x):
        return special.erf(x)
    # The imaginary part is a step far below rounding: one term of the series is exact.
    return special.erf(x.real) + 1j * x.imag * 2 / np.sqrt(np.pi) * np.exp(-(x.real**2))


def _larger(a, b):
    return np.where(a.real >= b.real, a, b)


def _smaller(a, b):
    return np.where(a.real <= b.real, a, b)


ELEMENTWISE = {
    "exp": np.exp,
    "log": _positive(np.log),
    "ln": _positive(np.log),
    "sqrt": _positive(np.sqrt),
    "tanh": np.tanh,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "sin": np.sin,
    "cos": np.cos,
    "erf": _erf,
    "abs": lambda x: np.where(x.real < 0, -x, x),
    "sign": lambda x: np.sign(x.real),
    "step": lambda x: np.where(x.real >= 0, 1.0, 0.0),
}
FUNCTIONS = frozenset({*ELEMENTWISE, "sum", "mean", "max", "min", "diag", "outer", "delta", "ones", "d"})


def reduced(name: str, value: np.ndarray) -> np.ndarray:
    """sum, mean, max or min of all entries."""
    flat = value.reshape(value.shape[0], -1)
    if name in ("sum", "mean"):
        return getattr(np, name)(flat, axis=1)
    best = flat.real.argmax(axis=1) if name == "max" else flat.real.argmin(axis=1)
    return flat[np.arange(len(flat)), best]


def larger_or_smaller(name: str, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """max(a, b) or min(a, b), entry by entry."""
    return (_larger if name == "max" else _smaller)(*aligned(a, b, name))


def diagonal(value: np.ndarray) -> np.ndarray:
    """A matrix with a vector on its diagonal, or the diagonal of a matrix."""
    if rank(value) == 1:
        return value[:, :, None] * np.eye(value.shape[1])
    if rank(value) == 2 and value.shape[1] == value.shape[2]:
        return np.einsum("pii->pi", value)
    raise Unfit("diag takes a vector or a square matrix")


def outer(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The matrix of all products of two vectors."""
    if (rank(a), rank(b)) != (1, 1):
        raise Unfit("outer takes two vectors")
    return a[:, :, None] * b[:, None, :]


def transposed(value: np.ndarray) -> np.ndarray:
    """A matrix with rows and columns exchanged; vectors and numbers stay."""
    return np.swapaxes(value, 1, 2) if rank(value) == 2 else value

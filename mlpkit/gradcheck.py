"""Is this the gradient? Central differences in float64 give an answer that needs no calculus."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import numpy as np
from numpy.typing import ArrayLike

from mlpkit.types import FloatArray


def _point(x: ArrayLike, eps: float) -> FloatArray:
    """x as a float64 copy, once x and eps can be differentiated with."""
    x = np.array(x, dtype=np.float64)
    if not np.isfinite(x).all():
        raise ValueError("x must be finite everywhere")
    if not 0 < eps < np.inf:
        raise ValueError(f"eps must be a positive number, got {eps}")
    return x


def _value(f: Callable, x: FloatArray, shape: tuple[int, ...] | None = None) -> FloatArray:
    """f(x) as float64, with the shape it has to have."""
    y = np.asarray(f(x), dtype=np.float64)
    if shape is not None and y.shape != shape:
        raise ValueError(f"expected f(x) of shape {shape}, got {y.shape}")
    if not np.isfinite(y).all():
        raise ValueError("f(x) is not finite everywhere near x")
    return y


def _differentiable(rule: Callable) -> Callable:
    """Hand the bare formula a float64 copy of x, and an f whose value is known to be one finite number."""

    @wraps(rule)
    def call(f: Callable, x: ArrayLike, eps: float = 1e-5) -> FloatArray:
        return rule(lambda y: _value(f, y, ()), _point(x, eps), eps)

    return call


@_differentiable
def numerical_gradient(f: Callable, x: ArrayLike, eps: float = 1e-5) -> FloatArray:
    """The gradient of f at x by central differences, one entry of x after another.

    f takes an array shaped like x and returns one number; x: float64 array of any shape, not changed; eps: the step.
    Returns float64 with x's shape. Calls f twice for every entry. (`mlpkit`'s takes lists and other dtypes as well,
    and raises ValueError where x or f(x) is not finite, or f(x) is not one number.)

    Formula: ∂f/∂xᵢ ≈ (f(x + ε eᵢ) − f(x − ε eᵢ)) / (2 ε), where eᵢ is 1 in entry i and 0 elsewhere. It errs by order
    ε², rounding by order 1e-16 / ε, so that ε near 1e-5 is best for x of order 1.

    >>> numerical_gradient(lambda x: x[0] ** 2 * x[1], np.array([3.0, 2.0])).round(6)      # 2 x₀ x₁ and x₀²
    array([12.,  9.])
    """
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        shift = np.zeros_like(x)
        shift[i] = eps
        gradient[i] = (f(x + shift) - f(x - shift)) / (2 * eps)
    return gradient


def gradcheck(
    f: Callable,
    grad: Callable,
    x: ArrayLike,
    *,
    rng: np.random.Generator | None = None,
    directions: int = 4,
    eps: float = 1e-5,
) -> float:
    """Largest relative error of grad against central differences along random directions.

    f: array -> number or array. grad(x, dY) -> array shaped like x: the gradient of sum(dY * f(x)),
    which is what a backward pass returns. For an activation that is `lambda z, dA: dA * relu_grad(z)`.
    dY is drawn from a standard normal, never all ones: softmax's gradient along ones is zero, and a
    test with ones is blind to it. Away from kinks a right gradient gives about 1e-9, a wrong one 0.1 to 1.
    Calls f twice for every direction, whatever the size of x.
    Raises ValueError if x, f(x) or the gradient is not finite, or the gradient's shape is not x's.
    """
    x = _point(x, eps)
    if directions < 1:
        raise ValueError(f"directions must be at least 1, got {directions}")
    rng = np.random.default_rng(0) if rng is None else rng
    shape = _value(f, x).shape
    return max(_error(f, grad, x, rng.normal(size=shape), rng.normal(size=x.shape), eps) for _ in range(directions))


def _error(f: Callable, grad: Callable, x: FloatArray, dY: FloatArray, v: FloatArray, eps: float) -> float:
    """|numerical - claimed| for one directional derivative, relative to the larger of their sizes."""
    claimed = np.asarray(grad(x.copy(), dY), dtype=np.float64)
    if claimed.shape != x.shape:
        raise ValueError(f"expected a gradient of shape {x.shape}, got {claimed.shape}")
    if not np.isfinite(claimed).all():
        raise ValueError("the gradient is not finite everywhere")
    shape = np.shape(dY)
    numerical = np.sum(dY * (_value(f, x + eps * v, shape) - _value(f, x - eps * v, shape))) / (2 * eps)
    size = max(abs(numerical), np.sum(np.abs(claimed * v)))
    return float(abs(numerical - np.sum(claimed * v)) / size) if size else 0.0

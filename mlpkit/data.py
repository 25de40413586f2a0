"""Where examples come from: toy sets with a known answer, mini-batches, and the handwritten digits.

Every set is a pair (X, t): X (N, D) float32 with one example a row, t (N,) int64 class labels (float32
values for regression). Every random draw comes from the generator you pass in.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mlpkit.mnist import load_mnist
from mlpkit.validate import checked, count, not_negative, require_generator

__all__ = [
    "circles",
    "gaussians",
    "load_digits",
    "load_mnist",
    "minibatches",
    "sine",
    "spirals",
    "xor",
]


@checked(X="N ...", t="N | N K", batch_size=count, rng=require_generator)
def minibatches(X: NDArray, t: NDArray, batch_size: int, rng: np.random.Generator) -> Iterator[tuple[NDArray, NDArray]]:
    """One epoch: every row of X (N, D) and of t (N,) or (N, K) exactly once, in a new random order.

    Yields ceil(N / batch_size) pairs (X_batch, t_batch) of batch_size rows; the last holds what is left over
    and may be smaller. Rows of X and t stay together, dtypes are kept, and X and t are left as they were.
    The order is drawn anew in each call.

    >>> X, t = np.arange(14.0).reshape(7, 2), np.arange(7)
    >>> [len(rows) for rows, targets in minibatches(X, t, 3, np.random.default_rng(0))]
    [3, 3, 1]
    """
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], t[rows]


def _balanced_labels(rng: np.random.Generator, n: int, classes: int) -> NDArray[np.int64]:
    """n labels (n,) in random order, as many of each class as n allows (the counts differ by at most 1)."""
    if n < classes:
        raise ValueError(f"need at least one example for each class, got n = {n} and classes = {classes}")
    return rng.permutation(np.arange(n, dtype=np.int64) % classes)


def _polar(radius: NDArray, angle: NDArray) -> NDArray:
    """Points (N, 2) at these distances from the origin and angles from the first axis."""
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def xor() -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The points (0,0), (0,1), (1,0), (1,1) with labels 0, 1, 1, 0: t = 1 where exactly one input is 1."""
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32)
    return X, np.array([0, 1, 1, 0], dtype=np.int64)


@checked(rng=require_generator, n=count, classes=count, spread=not_negative)
def gaussians(rng: np.random.Generator, n: int = 200, classes: int = 2, spread: float = 0.4):
    """Round clouds, x = m_t + spread · N(0, I), their centres m_t evenly around the unit circle.

    Returns X (n, 2) float32 and t (n,) int64. For two classes the centres are (1, 0) and (-1, 0), the best
    boundary is the line x₁ = 0, and it errs on a share Φ(-1 / spread) of the points.
    """
    t = _balanced_labels(rng, n, classes)
    centres = _polar(np.ones(classes), 2 * np.pi * np.arange(classes) / classes)
    X = centres[t] + spread * rng.standard_normal((n, 2))
    return X.astype(np.float32), t


@checked(rng=require_generator, n=count, classes=count, noise=not_negative)
def circles(rng: np.random.Generator, n: int = 200, classes: int = 2, noise: float = 0.05):
    """Rings around the origin: class k at distance (k + 1) / classes, plus noise · N(0, I).

    Returns X (n, 2) float32 and t (n,) int64. No line separates them; a circle between the rings does.
    """
    t = _balanced_labels(rng, n, classes)
    X = _polar((t + 1) / classes, rng.uniform(0, 2 * np.pi, n))
    return (X + noise * rng.standard_normal((n, 2))).astype(np.float32), t


@checked(rng=require_generator, n=count, classes=count, noise=not_negative)
def spirals(rng: np.random.Generator, n: int = 200, classes: int = 2, turns: float = 1.5, noise: float = 0.02):
    """Arms r = s, φ = 2π · (turns · s + t / classes) for s uniform in [0.1, 1], plus noise · N(0, I).

    Returns X (n, 2) float32 and t (n,) int64. The more turns, the harder the arms are to tell apart.
    """
    t = _balanced_labels(rng, n, classes)
    s = rng.uniform(0.1, 1, n)
    X = _polar(s, 2 * np.pi * (turns * s + t / classes))
    return (X + noise * rng.standard_normal((n, 2))).astype(np.float32), t


@checked(rng=require_generator, n=count, noise=not_negative)
def sine(rng: np.random.Generator, n: int = 100, noise: float = 0.1):
    """Regression with known noise: y = sin(πx) + noise · N(0, 1) for x uniform in [-1, 1].

    Returns X (n, 1) and Y (n, 1), both float32. No model can expect a mean squared error below noise².
    """
    X = rng.uniform(-1, 1, (n, 1))
    Y = np.sin(np.pi * X) + noise * rng.standard_normal((n, 1))
    return X.astype(np.float32), Y.astype(np.float32)


def load_digits() -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """scikit-learn's 1,797 bundled 8×8 digits: real handwriting, needs no network, and is NOT MNIST.

    Returns X (1797, 64) float32 in [0, 1] and t (1797,) int64 labels 0 to 9. They come from another set
    (Optical Recognition of Handwritten Digits, Alpaydin and Kaynak 1998): other people, other images, one
    part in twelve of MNIST's pixels. Accuracies on the two cannot be compared. ImportError without
    scikit-learn.
    """
    try:
        from sklearn.datasets import load_digits as bundled
    except ImportError as error:
        raise ImportError(
            "load_digits reads the digits that come with scikit-learn, which is not installed here. "
            "Install it with: python -m pip install scikit-learn"
        ) from error
    X, t = bundled(return_X_y=True)
    return (X / 16).astype(np.float32), t.astype(np.int64)

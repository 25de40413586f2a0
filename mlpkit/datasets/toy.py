"""Toy data sets with a known answer.

Every set is a pair (X, t): X (N, D) float32 with one example a row, t (N,) int64 class labels (float32
values for regression). Every random draw comes from the generator you pass in.
"""

import numpy as np
from numpy.typing import NDArray

from mlpkit.validate import checked, count, not_negative, require_generator

__all__ = ["circles", "gaussians", "sine", "spirals", "xor"]


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
    boundary is the line x₁ = 0, and it errs on a fraction Φ(-1 / spread) of the points.
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

"""The loss around trained weights, along two directions: θ + α d₁ + β d₂ (Li et al. 2018)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mlpkit.palette import BLACK
from mlpkit.plots.base import axes_or_new, colour_bar, describe, figure_of, finish
from mlpkit.validate import require_generator

Weights = Sequence[NDArray]


def random_direction(rng: np.random.Generator, params: Weights) -> list[NDArray]:
    """d with the shapes of `params`: every entry from the same Gaussian, then scaled so that ‖d‖ = ‖θ‖.

    A unit with small weights is moved as far as one with large ones, and so out of all proportion: where
    activations are piecewise linear, networks that compute the same can look sharp or flat this way.
    """
    require_generator("rng", rng)
    direction = [rng.standard_normal(w.shape) for w in params]
    scale = _norm(params) / _norm(direction)
    return [(scale * d).astype(w.dtype) for d, w in zip(direction, params, strict=True)]


def filter_normalised(direction: Weights, params: Weights) -> list[NDArray]:
    """The direction with each unit's part d_j as long as that unit's weights: d_j ‖w_j‖ / ‖d_j‖.

    A unit's weights are a row of W (n_out, n_in). Biases (one axis) stay where they are: their part is 0.
    """
    return [_row_by_row(d, w) if w.ndim == 2 else np.zeros_like(w) for d, w in zip(direction, params, strict=True)]


def _row_by_row(d: NDArray, w: NDArray) -> NDArray:
    wanted, length = (np.linalg.norm(a, axis=1, keepdims=True) for a in (w, d))
    return d * (wanted / np.where(length > 0, length, 1))


def _norm(arrays: Weights) -> float:
    return float(np.sqrt(sum(np.sum(np.square(a, dtype=float)) for a in arrays)))


@dataclass(frozen=True)
class Plane:
    """loss[i, j] at θ + alphas[j] d₁ + betas[i] d₂."""

    alphas: NDArray
    betas: NDArray
    loss: NDArray


def loss_plane(
    loss: Callable[[], float],
    params: Weights,
    first: Weights,
    second: Weights,
    *,
    reach: float = 1.0,
    steps: int = 21,
) -> Plane:
    """The loss on steps × steps points with α and β from -reach to reach; steps is odd, so that 0 is among them.

    loss: computes it from the present values of `params`, which are moved in place and put back at the end,
    exactly, even when it raises: for instance lambda: evaluate(net, X, t)[0] with net.params.
    """
    if steps % 2 == 0 or steps < 3:
        raise ValueError(f"steps must be an odd number of at least 3, got {steps}")
    for name, direction in (("first", first), ("second", second)):
        if [d.shape for d in direction] != [w.shape for w in params]:
            raise ValueError(
                f"{name} must have the shapes of params, {[w.shape for w in params]}, "
                f"got {[d.shape for d in direction]}"
            )
    start = [w.copy() for w in params]
    steps_along = np.linspace(-reach, reach, steps)
    values = np.empty((steps, steps))
    try:
        for i, j in np.ndindex(values.shape):
            for w, w0, d1, d2 in zip(params, start, first, second, strict=True):
                w[...] = w0 + steps_along[j] * d1 + steps_along[i] * d2
            values[i, j] = loss()
    finally:
        for w, w0 in zip(params, start, strict=True):
            w[...] = w0
    return Plane(steps_along, steps_along.copy(), values)


def loss_surface(
    plane: Plane,
    *,
    levels: int | Sequence[float] = 14,
    title: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Contours of the loss over α and β, with a cross at the weights themselves.

    levels: how many contours, spaced evenly in log loss where the loss is above 0, or the levels themselves;
    give two figures the same levels to compare them.
    """
    Z = np.ma.masked_invalid(plane.loss)
    if not isinstance(levels, int):
        edges = np.asarray(levels, float)
    else:
        low, high = float(Z.min()), float(Z.max())
        high = max(high, low + 1e-9 * abs(low) + 1e-12)
        edges = np.geomspace(low, high, levels) if low > 0 else np.linspace(low, high, levels)
    scale = LogNorm() if edges[0] > 0 else None
    ax = axes_or_new(ax, 4.8, 4.0)
    filled = ax.contourf(plane.alphas, plane.betas, Z, levels=edges, norm=scale, cmap="viridis", extend="both")
    ax.contour(plane.alphas, plane.betas, Z, levels=edges, colors=BLACK, linewidths=0.4, alpha=0.6)
    ax.plot([0], [0], "x", color="white", markersize=9, markeredgewidth=2)
    colour_bar(ax, filled, "loss", format="%.3g", ticks=edges[::3])
    here = plane.loss[len(plane.betas) // 2, len(plane.alphas) // 2]
    said = f"Loss {here:.3g} at the weights (cross), between {Z.min():.3g} and {Z.max():.3g} around them"
    describe(ax, f"Contours of the loss along two directions. {said}.")
    finish(ax, title or said, r"$\alpha$ (along $d_1$)", r"$\beta$ (along $d_2$)")
    ax.set_aspect("equal")
    ax.grid(False)
    return figure_of(ax)

"""Activations drawn: the function, its slope, where it hardly has any, and how two of them differ."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mlpkit.activations import ACTIVATIONS, Activation
from mlpkit.palette import BLACK, BLUE, GREY, ORANGE, RED
from mlpkit.plots.base import axes_or_new, describe, finish
from mlpkit.show import number
from mlpkit.validate import look_up

Drawable = str | Activation | Callable[[NDArray], NDArray]


def activation(
    function: Drawable,
    *,
    compare: Drawable | None = None,
    tangent: float | None = None,
    limits: tuple[float, float] = (-5.0, 5.0),
    saturation: float = 0.05,
    name: str | None = None,
    title: str | None = None,
    ax: Axes | None = None,
    **params,
) -> Figure:
    """f(z) and f'(z) over `limits`, shaded where |f'| is at most `saturation` of its largest; or f and another f.

    function: a name from `ACTIVATIONS`, an `Activation`, or any f(z), whose slope is then measured (a central
    difference). `params` go to f and f'. tangent: also draw the tangent to f at this z. compare: a second
    function, drawn without slopes, with the gap f - g between the two filled. The title says what the
    numbers say unless you give another. Returns the figure; draws into `ax` if there is one.
    """
    f, slope = _function_and_slope(function, params)
    name = name or _name(function)
    z = np.linspace(*limits, 1001)
    ax = axes_or_new(ax)
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.axvline(0, color=GREY, linewidth=0.8)
    ax.plot(*_broken_at_jumps(z, f(z)), color=BLUE, linewidth=2.2, label=f"{name}: $f(z)$")
    if compare is None:
        said = _draw_slope(ax, z, slope(z), saturation, name)
    else:
        other, _ = _function_and_slope(compare, {})
        said = _draw_gap(ax, z, f(z), other(z), name, _name(compare))
    if tangent is not None:
        said += _draw_tangent(ax, tangent, float(f(np.array(tangent))), float(slope(np.array(tangent))), z)
    ax.set_xlim(*limits)
    describe(ax, f"Graph of {name} for z from {_short(z[0])} to {_short(z[-1])}. {said}")
    return finish(ax, title or said, "$z$", "$f(z)$" if compare else "$f(z)$ and its slope", legend=True)


def _function_and_slope(function: Drawable, params: dict) -> tuple[Callable, Callable]:
    given: Any = look_up(ACTIVATIONS, function, "activation") if isinstance(function, str) else function
    if isinstance(given, Activation):
        return lambda z: given.f(z, **params), lambda z: given.grad(z, **params)

    def f(z: NDArray) -> NDArray:
        return np.asarray(given(z, **params), dtype=float)

    # A central difference errs by f''' h² / 6 and by rounding / h: about 1e-10 with this step.
    return f, lambda z, h=1e-5: (f(z + h) - f(z - h)) / (2 * h)


def _name(function: Drawable) -> str:
    """What to call it: its registry name, or its own, without what only Python needs to know."""
    if isinstance(function, str):
        return function.replace("_", " ")
    function = getattr(function, "f", function)
    function = getattr(function, "func", function)  # functools.partial
    name = getattr(function, "__name__", type(function).__name__)
    return "your function" if name == "<lambda>" else name.replace("_", " ")


def _broken_at_jumps(z: NDArray, a: NDArray) -> tuple[NDArray, NDArray]:
    """z and a with a gap wherever a jumps, so that no line stands there which the function does not have."""
    jumps = 1 + np.flatnonzero(np.abs(np.diff(a)) > 0.1 * max(np.ptp(a), 1e-12))
    return np.insert(z, jumps, np.nan), np.insert(a, jumps, np.nan)


def _draw_slope(ax: Axes, z: NDArray, slope: NDArray, saturation: float, name: str) -> str:
    flat = np.abs(slope) <= saturation * np.abs(slope).max()
    shade = f"below {saturation:.0%} of the steepest".replace("%", " %")
    ax.plot(*_broken_at_jumps(z, slope), color=RED, linewidth=1.8, linestyle="--", label="slope: $f'(z)$")
    if flat.any():
        ax.fill_between(
            z,
            0,
            1,
            where=flat,
            transform=ax.get_xaxis_transform(),
            color=GREY,
            alpha=0.18,
            linewidth=0,
            label=shade,
        )
    if np.ptp(slope) < 1e-6:
        return f"{name}: the slope is {_short(slope[0])} everywhere."
    least, most = _short(slope.min()), _short(slope.max())
    if least == "0" and slope.min() != 0:
        least = "nearly 0"
    in_the_shade = f", and almost none in the shade ({shade})" if flat.any() else ""
    return f"{name}: slopes from {least} to {most}{in_the_shade}."


def _draw_gap(ax: Axes, z: NDArray, a: NDArray, b: NDArray, name: str, other: str) -> str:
    ax.plot(*_broken_at_jumps(z, b), color=BLACK, linewidth=1.4, linestyle="--", label=f"{other}: $g(z)$")
    ax.fill_between(z, a, b, color=ORANGE, alpha=0.35, linewidth=0, label="between the two")
    ax.plot(*_broken_at_jumps(z, a - b), color=RED, linewidth=1.4, linestyle=":", label="$f(z) - g(z)$")
    at = int(np.argmax(np.abs(a - b)))
    if np.abs(a - b).max() < 1e-12:
        return f"{name} and {other} are the same."
    mirrored = np.interp(-z[at], z, np.abs(a - b), left=0, right=0)
    both = z[at] != 0 and np.isclose(mirrored, np.abs(a - b)[at])
    where = f"\N{PLUS-MINUS SIGN}{_short(abs(z[at]))}" if both else _short(z[at])
    return f"{name} and {other} differ by at most {_short(abs(a - b)[at])}, at z = {where}."


def _draw_tangent(ax: Axes, z0: float, a0: float, slope: float, z: NDArray) -> str:
    reach = (z[-1] - z[0]) / 5
    ends = np.array([z0 - reach, z0 + reach])
    ax.plot(ends, a0 + slope * (ends - z0), color=BLACK, linewidth=1.2, label=f"tangent at $z$ = {_short(z0)}")
    ax.plot([z0], [a0], "o", color=BLACK, markersize=5)
    return f" At z = {_short(z0)} the slope is {_short(slope)}."


def _short(x: float) -> str:
    """At most three digits and three decimals."""
    return number(round(float(x), 3))

"""Lines in the house style: labelled at their ends, marked where they diverge, compared on one range."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation
from numpy.typing import ArrayLike

from mlpkit.plots.base import SMALL, figure_of

DIVERGED = "diverged"


def same_range(axes: Sequence[Axes], which: str = "y") -> None:
    """Give axes that a reader compares the same range: the smallest that holds all of theirs."""
    limits = np.array([getattr(ax, f"get_{which}lim")() for ax in axes])
    for ax in axes:
        getattr(ax, f"set_{which}lim")(limits[:, 0].min(), limits[:, 1].max())


def curve(ax: Axes, x: ArrayLike, y: ArrayLike, limit: float = np.inf, **style) -> Line2D:
    """A line through (x, y) as long as y is finite and at most `limit`; where it leaves, a cross marks divergence.

    The cross lies on the upper edge of the axes, at the x of the first value that is missing or above `limit`; crosses
    of several lines at one place stand below each other. No value is cut off to fit: a line that runs along the edge
    would look like data.
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    bad = np.flatnonzero(~(np.isfinite(y) & (y <= limit)))
    end = int(bad[0]) if bad.size else len(y)
    (line,) = ax.plot(x[:end], y[:end], **style)
    if bad.size:
        cross: dict[str, Any] = {
            "marker": "X",
            "color": line.get_color(),
            "markersize": 9,
            "clip_on": False,
            "linestyle": "none",
        }
        above = sum(other.get_label() == "_cross" and np.asarray(other.get_xdata())[0] == x[end] for other in ax.lines)
        place = ax.get_xaxis_transform()  # of the first cross as it is, so that the axes grow to hold its x
        if above:
            place = place + ScaledTranslation(0, -above * cross["markersize"] / 72, figure_of(ax).dpi_scale_trans)
        ax.plot([x[end]], [1.0], transform=place, label="_cross", **cross)
        line.set_gid(DIVERGED)
        words = "diverges" if str(line.get_label()).startswith("_") else f"{line.get_label()}: diverges"
        below = (6, -3 - above * cross["markersize"])
        said = ax.annotate(words, (x[end], 1.0), below, ax.get_xaxis_transform(), textcoords="offset points")
        said.set(color=line.get_color(), fontsize=SMALL, va="top")
    return line


def label_lines(ax: Axes, lines: Sequence[Line2D] | None = None) -> None:
    """Write each line's label at its right end, in its colour, in place of a legend; call it when the limits stand.

    Labels of lines that end close to each other are moved apart.
    """
    lines = [line for line in lines or ax.lines if not str(line.get_label()).startswith("_")]
    lines = [line for line in lines if line.get_gid() != DIVERGED]  # labelled at its cross
    ax.get_xlim(), ax.get_ylim()  # limits that follow the data are only now worked out
    spots = []
    for line in lines:
        x, y = (np.asarray(values, float) for values in line.get_data())
        seen = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        if seen.size:
            spots.append((_in_axes(ax, x[seen[-1]], y[seen[-1]]), line))
    spots.sort(key=lambda spot: spot[0][1])
    height = ax.get_position().height * figure_of(ax).get_figheight() * 72
    gap = 1.25 * SMALL / height
    # A label whose line ends on the axis stands above it, and is not struck through.
    heights = [max(at, (k + 0.6) * gap) for k, at in enumerate(apart([at[1] for at, _ in spots], gap))]
    for (at, line), height in zip(spots, heights, strict=True):
        text = ax.annotate(str(line.get_label()), (at[0], height), (6, 0), "axes fraction", textcoords="offset points")
        text.set(color=line.get_color(), fontsize=SMALL, va="center")


def _in_axes(ax: Axes, x: float, y: float) -> tuple[float, float]:
    """A point of the data as fractions of the axes' width and height, kept within them."""
    at = ax.transAxes.inverted().transform(ax.transData.transform((x, y)))
    return tuple(np.clip(at, 0, 1))


def apart(values: Sequence[float], gap: float) -> list[float]:
    """Rising values moved as little as may be so that neighbours are at least `gap` apart."""
    groups: list[list[Any]] = []  # each: [sum of where the first would like to be, how many]
    for value in values:
        groups.append([value, 1])
        while len(groups) > 1:
            (total, n), (total_next, n_next) = groups[-2:]
            if total_next / n_next >= total / n + n * gap:
                break
            groups[-2:] = [[total + total_next - n_next * n * gap, n + n_next]]
    return [total / n + k * gap for total, n in groups for k in range(n)]

"""Training drawn: loss and error epoch by epoch, and how large the gradient is in each layer."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter
from numpy.typing import NDArray

from mlpkit.palette import LINES
from mlpkit.plots.base import axes_or_new, describe, figure_of, finish, panels
from mlpkit.plots.lines import curve


def training_curves(history, *, title: str | None = None, axes: Sequence[Axes] | None = None) -> Figure:
    """Loss and error after each epoch: solid while training, dashed on validation data, a dot at the best.

    history: what `fit` returns, or a mapping from names to several, drawn in one colour each. The loss has a
    logarithmic axis where it spans a factor of ten. In a regression, where the error is the loss, there is
    no second panel. axes: one or two to draw into.
    """
    runs = history if isinstance(history, Mapping) else {"": history}
    if not runs or not all(run.loss for run in runs.values()):
        raise ValueError("history must hold at least one epoch")
    regression = all(run.error == run.loss for run in runs.values())
    if axes is None:
        axes = panels(1, 1 if regression else 2, width=4.5)[1]
    for (name, run), colour in zip(runs.items(), _colours(runs), strict=True):
        _curves(axes[0], name, run.loss, run.val_loss, colour)
        if not regression:
            _curves(axes[1], name, run.error, run.val_error, colour)
    losses = np.concatenate([[*run.loss, *run.val_loss] for run in runs.values()])
    if losses.min() > 0 and losses.max() > 10 * losses.min():
        axes[0].set_yscale("log")
    _finish_curves(axes[0], title or _said(runs, "loss", ""), "loss")
    if not regression:
        axes[1].yaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
        axes[1].set_ylim(bottom=0)
        _finish_curves(axes[1], _said(runs, "error", " %"), "error (fraction of examples)")
    return figure_of(axes[0])


def _colours(named: Mapping) -> list[str]:
    return [LINES[i % len(LINES)] for i in range(len(named))]


def _curves(ax: Axes, name: str, training: list, validation: list, colour: str) -> None:
    prefix = f"{name}: " if name else ""
    for values, kind, style in ((training, "training", "-"), (validation, "validation", "--")):
        if values:
            epochs = np.arange(1, len(values) + 1)
            curve(ax, epochs, values, linestyle=style, color=colour, label=prefix + kind)
    decisive = np.asarray(validation or training, dtype=float)
    if np.isfinite(decisive).any():
        best = int(np.nanargmin(decisive))
        ax.plot([best + 1], [decisive[best]], "o", color=colour, markersize=5)


def _said(runs: Mapping, what: str, unit: str) -> str:
    """The best value of each run, when, and on which data: the message of the figure."""
    parts = []
    for name, run in runs.items():
        values = np.asarray(getattr(run, f"val_{what}") or getattr(run, what), dtype=float)
        if np.isfinite(values).any():
            best = int(np.nanargmin(values))
            number = f"{values[best] * (100 if unit else 1):.3g}{unit}"
            parts.append(f"{name} {number} (epoch {best + 1} of {len(values)})".strip())
        else:
            parts.append(f"{name} never finite".strip())
    data = "validation" if any(getattr(run, f"val_{what}") for run in runs.values()) else "training"
    return f"Lowest {data} {what}: {', '.join(parts)}"


def _finish_curves(ax: Axes, title: str, ylabel: str) -> None:
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    describe(ax, f"{ylabel.split(' (')[0].capitalize()} against epochs. {title}.")
    finish(ax, title, "epoch", ylabel, legend=True)


def gradient_size_by_layer(
    gradients: Mapping[str, Sequence[NDArray]] | Sequence[NDArray],
    *,
    title: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """The root mean square of ∂L/∂W in each layer, first to last, on a logarithmic axis.

    gradients: `net.grads` after a backward pass, or a mapping from names to several; gradients of biases
    (one axis) are left out. A line that falls to the left is a gradient that vanishes on its way back.
    """
    named = gradients if isinstance(gradients, Mapping) else {"": gradients}
    sizes = {
        name: [float(np.sqrt(np.mean(np.square(g, dtype=float)))) for g in arrays if np.ndim(g) == 2]
        for name, arrays in named.items()
    }
    if not sizes or not all(sizes.values()):
        raise ValueError("gradients must hold at least one array of two axes for each name")
    ax = axes_or_new(ax)
    for (name, size), colour, marker in zip(sizes.items(), _colours(sizes), "osD^vP*" * len(sizes), strict=False):
        ax.plot(np.arange(1, len(size) + 1), size, marker=marker, color=colour, label=name)
    if min(min(size) for size in sizes.values()) > 0:
        ax.set_yscale("log")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    said = ", ".join(f"{name} {_times(size[0], size[-1])}".strip() for name, size in sizes.items())
    said = f"Gradient of the first layer against the last: {said}"
    describe(ax, f"Size of the gradient of the weights by layer, {len(sizes)} lines. {said}.")
    label = r"root mean square of $\partial L/\partial W$"
    return finish(ax, title or said, "layer", label, legend=named is gradients)


def _times(first: float, last: float) -> str:
    """first / last as one reads it aloud: 1/200,000, 1/1.9, 3.1 times."""
    if first == 0 or last == 0:
        return f"0 in the {'first' if first == 0 else 'last'} layer"
    ratio = max(first / last, last / first)
    number = f"{ratio:.2g}" if ratio < 100 else f"{float(f'{ratio:.1g}'):,.0f}"
    return f"{number} times" if first >= last else f"1/{number}"

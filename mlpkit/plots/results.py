"""What a network has learnt, drawn: its decisions in the plane, its confusions, its weights as images."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mlpkit.palette import BLACK, SIGNED, class_style
from mlpkit.plots.base import axes_or_new, colour_bar, describe, figure_of, finish
from mlpkit.validate import checked, require_labels


@checked("X", X="N 2", t="N | N K")
def decision_boundary(
    predict: Callable[[NDArray], NDArray],
    X: NDArray,
    t: NDArray,
    *,
    resolution: int = 200,
    title: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """The plane in the colours of the classes that `predict` gives it, and the examples X (N, 2) on top.

    predict: (M, 2) -> labels (M,) as `net.predict`, or scores (M, K) of which the largest decides. t: labels
    (N,) or one-hot (N, K). Classes differ in colour and in marker; examples on the wrong side are ringed.
    """
    t = t.argmax(axis=1) if t.ndim == 2 else t.astype(int)
    low, high = X.min(axis=0), X.max(axis=0)
    margin = 0.1 * np.maximum(high - low, 1e-3)
    x, y = (np.linspace(a, b, resolution) for a, b in zip(low - margin, high + margin, strict=True))
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2).astype(X.dtype)
    region = _labels(predict(points)).reshape(resolution, resolution)
    wrong = _labels(predict(X)) != t
    classes = int(max(region.max(), t.max())) + 1
    ax = axes_or_new(ax, 4.8, 4.2)
    colours = [class_style(k)["color"] for k in range(classes)]
    ax.pcolormesh(x, y, region, cmap=ListedColormap(colours), vmin=-0.5, vmax=classes - 0.5, alpha=0.22, linewidth=0)
    for k in range(classes - 1):
        if region.min() <= k < region.max():
            ax.contour(x, y, region == k, levels=[0.5], colors=BLACK, linewidths=1)
    for k in np.unique(t):
        style = {**class_style(k), "edgecolors": "white"}
        ax.scatter(X[t == k, 0], X[t == k, 1], s=28, linewidths=0.5, label=f"class {k}", **style)
    if wrong.any():
        ax.scatter(X[wrong, 0], X[wrong, 1], s=90, facecolors="none", edgecolors=BLACK, linewidths=1.2, label="wrong")
    said = f"{len(t) - wrong.sum()} of {len(t)} examples are on the right side"
    describe(ax, f"Examples of {len(np.unique(t))} classes in the plane, coloured by decision. {said}.")
    finish(ax, title or said, "$x_1$", "$x_2$")
    ax.legend(frameon=True, framealpha=0.9)
    ax.grid(False)
    return figure_of(ax)


def _labels(predicted: NDArray) -> NDArray:
    """Labels (N,) from labels (N,) or scores (N, K)."""
    predicted = np.asarray(predicted)
    if predicted.ndim == 2 and predicted.shape[1] > 1:
        return predicted.argmax(axis=1)
    labels = predicted.reshape(-1)
    if not np.array_equal(labels, labels.astype(int)):
        raise ValueError("predict must return whole labels (M,) or scores (M, K) with K > 1, got fractions (M,)")
    return labels.astype(int)


def confusion_matrix(
    true: NDArray,
    predicted: NDArray,
    *,
    names: Sequence[str] | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """How often each true class (rows) was taken for each other (columns), both (N,) labels.

    Every cell holds a count, or nothing for 0. Only mistakes are coloured, by their fraction of the row: right
    answers are so many that beside them no mistake would show.
    """
    K = len(names) if names is not None else int(max(true.max(), predicted.max())) + 1
    require_labels("true", true, K)
    require_labels("predicted", predicted, K)
    if len(true) != len(predicted):
        raise ValueError(f"true and predicted must be as long as each other, got {len(true)} and {len(predicted)}")
    counts = np.bincount(K * true + predicted, minlength=K * K).reshape(K, K)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    mistakes = np.where(np.eye(K, dtype=bool), np.nan, share)
    names = [str(k) for k in range(K)] if names is None else names
    ax = axes_or_new(ax, 1.6 + 0.48 * K, 1.3 + 0.42 * K)
    most = max(np.nanmax(mistakes, initial=0), 1e-9)
    image = ax.imshow(mistakes, cmap="Oranges", vmin=0, vmax=most)
    for i, j in np.argwhere(counts):
        style: dict[str, Any] = (
            {"weight": "bold"} if i == j else {"color": "white" if share[i, j] > 0.6 * most else BLACK}
        )
        ax.text(j, i, str(counts[i, j]), ha="center", va="center", fontsize=8, **style)
    colour_bar(ax, image, "fraction of the true class", format=lambda x, _: f"{100 * x:.3g} %")
    said = _worst_confusion(counts, names)
    describe(ax, f"Confusion matrix of {K} classes. {said}.")
    finish(ax, title or said, "predicted class", "true class")
    ax.set_xticks(range(K), names)
    ax.set_yticks(range(K), names)
    ax.grid(False)
    return figure_of(ax)


def _worst_confusion(counts: NDArray, names: Sequence[str]) -> str:
    total, right = int(counts.sum()), int(np.trace(counts))
    if right == total:
        return f"All {total} are right"
    off = counts * ~np.eye(len(counts), dtype=bool)
    if off.max() == 1:
        return f"{right} of {total} are right; no mistake occurs twice"
    (i, j), *more = np.argwhere(off == off.max()).tolist()
    if len(more) > 1:
        return f"{right} of {total} are right; no mistake occurs more than {off.max()} times"
    also = "".join(f", and {names[k]} for {names[m]}" for k, m in more)
    return f"{right} of {total} are right; most often {names[i]} is taken for {names[j]}{also} ({off.max()} times)"


@checked("W", W="M D")
def weight_images(
    W: NDArray,
    shape: tuple[int, int],
    *,
    columns: int | None = None,
    names: Sequence[str] | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Each row of W (M, height · width) as an image of `shape` = (height, width): what excites that unit.

    All images share one scale, symmetric about 0 (white); they stand in reading order, `columns` in a row.
    """
    height, width = shape
    if W.shape[1] != height * width:
        raise ValueError(f"W must have shape (M, {height * width}) for images {shape}, got {W.shape}")
    columns = columns or int(np.ceil(np.sqrt(1.6 * len(W))))
    rows = -(-len(W) // columns)
    above = 0 if names is None else 1 + height // 4
    sheet: NDArray = np.full((rows * columns, above + height + 1, width + 1), np.nan)
    sheet[: len(W), above:-1, :-1] = W.reshape(-1, height, width)
    sheet = sheet.reshape(rows, columns, *sheet.shape[1:]).swapaxes(1, 2).reshape(rows * sheet.shape[1], -1)
    limit = max(float(np.abs(W).max()), 1e-12)
    ax = axes_or_new(ax, 1.0 + 0.9 * columns, 0.6 + 0.9 * len(sheet) / (width + 1))
    image = ax.imshow(sheet[:-1, :-1], cmap=SIGNED, vmin=-limit, vmax=limit, interpolation="nearest")
    for k, name in enumerate(names or ()):
        x, y = k % columns * (width + 1), k // columns * (above + height + 1)
        ax.text(x + (width - 1) / 2, y + above - 0.7, str(name), ha="center", va="bottom", fontsize=9)
    colour_bar(ax, image, "weight")
    said = f"The weights into {len(W)} units, from {W.min():.2g} to {W.max():.2g}".replace("-", "\N{MINUS SIGN}")
    describe(ax, f"{said}, as {len(W)} images of {height} by {width} pixels.")
    finish(ax, title or said, "", "")
    ax.set_axis_off()
    return figure_of(ax)

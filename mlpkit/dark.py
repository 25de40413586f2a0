"""Figures are drawn for white paper. On a dark page paper and ink change places; colours that mean something stay.

A colour map, the surface of a classifier or the map of a unit keeps its colours; paper, axes, lines, letters, and
images in grey, such as digits, become dark or light. The rules of the page do it, so that a figure has one file.
What does not say where its paper is, such as a photograph or the stored file of a figure, keeps its colours, dimmed.
"""

from collections.abc import Iterator
from typing import Any

TURN = "invert(0.93) hue-rotate(180deg)"  # what is light becomes dark, and blue stays blue
DIM = 0.8

RULES = f"""
.mlpkit-figure {{ display: inline-block; position: relative; max-width: 100%; vertical-align: top; }}
.mlpkit-figure img {{ display: block; }}
[data-jp-theme-light="false"] .mlpkit-figure {{ clip-path: inset(1px); }} /* no bright edge */
[data-jp-theme-light="false"] .mlpkit-figure::after {{
  content: ""; position: absolute; inset: 0; pointer-events: none; clip-path: var(--mlpkit-paper);
  -webkit-backdrop-filter: {TURN}; backdrop-filter: {TURN};
}}
[data-jp-theme-light="false"] .mlpkit-pad {{ filter: {TURN}; }}
[data-jp-theme-light="false"] .jp-RenderedImage img {{ filter: brightness({DIM}); }}
"""

Box = tuple[float, float, float, float]


def paper(fig: Any) -> str:
    """The part of a drawn figure that a dark page turns round, as a CSS shape: all of it but the coloured images."""
    path = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    for x0, y0, x1, y1 in _outermost(list(_coloured(fig))):
        path += [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0), (0.0, 0.0)]
    return f"polygon(evenodd, {', '.join(f'{100 * x:.2f}% {100 * y:.2f}%' for x, y in path)})"


def _coloured(fig: Any) -> Iterator[Box]:
    """The boxes of all images in colour: left, top, right, bottom as fractions of the figure."""
    width, height = fig.bbox.width, fig.bbox.height
    for ax in _with_insets(fig.axes):
        left, bottom, right, top = ax.bbox.extents
        for x0, y0, x1, y1 in _boxes(ax):
            x0, x1, y0, y1 = max(x0, left), min(x1, right), max(y0, bottom), min(y1, top)
            if x0 < x1 and y0 < y1:
                yield x0 / width, 1 - y1 / height, x1 / width, 1 - y0 / height


def _with_insets(axes: list) -> Iterator[Any]:
    for ax in axes:
        if ax.get_visible():
            yield ax
            yield from _with_insets(ax.child_axes)


def _boxes(ax: Any) -> Iterator[Box]:
    """In pixels. An image may name `parts` of it, boxes in the data's coordinates, where the rest is clear."""
    for image in ax.images:
        if image.get_visible() and _has_hue(image):
            parts = getattr(image, "parts", None)
            if parts is None:
                yield tuple(image.get_window_extent().extents)
            for part in parts or ():
                corners = image.axes.transData.transform([part[:2], part[2:]])
                yield (*corners.min(axis=0), *corners.max(axis=0))
    for drawn in ax.collections:
        if getattr(drawn, "filled", False) or hasattr(drawn, "get_coordinates"):  # contourf, pcolormesh, a colour bar
            if drawn.get_visible() and _has_hue(drawn):
                yield tuple(ax.bbox.extents)


def _has_hue(drawn: Any) -> bool:
    """Whether any of its colours is not a grey."""
    values = drawn.get_array()
    given = values is not None and values.ndim == 3
    colours = values[..., :3] if given else drawn.get_cmap()([k / 16 for k in range(17)])[:, :3]
    return bool((colours.max(axis=-1) > colours.min(axis=-1)).any())


def _outermost(boxes: list[Box]) -> list[Box]:
    """Without those that lie in another, and each once."""
    unlike = list(dict.fromkeys(boxes))
    return [a for a in unlike if not any(a != b and _inside(a, b) for b in unlike)]


def _inside(a: Box, b: Box) -> bool:
    return a[0] >= b[0] and a[1] >= b[1] and a[2] <= b[2] and a[3] <= b[3]

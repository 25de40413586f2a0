"""Axes side by side where there is room, as large as the page allows, and the artists among what an explorer keeps."""

from types import SimpleNamespace

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from mlpkit.plots.base import LectureAxes

CSS_DPI = 96
SMALLEST, LARGEST = 0.8, 1.7  # of the size that a panel has in a still picture
LEAST = 3.0  # inches, whatever the page
MOST_TICKS = 6  # intervals between them: with more, numbers such as −0.75 touch in a narrow page
SHARE = 0.5  # of the window's height that the picture may take, so that the controls fit below it


def grid(fig, n, width, height, picture=None):
    """`n` axes of `width` × `height` inches, as many in a row as the page has room for, grown or shrunk to fill it.

    picture: what knows the page, its `room`, `tall` and `ratio`; without it, all in one row.
    """
    room = picture.room if picture is not None else 0
    columns = int(np.clip(room // (width * CSS_DPI * SMALLEST), 1, n)) if room else n
    rows = -(-n // columns)
    if room and columns == 1:  # a narrow page has a narrower panel, whose letters stay large enough
        width = max(LEAST, min(width, room / (CSS_DPI * SMALLEST)))
    fig.set_size_inches(columns * width, rows * height)
    if picture is not None:
        scale = min(room / (columns * width * CSS_DPI), LARGEST) if room else 1.0
        if picture.tall and rows == 1:
            scale = min(scale, max(SMALLEST, SHARE * picture.tall / (height * CSS_DPI)))
        fig.set_dpi(CSS_DPI * picture.ratio * scale)
    axes = fig.subplots(rows, columns, squeeze=False, subplot_kw={"axes_class": LectureAxes}).ravel()
    for spare in axes[n:]:
        spare.remove()
    fig.subplots_adjust(  # inches around and between, whatever the number of panels
        left=0.8 / (columns * width),
        right=1 - 0.15 / (columns * width),
        bottom=0.5 / (rows * height),
        top=1 - 0.35 / (rows * height),
        wspace=0.8 / (width - 0.8),
        hspace=0.9 / (height - 0.9),
    )
    for ax in axes[:n]:
        ax.locator_params(nbins=MOST_TICKS)
    return list(axes[:n])


def filling(picture, width, height, most):
    """The width, in inches, of one panel as wide as the page though the window bounds its height; up to `most`."""
    if not (picture.room and picture.tall):
        return width
    scale = max(SMALLEST, SHARE * picture.tall / (height * CSS_DPI))
    return float(np.clip(picture.room / (CSS_DPI * scale), width, most))


def artists(part):
    """The artists in a namespace, and in the dicts and lists in it, without the axes, which stand still."""
    if isinstance(part, SimpleNamespace | dict):
        part = (vars(part) if isinstance(part, SimpleNamespace) else part).values()
    if isinstance(part, Artist):
        yield from () if isinstance(part, Axes) else (part,)
    elif not isinstance(part, str | np.ndarray) and hasattr(part, "__iter__"):
        for inner in part:
            yield from artists(inner)

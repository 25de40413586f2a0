"""Axes side by side where there is room, and the artists among what an explorer keeps."""

from types import SimpleNamespace

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes


def grid(fig, n, width, height, room=0.0):
    """`n` axes of `width` × `height` inches, as many in a row as fit into `room` inches (0: all)."""
    columns = int(np.clip(room // (width * 0.85), 1, n)) if room else n
    rows = -(-n // columns)
    fig.set_size_inches(columns * width, rows * height)
    axes = fig.subplots(rows, columns, squeeze=False).ravel()
    for spare in axes[n:]:
        spare.remove()
    fig.subplots_adjust(  # inches around and between, whatever the number of panels
        left=0.74 / (columns * width),
        right=1 - 0.2 / (columns * width),
        bottom=0.5 / (rows * height),
        top=1 - 0.4 / (rows * height),
        wspace=0.8 / (width - 0.8),
        hspace=0.9 / (height - 0.9),
    )
    return list(axes[:n])


def artists(part):
    """The artists in a namespace, and in the dicts and lists in it, without the axes, which stand still."""
    if isinstance(part, SimpleNamespace | dict):
        part = (vars(part) if isinstance(part, SimpleNamespace) else part).values()
    if isinstance(part, Artist):
        yield from () if isinstance(part, Axes) else (part,)
    elif not isinstance(part, str | np.ndarray) and hasattr(part, "__iter__"):
        for inner in part:
            yield from artists(inner)

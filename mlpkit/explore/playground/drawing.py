"""The network as a picture: every unit a small map of what it says over the plane, every weight a line."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap

from mlpkit.activations import sigmoid
from mlpkit.explore.playground.model import SIDE
from mlpkit.explore.playground.settings import MOST_UNITS
from mlpkit.palette import BLACK, BLUE, ORANGE

POLES = LinearSegmentedColormap.from_list("poles", [ORANGE, "#ffffff", BLUE])
PALE = LinearSegmentedColormap.from_list("pale", ["#f6d58f", "#ffffff", "#8fc0dc"])  # under points
_TABLE = (POLES(np.linspace(0, 1, 256)) * 255).astype(np.uint8)
FRAME = (140, 140, 140, 255)
ROW, MARGIN = SIDE + 8, 4  # pixels from one unit to the next below


def colours(values):
    """RGBA bytes for values from −1 (orange) over 0 (white) to 1 (blue)."""
    return _TABLE[np.clip(np.nan_to_num(values) * 127.5 + 127.5, 0, 255).astype(np.uint8)]


class NetworkPicture:
    """The moving parts are `image`, `edges` and `chosen`; positions are pixels of the image, y downwards."""

    def __init__(self, ax, inputs, widths):
        self.counts = [len(inputs), *widths, 1]
        self.column = 6.9 * ROW / max(3, len(self.counts) - 1)
        self.width = round(self.column * (len(self.counts) - 1) + SIDE + 2 * MARGIN)
        self.height = MOST_UNITS * ROW + MARGIN
        ax.set(xlim=(-1.4 * SIDE, self.width), ylim=(self.height, 0), aspect="equal")
        ax.axis("off")
        box, (inch_w, inch_h) = ax.get_position(), 1 / ax.figure.get_size_inches()
        ax.set_position(
            [box.x0 - 0.5 * inch_w, box.y0 - 0.4 * inch_h, box.width + 0.7 * inch_w, box.height + 0.4 * inch_h]
        )
        ax.set_title("blue and solid: positive; orange and dashed: negative", fontsize=9)
        for unit, name in enumerate(inputs):
            x, y = self.corner(0, unit)
            ax.text(x - 4, y + SIDE / 2, name, ha="right", va="center", fontsize=9)
        self.keys, lines = [], []
        for layer, (n_in, n_out) in enumerate(zip(self.counts, self.counts[1:], strict=False)):
            for j, i in np.ndindex(n_out, n_in):
                self.keys.append((layer, j, i))
                lines.append(self.ends(layer, j, i))
        self.lines = np.array(lines)
        self.edges = ax.add_collection(LineCollection(lines, zorder=2))
        self.chosen = ax.plot([], [], color=BLACK, lw=0.8, marker=".", zorder=4)[0]
        blank = np.zeros((self.height, self.width, 4), np.uint8)
        extent = (0, self.width, self.height, 0)
        self.image = ax.imshow(blank, extent=extent, aspect="equal", interpolation="nearest", zorder=3)

    def corner(self, layer, unit):
        """Left and top of a unit's map."""
        above = (MOST_UNITS - self.counts[layer]) * ROW / 2
        return round(layer * self.column) + MARGIN, round(above + unit * ROW) + MARGIN

    def ends(self, layer, j, i):
        """Both ends of the weight to unit j from unit i of `layer`."""
        (x0, y0), (x1, y1) = self.corner(layer, i), self.corner(layer + 1, j)
        return [(x0 + SIDE, y0 + SIDE / 2), (x1, y1 + SIDE / 2)]

    def show(self, surfaces, weights, regression, chosen):
        """Maps of all units, colour and thickness of all weights, and the chosen weight marked."""
        canvas = np.zeros((self.height, self.width, 4), np.uint8)
        for layer, maps in enumerate(surfaces):
            for unit, values in enumerate(maps):
                x, y = self.corner(layer, unit)
                canvas[y - 1 : y + SIDE + 1, x - 1 : x + SIDE + 1] = FRAME
                canvas[y : y + SIDE, x : x + SIDE] = colours(self.scaled(layer, values, regression))[::-1]
        self.image.set_data(canvas)
        w = np.nan_to_num(np.concatenate([W.ravel() for W in weights]))
        self.edges.set_linewidth(0.4 + np.minimum(np.abs(w), 4))
        self.edges.set_color(np.where(w >= 0, BLUE, ORANGE))
        self.edges.set_linestyle(["-" if v >= 0 else (0, (3, 1)) for v in w])
        self.chosen.set_data(*np.transpose(self.ends(*chosen)))

    def scaled(self, layer, values, regression):
        """A unit's values from −1 to 1: the output as it is meant, others by their largest size."""
        if layer + 1 == len(self.counts):
            return values if regression else 2 * sigmoid(values) - 1
        return values / max(1.0, np.abs(np.nan_to_num(values)).max())

    def nearest(self, x, y):
        """The weight whose line runs closest to a point, or None if none is near."""
        a, d = self.lines[:, 0], self.lines[:, 1] - self.lines[:, 0]
        along = np.clip(np.sum(([x, y] - a) * d, axis=1) / np.sum(d * d, axis=1), 0, 1)
        away = np.linalg.norm(a + along[:, None] * d - [x, y], axis=1)
        return self.keys[int(np.argmin(away))] if away.min() < 12 else None


def scatter_points(ax, t, show_test):
    """The points on the surface: squares for 0, circles for 1, rings of black around test points."""
    made = []
    for rows, edge in ((slice(t.n_train), "white"), (slice(t.n_train, None), "black")):
        X, values = t.X[rows], t.t[rows]
        if (edge == "black" and not show_test) or not len(X):
            continue
        look = {"edgecolors": edge, "linewidths": 0.8, "s": 26}
        if t.settings.regression:
            made.append(ax.scatter(*X.T, c=values, cmap=POLES, vmin=-1, vmax=1, **look))
            continue
        for label, colour, marker in ((0, ORANGE, "s"), (1, BLUE, "o")):
            made.append(ax.scatter(*X[values == label].T, c=colour, marker=marker, **look))
    return made

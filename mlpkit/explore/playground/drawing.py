"""The network as a picture: every unit a small map of what it says over the plane, every weight a line."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap

from mlpkit.activations import sigmoid
from mlpkit.explore.fast_text import signed, words
from mlpkit.explore.images import quick_image
from mlpkit.explore.playground.data import DATA, FEATURES, REACH, draw
from mlpkit.explore.playground.model import SIDE
from mlpkit.explore.playground.settings import MOST_UNITS, Settings
from mlpkit.palette import BLACK, class_style

LOW, HIGH = (class_style(k)["color"] for k in (0, 1))  # an output near class 0, near class 1
POLES = LinearSegmentedColormap.from_list("poles", [LOW, "white", HIGH])
PALE = LinearSegmentedColormap.from_list("pale", POLES([0.28, 0.5, 0.72]))  # under points
_TABLE = (POLES(np.linspace(0, 1, 256)) * 255).astype(np.uint8)
FRAME, OFF = (140, 140, 140, 255), (225, 225, 225, 255)
ROW, MARGIN, HEAD, DOT = SIDE + 8, 4, 30, 8  # pixels; HEAD is for + and − above the layers, DOT a bias
WIDE = 1.5  # how much wider than high the network is
THUMB = 30  # pixels of a picture of the data
LAYOUTS = {  # below so many CSS pixels of room: width and height in inches, places of data, network, surface and losses
    450: (4.6, 6.5, (0.0, 3.95, 0.3, 2.1), (0.55, 3.5, 4.02, 2.75), (0.4, 0.4, 2.4, 2.4), (3.3, 0.4, 0.8, 2.4)),
    700: (7.0, 7.6, (0.02, 3.5, 0.5, 4.0), (0.5, 3.4, 6.4, 3.95), (0.5, 0.4, 2.6, 2.6), (3.9, 0.4, 2.4, 2.4)),
    np.inf: (11.95, 4.3, (0.02, 0.05, 0.5, 3.95), (0.5, 0, 6.15, 4.05), (6.95, 0.4, 2.9, 2.9), (10.3, 0.4, 1.25, 2.9)),
}
KINDS = [*DATA, "clicked"]


def colours(values):
    """RGBA bytes for values from −1 (the colour of class 0) through 0 (white) to 1 (that of class 1)."""
    return _TABLE[np.clip(np.nan_to_num(values) * 127.5 + 127.5, 0, 255).astype(np.uint8)]


class NetworkPicture:
    """The moving parts are `image`, `edges`, `chosen` and `card`; positions are pixels of the image, y downwards.

    `keys` are the weights in the order of the lines: (layer, to unit, from unit) of the chosen features.
    """

    def __init__(self, ax, inputs, widths):
        self.rows = [list(FEATURES).index(name) for name in inputs]  # the feature column always shows all features
        self.counts = [len(FEATURES), *widths, 1]
        self.height = MOST_UNITS * ROW + MARGIN + HEAD
        self.width = round(WIDE * self.height)
        self.column = (self.width - SIDE - 2 * MARGIN) / (len(self.counts) - 1)
        ax.set(xlim=(-1.2 * SIDE, self.width), ylim=(self.height, 0), aspect="equal")
        ax.axis("off")
        for unit, name in enumerate(FEATURES):
            x, y = self.corner(0, unit)
            words(ax, x - 4, y + SIDE / 2, name, ha="right", size=8, color=BLACK if unit in self.rows else "#8c8c8c")
        self.buttons = {}
        for layer, width in enumerate(widths, 1):
            x = self.corner(layer, 0)[0] + SIDE / 2
            for by, at in ((-1, x - 28), (1, x + 28)):
                self.buttons[layer - 1, width + by] = (at, HEAD / 2)
                words(ax, at, HEAD / 2, "+" if by > 0 else "−", size=15, weight="bold")
            words(ax, x, HEAD / 2, f"{width}", size=9)
        self.keys, lines = [], []
        for layer, (n_in, n_out) in enumerate(zip([len(inputs), *widths], [*widths, 1], strict=True)):
            for j, i in np.ndindex(n_out, n_in):
                self.keys.append((layer, j, i))
                lines.append(self.ends(layer, j, i))
        self.lines = np.array(lines)
        self.edges = ax.add_collection(LineCollection(lines, zorder=2))
        self.chosen = ax.plot([], [], color=BLACK, lw=0.8, marker=".", zorder=4)[0]
        blank = np.zeros((self.height, self.width, 4), np.uint8)
        extent = (0, self.width, self.height, 0)
        self.image = quick_image(ax, blank, extent=extent, interpolation="nearest", zorder=3)
        self.image.parts = [_square(*self.corner(*unit), SIDE) for unit in self.units()]
        self.card = words(ax, 0, 0, paper=True, zorder=6)

    def units(self):
        """(column, row) of every map."""
        return [(layer, row) for layer, count in enumerate(self.counts) for row in range(count)]

    def row(self, layer, unit):
        """Where a unit stands in its column: chosen features among all of them."""
        return self.rows[unit] if layer == 0 else unit

    def corner(self, layer, row):
        """Left and top of the map in this row."""
        above = HEAD + (MOST_UNITS - self.counts[layer]) * ROW / 2
        return round(layer * self.column) + MARGIN, round(above + row * ROW) + MARGIN

    def ends(self, layer, j, i):
        """Both ends of the weight to unit j from unit i of `layer`."""
        (x0, y0), (x1, y1) = self.corner(layer, self.row(layer, i)), self.corner(layer + 1, j)
        return [(x0 + SIDE, y0 + SIDE / 2), (x1, y1 + SIDE / 2)]

    def show(self, surfaces, weights, biases, features, regression, chosen, flow=0):
        """Maps of all units, colour and thickness of all weights, a dot for each bias, and what is chosen.

        flow: how far the dashes of the lines have run towards the output; 0 at rest, when positive weights have none.
        """
        canvas = np.zeros((self.height, self.width, 4), np.uint8)
        for row, values in enumerate(features):
            self._tile(canvas, 0, row, values / max(1.0, np.abs(values).max()), row in self.rows)
        for layer, maps in enumerate(surfaces[1:], 1):
            for unit, values in enumerate(maps):
                self._tile(canvas, layer, unit, self.scaled(layer, values, regression), True)
                x, y = self.corner(layer, unit)
                strength = np.tanh(np.nan_to_num(biases[layer - 1][unit]))
                canvas[y + SIDE - DOT - 2 : y + SIDE, x : x + DOT + 2] = FRAME
                canvas[y + SIDE - DOT : y + SIDE, x : x + DOT] = colours(np.full((1, 1), strength))
        self.image.set_data(canvas)
        w = np.nan_to_num(np.concatenate([W.ravel() for W in weights]))
        self.edges.set_linewidth(0.4 + np.minimum(np.abs(w), 4))
        self.edges.set_color(np.where(w >= 0, HIGH, LOW))
        positive, negative = "-" if flow == 0 else (-flow % 10, (9, 1)), (-flow % 4, (3, 1))
        self.edges.set_linestyle([positive if v >= 0 else negative for v in w])
        self._mark(chosen)

    def _tile(self, canvas, layer, row, values, on):
        x, y = self.corner(layer, row)
        canvas[y - 2 : y + SIDE + 2, x - 2 : x + SIDE + 2] = FRAME if on else OFF
        tile = colours(values)[::-1]
        canvas[y : y + SIDE, x : x + SIDE] = tile if on else 255 - (255 - tile) // 4 * [1, 1, 1, 0]

    def _mark(self, chosen):
        layer, j, *rest = chosen
        if rest:
            self.chosen.set_data(*np.transpose(self.ends(layer, j, *rest)))
        else:
            x, y = self.corner(layer + 1, j)
            self.chosen.set_data(x + np.array([-1, DOT, DOT, -1, -1]), y + SIDE - np.array([DOT, DOT, -1, -1, DOT]))

    def show_card(self, at, name, value):
        """The name and the value of what is under the pointer; nothing where `at` is None."""
        self.card.set_text("" if at is None else f"{name}: {signed(value)}")
        if at is not None:
            self.card.set(x=np.clip(at[0], 60, self.width - 60), y=max(at[1] - 14, 12))

    def scaled(self, layer, values, regression):
        """A unit's values from −1 to 1: the output as it is meant, others by their largest size."""
        if layer + 1 == len(self.counts):
            return values if regression else 2 * sigmoid(values) - 1
        return values / max(1.0, np.abs(np.nan_to_num(values)).max())

    def button(self, x, y):
        """(layer from 0, new width) of the + or − at a point, or None."""
        near = [key for key, at in self.buttons.items() if np.hypot(at[0] - x, at[1] - y) < 12]
        return near[0] if near else None

    def unit(self, x, y):
        """(column, row) of the map under a point, or None."""
        for unit in self.units():
            left, top = self.corner(*unit)
            if left <= x <= left + SIDE and top <= y <= top + SIDE:
                return unit
        return None

    def nearest(self, x, y):
        """The weight whose line runs closest to a point, or None if none is near."""
        a, d = self.lines[:, 0], self.lines[:, 1] - self.lines[:, 0]
        along = np.clip(np.sum(([x, y] - a) * d, axis=1) / np.sum(d * d, axis=1), 0, 1)
        away = np.linalg.norm(a + along[:, None] * d - [x, y], axis=1)
        return self.keys[int(np.argmin(away))] if away.min() < 12 else None


def draw_thumbnails(ax, points):
    """Small pictures of all kinds of data, below each other."""
    tops = [k * (THUMB + 6) + 3 for k in range(len(KINDS))]
    strip = ax.imshow(_thumbnails(points), aspect="equal")
    strip.parts = [_square(2.5, top - 0.5, THUMB) for top in tops]
    ax.axis("off")


def _square(x, y, side):
    return x, y, x + side, y + side


def _thumbnails(points):
    strip = np.full((len(KINDS) * (THUMB + 6), THUMB + 6, 4), 255, np.uint8)
    for k, kind in enumerate(KINDS):
        settings = Settings(data=kind, n=150, noise=0.0, points=points if kind == "clicked" else ())
        X, t, _ = draw(settings)
        top = k * (THUMB + 6) + 3
        strip[top - 1 : top + THUMB + 1, 2 : THUMB + 4] = FRAME
        tile = np.full((THUMB, THUMB, 4), 255, np.uint8)
        where = np.clip((X / REACH + 1) / 2 * (THUMB - 2), 0, THUMB - 2).astype(int)
        values = colours((t if settings.regression else 2.0 * t - 1)[None])[0]
        for dx, dy in np.ndindex(2, 2):
            tile[THUMB - 1 - where[:, 1] - dy, where[:, 0] + dx] = values
        strip[top : top + THUMB, 3 : 3 + THUMB] = tile
    return strip


def scatter_points(ax, t, show_test):
    """The points on the surface: each class with its marker, rings of black around test points."""
    made = []
    for rows, edge in ((slice(t.n_train), "white"), (slice(t.n_train, None), "black")):
        X, values = t.X[rows], t.t[rows]
        if (edge == "black" and not show_test) or not len(X):
            continue
        look = {"edgecolors": edge, "linewidths": 0.8, "s": 26}
        if t.settings.regression:
            made.append(ax.scatter(*X.T, c=values, cmap=POLES, vmin=-1, vmax=1, **look))
            continue
        for k in (0, 1):
            made.append(ax.scatter(*X[values == k].T, **class_style(k), **look))
    return made

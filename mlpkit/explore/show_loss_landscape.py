"""Loss landscape: the loss of a trained network around its weights, in two directions, with the way it came."""

from types import SimpleNamespace

import numpy as np
from scipy.interpolate import RectBivariateSpline

from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, choice, group, groups, more, slider
from mlpkit.explore.fast_text import apart, words
from mlpkit.explore.names import leave_room
from mlpkit.explore.player import Player
from mlpkit.palette import BLACK, BLUE, RED
from mlpkit.plots.base import SMALL

SIDE, FINE = 25, 121  # points of each axis at which the loss is worked out, and at which the surface is drawn
EXAMPLES = 500  # of the data: SIDE² losses of these take a fraction of a second
PACE = 0.12  # seconds for each epoch on the way
STEP = 0.02  # of the sliders of the point, which the pointer keeps too
DIRECTIONS = ("along the training", "random, as large as each unit's weights")


class Landscape:
    """The network's loss as a function of two numbers: weights = last + x · first + y · second direction."""

    def __init__(self, net, X, t, path):
        self.net, self.X, self.T = net, X[:EXAMPLES].astype(net.dtype), net.targets(t)[:EXAMPLES]
        self.last = flat(net.params)
        self.path = np.array([flat(p) for p in path]) if path and len(path) > 1 else None  # one place is no way

    def directions(self, kind, seed):
        """Two orthogonal directions, each as long as the training went or as `by_units` says."""
        if kind == DIRECTIONS[0]:
            rows = np.linalg.svd(self.path - self.last, full_matrices=False)[2]
            reach = np.abs((self.path - self.last) @ rows[:2].T).max(axis=0)
            return rows[:2] * np.maximum(reach, 1e-3 * reach.max() + 1e-12)[:, None]
        rng = np.random.default_rng(seed)
        first, second = (by_units(rng, self.net.params) for _ in range(2))
        second = second - first * (second @ first) / (first @ first)
        return np.array([first, second])

    def loss(self, weights):
        """The loss with these weights (a flat array); the network itself is left as it was."""
        before = [w.copy() for w in self.net.params]
        try:
            self.put(weights)
            return self.net.loss_and_gradient(self.net.outputs(self.X), self.T)[0]
        finally:
            for w, old in zip(self.net.params, before, strict=True):
                w[...] = old

    def losses(self):
        """The loss at each place that the training path keeps; [] without one."""
        return [] if self.path is None else [self.loss(weights) for weights in self.path]

    def put(self, weights):
        ends = np.cumsum([w.size for w in self.net.params])[:-1]
        for w, part in zip(self.net.params, np.split(weights, ends), strict=True):
            w[...] = part.reshape(w.shape)

    def around(self, directions, reach, side=SIDE):
        """The loss on side × side points from −reach to reach in both directions; rows are the second one."""
        axis = np.linspace(-reach, reach, side)
        return axis, np.array([[self.loss(self.last + np.array([x, y]) @ directions) for x in axis] for y in axis])

    def coordinates(self, directions):
        """Where the training path lies over the plane of the directions: (steps, 2)."""
        if self.path is None:
            return np.empty((0, 2))
        return np.linalg.lstsq(directions.T, (self.path - self.last).T, rcond=None)[0].T


class Surface:
    """The log of losses on a grid, smooth between its points; straight between them where some are not finite."""

    def __init__(self, axis, heights):
        logs = np.log(np.clip(np.nan_to_num(heights, nan=np.inf, posinf=1e30), 1e-9, 1e30))
        degree = 3 if np.isfinite(heights).all() else 1
        self.axis = np.linspace(axis[0], axis[-1], FINE)
        self._spline = RectBivariateSpline(axis, axis, logs, kx=degree, ky=degree)
        self.logs = self._spline(self.axis, self.axis)

    def cuts(self, x, y):
        """The losses along the axis through the point: with its y, and with its x."""
        return np.exp(self._spline(y, self.axis)[0]), np.exp(self._spline(self.axis, x)[:, 0])


def flat(params):
    return np.concatenate([np.ravel(w) for w in params]).astype(float)


def by_units(rng, params):
    """A random direction in which every unit's weights change as much as they are large (Li et al. 2018)."""
    parts = []
    for w in params:
        d = rng.standard_normal(w.shape)
        axis = tuple(range(1, w.ndim))
        size = np.linalg.norm(w, axis=axis, keepdims=True) if w.ndim > 1 else np.abs(w)
        parts.append(d * size / np.maximum(np.linalg.norm(d, axis=axis, keepdims=True) if w.ndim > 1 else 1, 1e-12))
    return flat(parts)


class LossLandscape(Explorer):
    """See `loss_landscape`."""

    recorded = (("epoch", 24),)

    def __init__(self, landscape):
        self.landscape, self.key, self.held = landscape, None, "x"
        last = len(landscape.path) if landscape.path is not None else 0
        self.player = Player(self, self.walk, "walk the way again that the training went", pace=PACE)
        kinds = DIRECTIONS if landscape.path is not None else DIRECTIONS[1:]
        super().__init__(
            kind=choice("directions", list(kinds), hint="in which the weights are changed"),
            reach=slider("reach", 1.2, 0.2, 3.0, 0.1, "how far; 1 is as far as the training came"),
            seed=slider("seed", 0, 0, 20, hint="other random directions"),
            x=slider("x", 0.0, -1.0, 1.0, STEP, "first direction"),
            y=slider("y", 0.0, -1.0, 1.0, STEP, "second direction"),
            epoch=slider("epoch", last, min(last, 1), max(last, 2), hint="how much of the way is drawn"),
        )
        self.picture.pointer = True

    def above(self):
        return [bar(self.player.box, self.controls["epoch"])] if self.landscape.path is not None else []

    def below(self):
        c = self.controls
        plane = group("the plane", c["kind"], c["reach"])
        self.others = more(group("", c["seed"]), label="other directions")
        return [groups(plane, group("the cross", c["x"], c["y"])), self.others]

    def walk(self):
        """One epoch further on the way; from the start again when it is at its end."""
        epoch = self.controls["epoch"]
        with self.hold(redraw=False):
            epoch.value = 1 if epoch.value == epoch.max else epoch.value + 1
        return epoch.value < epoch.max

    def prepare(self, s):
        random = s.kind == DIRECTIONS[1]
        self.others.layout.display = "" if random else "none"
        key = (s.kind, s.reach, s.seed if random else None)
        if key != self.key:
            self.directions = self.landscape.directions(s.kind, s.seed)
            self.axis, self.heights = self.landscape.around(self.directions, s.reach)
            self.surface = Surface(self.axis, self.heights)
            self.way, self.key = self.landscape.coordinates(self.directions), key
            self.losses = self.landscape.losses()
            self.stay_within(s.reach)

    def set(self, **values):
        """As any explorer's; how far the point may go is set before the point."""
        self.stay_within(values.get("reach", self.state.reach))
        return super().set(**values)

    def stay_within(self, reach):
        """The sliders of the point reach as far as the picture."""
        with self.hold(redraw=False):
            for name in ("x", "y"):
                control = self.controls[name]
                control.value = float(np.clip(control.value, -reach, reach))
                control.min, control.max = -reach, reach

    def shape(self, s):
        return self.key

    def build(self, fig, s):
        left, right = self.grid(fig, 2, 4.6, 4.0)
        axis, logs = self.surface.axis, self.surface.logs
        left.contourf(axis, axis, logs, 24, cmap="viridis")
        lines = left.contour(axis, axis, logs, 12, colors="white", linewidths=0.4, linestyles="solid", alpha=0.6)
        named, bright = lines.levels[::2], 0.4 * logs.min() + 0.6 * logs.max()  # there letters are read in black
        colours = [BLACK if log > bright else "white" for log in named]
        for text in left.clabel(lines, named, fmt=lambda log: f"{np.exp(log):.2g}", fontsize=SMALL, colors=colours):
            text.set_alpha(1)
        left.grid(False)
        left.set(xlim=self.axis[[0, -1]], ylim=self.axis[[0, -1]], xlabel="x, first direction")
        left.set(ylabel="y, second direction", title="The loss; drag the cross")
        left.plot([0], [0], "*", color="white", mec=BLACK, ms=19)
        way = left.plot([], [], ".-", color="white", lw=1.5, ms=5)[0]
        walker = left.plot([], [], "o", color=RED, mec="white", ms=9)[0]
        right.set(xlabel="x, y", ylabel="loss", title="Two cuts through the cross", yscale="log")
        leave_room(right, self.axis[0], self.axis[-1], ["along x"])
        right.set_ylim(*np.clip([0.7 * np.nanmin(self.heights), 1.4 * np.nanmax(self.heights)], 1e-6, 1e6))
        cuts = [right.plot([], [], ls, color=c, lw=2)[0] for ls, c in (("-", BLUE), ("--", RED))]
        here = [right.plot([], [], "o", color=c, ms=7)[0] for c in (BLUE, RED)]
        labels = (("along x", BLUE), ("along y", RED))
        names = [words(right, 0, 1, text, ha="left", color=c) for text, c in labels]
        cross = (("white", 5, 17), (BLACK, 2.5, 14))  # seen on dark and on light ground
        spot = [left.plot([], [], "+", color=c, mew=width, ms=size, clip_on=False)[0] for c, width, size in cross]
        return SimpleNamespace(way=way, walker=walker, names=names, spot=spot, cuts=cuts, here=here)

    def update(self, art, s):
        x, y = (float(np.clip(v, self.axis[0], self.axis[-1])) for v in (s.x, s.y))
        for part in art.spot:
            part.set_data([x], [y])
        art.way.set_data(*self.way[: s.epoch].T)
        art.walker.set_data(*self.way[: s.epoch][-1:].T)
        cuts = self.surface.cuts(x, y)
        for line, dot, cut, at in zip(art.cuts, art.here, cuts, (x, y), strict=True):
            line.set_data(self.surface.axis, cut)
            dot.set_data([at], [np.interp(at, self.surface.axis, cut)])
        ends = np.array([cut[-1] for cut in cuts])
        low, high = art.cuts[0].axes.get_ylim()
        ends = np.log10(np.clip(np.nan_to_num(ends, nan=high), low, high))
        for text, end in zip(art.names, apart(list(ends), np.log10(high / low) / 14), strict=True):
            text.set(x=self.axis[-1] * 1.03, y=10**end)
        here, trained = (
            self.landscape.loss(self.landscape.last + np.array(v) @ self.directions) for v in ((x, y), (0, 0))
        )
        edge_on = len(self.way) > 1 and np.ptp(self.way, axis=0).max() < 0.1 * s.reach
        said = [f"loss at the cross, ({x:.2f}, {y:.2f}): <b>{here:.4g}</b>; at the star, where the training ended: "]
        said.append(f"<b>{trained:.4g}</b>")
        if self.losses:
            said.append(f"; after epoch {s.epoch} (circle): <b>{self.losses[: s.epoch][-1]:.4g}</b>")
        return "".join(said) + ("; the way it came hardly leads through this plane" if edge_on else "")

    def touched(self, kind, axes, x, y):
        """The cross follows the pointer; on the cuts only that number which is nearer when it goes down."""
        if kind not in ("down", "move"):
            return
        to = {"x": float(round(x / STEP) * STEP), "y": float(round(y / STEP) * STEP)}
        if axes is not self._figure.axes[0]:
            if kind == "down":
                self.held = min("xy", key=lambda name: abs(getattr(self.state, name) - x))
            to = {self.held: to["x"]}
        self.set(**to)

    def alt(self, s):
        return f"contours of the loss around the trained weights, {s.kind}, reach {s.reach:.1f}, with two cuts"


def loss_landscape(net, X, t, path=None, **settings):
    """Look at the loss around a trained network's weights (Li et al. 2018).

    net, X, t: the network and its data, of which the first 500 are used.
    path: its weights while it learned, a list of copies of `net.params`, as
    `fit(..., on_epoch=lambda net, history: path.append([w.copy() for w in net.params]))`
    gathers them; with it the two directions are those in which the training moved most.
    settings: first values of controls, such as reach=2.0.
    """
    return LossLandscape(Landscape(net, X, t, path)).set(**settings)

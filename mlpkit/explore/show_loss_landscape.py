"""Loss landscape: the loss of a trained network around its weights, in two directions, with the way it came."""

from types import SimpleNamespace

import numpy as np

from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import choice, slider
from mlpkit.palette import BLACK, BLUE, RED

SIDE = 25
EXAMPLES = 500  # of the data: SIDE² losses of these take a fraction of a second
DIRECTIONS = ("along the training", "random, as large as each unit's weights")


class Landscape:
    """The network's loss as a function of two numbers: weights = last + x · first + y · second direction."""

    def __init__(self, net, X, t, path):
        self.net, self.X, self.T = net, X[:EXAMPLES].astype(net.dtype), net.targets(t)[:EXAMPLES]
        self.last = flat(net.params)
        self.path = np.array([flat(p) for p in path]) if path else None

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

    def __init__(self, landscape):
        self.landscape, self.key = landscape, None
        kinds = DIRECTIONS if landscape.path is not None else DIRECTIONS[1:]
        super().__init__(
            kind=choice("directions", list(kinds), hint="in which the weights are changed"),
            reach=slider("reach", 1.0, 0.2, 3.0, 0.1, "how far; 1 is as far as the training came"),
            seed=slider("seed", 0, 0, 20, hint="other random directions"),
            x=slider("x", 0.0, -3.0, 3.0, 0.05, "first direction"),
            y=slider("y", 0.0, -3.0, 3.0, 0.05, "second direction"),
        )
        self.picture.pointer = True

    def prepare(self, s):
        key = (s.kind, s.reach, s.seed)
        if key != self.key:
            self.directions = self.landscape.directions(s.kind, s.seed)
            self.axis, self.heights = self.landscape.around(self.directions, s.reach)
            self.way, self.key = self.landscape.coordinates(self.directions), key

    def shape(self, s):
        return self.key

    def build(self, fig, s):
        left, right = self.grid(fig, 2, 4.6, 4.0)
        logs = np.log(np.maximum(np.nan_to_num(self.heights, posinf=1e30), 1e-9))
        left.contourf(self.axis, self.axis, logs, 16, cmap="Greys", alpha=0.7)
        left.set(xlim=self.axis[[0, -1]], ylim=self.axis[[0, -1]], xlabel="x", ylabel="y")
        left.set_title("log loss; click to look at a point", fontsize=10)
        left.plot(*self.way.T, ".-", color=BLUE, lw=1, ms=4)
        left.plot([0], [0], "*", color=RED, mec=BLACK, ms=14)
        right.set(xlim=self.axis[[0, -1]], xlabel="along x (solid) and along y (dashed)", title="loss", yscale="log")
        right.set_ylim(*np.clip([0.7 * np.nanmin(self.heights), np.nanmax(self.heights)], 1e-6, 1e6))
        cuts = [right.plot([], [], ls, color=c, lw=2)[0] for ls, c in (("-", BLUE), ("--", RED))]
        return SimpleNamespace(spot=left.plot([], [], "o", color="white", mec=BLACK, ms=9)[0], cuts=cuts)

    def update(self, art, s):
        x, y = (float(np.clip(v, self.axis[0], self.axis[-1])) for v in (s.x, s.y))
        art.spot.set_data([x], [y])
        row, column = (int(np.argmin(np.abs(self.axis - v))) for v in (y, x))
        art.cuts[0].set_data(self.axis, self.heights[row])
        art.cuts[1].set_data(self.axis, self.heights[:, column])
        here, trained = (
            self.landscape.loss(self.landscape.last + np.array(v) @ self.directions) for v in ((x, y), (0, 0))
        )
        return f"loss at ({x:.2f}, {y:.2f}): <b>{here:.4g}</b>; of the trained network: <b>{trained:.4g}</b>"

    def touched(self, kind, axes, x, y):
        if axes is self._figure.axes[0] and kind != "up":
            self.set(x=float(np.clip(x, -3, 3)), y=float(np.clip(y, -3, 3)))

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

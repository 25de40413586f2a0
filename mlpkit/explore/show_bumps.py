"""Bumps and towers: build a function of one input from pairs of hidden units, and a tower over the plane from four."""

from types import SimpleNamespace

import numpy as np
from scipy.optimize import lsq_linear

from mlpkit.activations import ACTIVATIONS
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, button, choice, group, groups, log_slider, more, slider
from mlpkit.explore.images import quick_image
from mlpkit.palette import BLACK, BLUE, GREY, LINES
from mlpkit.plots.base import colour_bar

X = np.linspace(0, 1, 401)
TARGETS = {
    "wave": lambda x: 0.5 + 0.4 * np.sin(2 * np.pi * x),
    "parabola": lambda x: 4 * (x - 0.5) ** 2,
    "step": lambda x: np.where(x < 0.4, 0.2, 0.8),
    "rough": lambda x: 0.5 + 0.3 * np.sin(5 * x) + 0.15 * np.sin(31 * x),
}
MOST = 16
LOWEST, HIGHEST = -1.0, 1.5
SIDE = 61


def bumps_sum(heights, steepness, x=X):
    """The sum of len(heights) bumps side by side on [0, 1], and each of them: Σᵢ hᵢ [σ(s (x − lᵢ)) − σ(s (x − rᵢ))].

    σ is the registry's sigmoid, so that a sigmoid of the reader's own shows.
    """
    sigmoid = ACTIVATIONS["sigmoid"].f
    edges = np.linspace(0, 1, len(heights) + 1)
    steps = np.array([sigmoid(steepness * (x - edge)) for edge in edges])
    each = np.asarray(heights)[:, None] * (steps[:-1] - steps[1:])
    return each.sum(axis=0), each


def closest(wanted, n, steepness):
    """The heights, within reach of the slider, of the n bumps whose sum is closest to `wanted` in the mean square."""
    each = bumps_sum(np.ones(n), steepness)[1]
    return lsq_linear(each.T, wanted, (LOWEST, HIGHEST), method="bvls").x


def tower(left, right, steepness, side=SIDE):
    """Two bumps, one along each input, added and cut at 3/2 by an output unit: a tower over a square."""
    sigmoid = ACTIVATIONS["sigmoid"].f
    x = np.linspace(0, 1, side)
    bump = sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right))
    return sigmoid(steepness * (bump[None, :] + bump[:, None] - 1.5))


def middles(n):
    """The middle of each of n bumps side by side on [0, 1]."""
    return (np.arange(n) + 0.5) / n


class Bumps(Explorer):
    """See `bumps`."""

    recorded = (("n", 16),)

    def __init__(self):
        self.heights = self.by_hand = np.full(5, 0.5)  # by_hand: None where they are fitted
        self.fit_button = button("fit the heights", self.fit, "so that the sum comes as close to the target as it can")
        self.one_more = button("+ bump", lambda: self.set(n=min(self.state.n + 1, MOST)), "two more hidden units")
        self.one_less = button("− bump", lambda: self.set(n=max(self.state.n - 1, 1)), "two hidden units less")
        super().__init__(
            target=choice("target", list(TARGETS), "wave", "the function to build"),
            n=slider("bumps", 5, 1, MOST, hint="two hidden units each"),
            steepness=log_slider("steepness", 100.0, 0.5, 3, "s of each sigmoid", fmt=".0f"),
            bump=slider("bump", 1, 1, MOST, hint="the one whose height is set; or drag any"),
            height=slider("its height", 0.5, LOWEST, HIGHEST, 0.01, "or drag the bump in the picture"),
            left=slider("tower from", 0.3, 0.0, 1.0, 0.01, "left edge in both inputs"),
            right=slider("tower to", 0.7, 0.0, 1.0, 0.01, "right edge in both inputs"),
        )
        self.picture.pointer = True
        self.controls["bump"].observe(self.look_up, "value")
        self.answer("height", lambda change: self.write(change["new"]))

    def above(self):
        return [bar(self.one_less, self.one_more, self.fit_button)]

    def below(self):
        c = self.controls
        return [
            groups(group("build", c["target"], c["n"], c["steepness"]), group("one bump", c["bump"], c["height"])),
            more(group("the tower", c["left"], c["right"]), label="the tower's edges"),
        ]

    def set(self, **values):
        """As any explorer's; h1, h2, … are heights of bumps, from the left."""
        tops = {int(name[1:]) - 1: values.pop(name) for name in list(values) if name[0] == "h" and name[1:].isdigit()}
        super().set(**values)
        self.prepare(self.state)
        if tops:
            self.by_hand = self.heights.copy()
            self.by_hand[list(tops)] = list(tops.values())
            self.heights = self.by_hand
        self.look_up()
        self.changed()
        return self

    def fit(self):
        """Bring the sum as close to the target as it comes; bumps that are added later are fitted as well."""
        s, self.by_hand = self.state, None
        self.heights = closest(TARGETS[s.target](X), s.n, s.steepness)
        self.look_up()
        self.changed()

    def look_up(self, _=None):
        """Show the height of the bump that is chosen."""
        bump = min(self.state.bump, len(self.heights)) - 1
        with self.hold(redraw=False):
            self.controls["height"].value = float(np.clip(self.heights[bump], LOWEST, HIGHEST))

    def write(self, height):
        """Give the chosen bump this height."""
        bump = min(self.state.bump, len(self.heights)) - 1
        if abs(self.heights[bump] - height) > 1e-9:
            self.by_hand = self.heights.copy()
            self.by_hand[bump] = height
            self.heights = self.by_hand
            self.changed()

    def prepare(self, s):
        if len(self.heights) == s.n:
            return
        if self.by_hand is None:
            self.heights = closest(TARGETS[s.target](X), s.n, s.steepness)
        else:  # the shape stays, in more or fewer pieces
            self.heights = self.by_hand[(middles(s.n) * len(self.by_hand)).astype(int)]
        self.controls["bump"].max = s.n
        self.look_up()

    def build(self, fig, s):
        left, right = self.grid(fig, 2, 4.6, 3.5)
        left.set(xlim=(0, 1), ylim=(-1.1, 1.6), xlabel="x", title="Drag a bump up or down")
        left.axhline(0, color=GREY, lw=0.8)
        each = [left.plot([], [], color=LINES[i % 7], lw=1, alpha=0.7)[0] for i in range(MOST)]
        target = left.plot([], [], "--", color=BLACK, lw=1.5, label="target")[0]
        total = left.plot([], [], color=BLUE, lw=2.5, label="network")[0]
        left.legend(loc="lower right")
        right.set(xlabel="x₁", ylabel="x₂", title="A tower from five units; drag an edge")
        image = quick_image(
            right, np.zeros((SIDE, SIDE)), extent=(0, 1, 0, 1), origin="lower", vmin=0, vmax=1, cmap="cividis"
        )
        image.set_interpolation("bilinear")
        colour_bar(right, image, "" if self.narrow(fig, 600) else "output")
        return SimpleNamespace(each=each, target=target, total=total, image=image)

    def update(self, art, s):
        total, each = bumps_sum(self.heights, s.steepness)
        wanted = TARGETS[s.target](X)
        for i, line in enumerate(art.each):
            line.set_data(*((X, each[i]) if i < s.n else ([], [])))
        art.total.set_data(X, total)
        art.target.set_data(X, wanted)
        art.image.set_data(tower(*sorted((s.left, s.right)), s.steepness))
        error = np.abs(total - wanted)
        return (
            f"{s.n} bump{'s' * (s.n > 1)}, {2 * s.n} hidden units: largest error <b>{error.max():.3f}</b>, "
            f"mean error <b>{error.mean():.3f}</b>"
        )

    def touched(self, kind, axes, x, y):
        s = self.state
        if kind not in ("down", "move"):
            return
        if axes is self._figure.axes[0] and 0 <= x < 1:
            with self.hold():
                self.controls["bump"].value = int(x * s.n) + 1
                self.controls["height"].value = float(np.clip(y, LOWEST, HIGHEST))
        elif axes is self._art.image.axes:
            edge = "left" if abs(x - s.left) < abs(x - s.right) else "right"
            self.set(**{edge: float(np.clip(x, 0, 1))})

    def alt(self, s):
        return (
            f"{s.n} bumps of two sigmoid units each, their sum, and the target ({s.target}); beside it a tower over "
            f"the square from {s.left:.2f} to {s.right:.2f}, for steepness {s.steepness:.0f}"
        )


def bumps(**settings):
    """Explore what hidden units can build: bumps of two sigmoids each, and a tower over the plane.

    settings: first values of controls, such as n=8 or steepness=30; h1, h2, … are the heights.
    The sigmoid is the registry's.
    """
    return Bumps().set(**settings)

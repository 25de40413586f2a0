"""Bumps and towers: build a function of one input from pairs of hidden units, and a tower over the plane from four."""

from types import SimpleNamespace

import numpy as np
from scipy.optimize import lsq_linear

from mlpkit.activations import ACTIVATIONS
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, button, choice, group, groups, log_slider, more, slider
from mlpkit.explore.fast_text import apart, words
from mlpkit.explore.images import quick_image
from mlpkit.explore.names import leave_room
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
NAMES = ("target", "network")
LOWEST, HIGHEST = -1.0, 1.5
SIDE = 121


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


def in_units(bump, heights, steepness):
    """A bump as the two hidden units it is made of, with their weights and biases."""
    height = round(heights[bump - 1], 2)
    first, second = (
        f"{abs(height):.2f} σ({round(steepness, 1):g} x{f' − {round(steepness * edge, 1):g}' if edge else ''})"
        for edge in ((bump - 1) / len(heights), bump / len(heights))
    )
    return f"bump {bump} = {first} − {second}" if height >= 0 else f"bump {bump} = −{first} + {second}"


def middles(n):
    """The middle of each of n bumps side by side on [0, 1]."""
    return (np.arange(n) + 0.5) / n


class Bumps(Explorer):
    """See `bumps`."""

    recorded = (("n", 16),)

    def __init__(self):
        self.heights = self.by_hand = np.full(5, 0.5)  # by_hand: None where they are fitted
        self.fitted_to = self.edge = None  # the target; what the pointer holds of the tower
        self.fit_button = button("fit the heights", self.fit, "so that the sum comes as close to the target as it can")
        self.one_more = button("+ bump", lambda: self.set(n=min(self.state.n + 1, MOST)), "two more hidden units")
        self.one_less = button("− bump", lambda: self.set(n=max(self.state.n - 1, 1)), "two hidden units less")
        super().__init__(
            target=choice("target", list(TARGETS), "wave", "the function to build"),
            n=slider("bumps", 5, 1, MOST, hint="two hidden units each"),
            steepness=log_slider("steepness", 100.0, 0.5, 3, "s of each sigmoid", fmt=".0f"),
            bump=slider("bump", 1, 1, 5, hint="the one whose height is set; or drag any"),
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
        super().set(**{name: values.pop(name) for name in ("target", "n") if name in values})
        self.prepare(self.state)
        super().set(**values)
        if outside := [top + 1 for top in tops if not 0 <= top < len(self.heights)]:
            raise ValueError(f"no bump {outside[0]}; there are {len(self.heights)}")
        if tops:
            self.by_hand = self.heights.copy()
            self.by_hand[list(tops)] = list(tops.values())
            self.heights = self.by_hand
        self.look_up()
        self.changed()
        return self

    def fit(self):
        """Bring the sum as close to the target as it comes; added bumps and other targets are fitted as well."""
        self.by_hand = self.fitted_to = None
        self.prepare(self.state)
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
        if len(self.heights) == s.n and (self.by_hand is not None or self.fitted_to == s.target):
            return
        if self.by_hand is None:
            self.heights, self.fitted_to = closest(TARGETS[s.target](X), s.n, s.steepness), s.target
        else:  # the shape stays, in more or fewer pieces
            self.heights = self.by_hand[(middles(s.n) * len(self.by_hand)).astype(int)]
        self.controls["bump"].max = s.n
        self.look_up()

    def build(self, fig, s):
        left, right = self.grid(fig, 2, 4.6, 3.5)
        left.set(ylim=(-1.1, 1.6), xlabel="x", title="Drag a bump up or down")
        leave_room(left, 0, 1, NAMES)
        left.plot([0, 1], [0, 0], color=GREY, lw=0.8)
        each = [left.plot([], [], color=LINES[i % 7], lw=1, alpha=0.7)[0] for i in range(MOST)]
        target = left.plot([], [], "--", color=BLACK, lw=1.5)[0]
        total = left.plot([], [], color=BLUE, lw=2.5)[0]
        names = [words(left, 1.03, 0, name, ha="left", color=c) for name, c in zip(NAMES, (BLACK, BLUE), strict=True)]
        right.set(xlabel="x₁", ylabel="x₂", title="A tower from five units; drag an edge")
        image = quick_image(
            right, np.zeros((SIDE, SIDE)), extent=(0, 1, 0, 1), origin="lower", vmin=0, vmax=1, cmap="cividis"
        )
        image.set_interpolation("bilinear")
        colour_bar(right, image, "" if self.narrow(fig, 600) else "output")
        return SimpleNamespace(each=each, target=target, total=total, names=names, image=image)

    def update(self, art, s):
        total, each = bumps_sum(self.heights, s.steepness)
        wanted = TARGETS[s.target](X)
        for i, line in enumerate(art.each):
            line.set_data(*((X, each[i]) if i < s.n else ([], [])))
            line.set(linewidth=2 if i + 1 == s.bump else 1)
        art.total.set_data(X, total)
        art.target.set_data(X, wanted)
        art.image.set_data(tower(*sorted((s.left, s.right)), s.steepness))
        for text, y in zip(art.names, apart([wanted[-1], total[-1]], 0.16), strict=True):
            text.set_y(y)
        error, n = np.abs(total - wanted), s.n
        return (
            f"{n} bump{'s' * (n > 1)}, {2 * n} hidden units: mean error <b>{error.mean():.3f}</b>, "
            f"largest error <b>{error.max():.3f}</b> at x = {X[error.argmax()]:.2f}; "
            f"{in_units(min(s.bump, n), self.heights, s.steepness)}"
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
            if kind == "down":
                ways = [(abs(at - edge), k, name) for k, at in enumerate((x, y)) for name, edge in self.edges(s)]
                self.edge = min(ways)[1:]
            k, name = self.edge
            self.set(**{name: float(np.clip((x, y)[k], 0, 1))})

    def edges(self, s):
        return [("left", s.left), ("right", s.right)]

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

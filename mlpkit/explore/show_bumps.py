"""Bumps and towers: build a function of one input from pairs of hidden units, and a tower over the plane from four."""

from types import SimpleNamespace

import numpy as np

from mlpkit.activations import ACTIVATIONS
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import button, choice, log_slider, row, slider
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


def tower(left, right, steepness, side=SIDE):
    """Two bumps, one along each input, added and cut at 3/2 by an output unit: a tower over a square."""
    sigmoid = ACTIVATIONS["sigmoid"].f
    x = np.linspace(0, 1, side)
    bump = sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right))
    return sigmoid(steepness * (bump[None, :] + bump[:, None] - 1.5))


class Bumps(Explorer):
    """See `bumps`."""

    def __init__(self):
        self.fit_button = button("fit the heights", self.fit, "to the target, at the middle of each bump")
        super().__init__(
            target=choice("target", list(TARGETS), "wave", "the function to build"),
            n=slider("bumps", 5, 1, MOST, hint="two hidden units each"),
            steepness=log_slider("steepness", 100.0, 0.5, 3, "s of each sigmoid"),
            left=slider("tower from", 0.3, 0.0, 1.0, 0.01, "left edge in both inputs"),
            right=slider("tower to", 0.7, 0.0, 1.0, 0.01, "right edge in both inputs"),
            **{f"h{i}": slider(f"h{i + 1}", 0.5, -1.0, 1.5, 0.01, f"height of bump {i + 1}") for i in range(MOST)},
        )
        self.picture.pointer = True

    def arrange(self):
        c = self.controls
        heights = row(*(c[f"h{i}"] for i in range(MOST)))
        return row(c["target"], c["n"], c["steepness"], self.fit_button, c["left"], c["right"], heights)

    def heights(self, s):
        return np.array([getattr(s, f"h{i}") for i in range(s.n)])

    def fit(self):
        """Each bump as high as the target in its middle."""
        s = self.state
        middles = (np.arange(s.n) + 0.5) / s.n
        self.set(**{f"h{i}": float(h) for i, h in enumerate(TARGETS[s.target](middles))})

    def prepare(self, s):
        for i in range(MOST):
            self.controls[f"h{i}"].layout.display = "" if i < s.n else "none"

    def build(self, fig, s):
        left, right = self.grid(fig, 2, 4.6, 3.5)
        left.set(xlim=(0, 1), ylim=(-1.1, 1.6), xlabel="x", title="drag a bump up or down")
        left.axhline(0, color=GREY, lw=0.8)
        each = [left.plot([], [], color=LINES[i % 7], lw=1, alpha=0.7)[0] for i in range(MOST)]
        target = left.plot([], [], "--", color=BLACK, lw=1.5, label="target")[0]
        total = left.plot([], [], color=BLUE, lw=2.5, label="network")[0]
        left.legend(loc="lower right", fontsize="x-small")
        right.set(xlabel="x₁", ylabel="x₂", title="a tower from five units")
        image = right.imshow(
            np.zeros((SIDE, SIDE)), extent=(0, 1, 0, 1), origin="lower", vmin=0, vmax=1, cmap="cividis"
        )
        colour_bar(right, image, "output")
        return SimpleNamespace(each=each, target=target, total=total, image=image)

    def update(self, art, s):
        total, each = bumps_sum(self.heights(s), s.steepness)
        wanted = TARGETS[s.target](X)
        for i, line in enumerate(art.each):
            line.set_data(*((X, each[i]) if i < s.n else ([], [])))
        art.total.set_data(X, total)
        art.target.set_data(X, wanted)
        art.image.set_data(tower(s.left, s.right, s.steepness))
        error = np.abs(total - wanted)
        return (
            f"{s.n} bumps, {2 * s.n} hidden units: largest error <b>{error.max():.3f}</b>, "
            f"mean error <b>{error.mean():.3f}</b>"
        )

    def touched(self, kind, axes, x, y):
        s = self.state
        if axes is self._figure.axes[0] and kind != "up" and 0 <= x < 1:
            self.set(**{f"h{int(x * s.n)}": float(np.clip(y, -1, 1.5))})

    def alt(self, s):
        return (
            f"{s.n} bumps of two sigmoid units each, their sum, and the target ({s.target}); beside it a tower over "
            f"the square from {s.left:.2f} to {s.right:.2f}, for steepness {s.steepness:.0f}"
        )


def bumps(**settings):
    """Explore what hidden units can build: bumps of two sigmoids each, and a tower over the plane.

    settings: first values of controls, such as n=8 or steepness=30. The sigmoid is the registry's.
    """
    return Bumps().set(**settings)

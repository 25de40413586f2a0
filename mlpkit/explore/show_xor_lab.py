"""XOR lab: two hidden units with all nine numbers in reach, the input plane and the hidden plane side by side."""

from types import SimpleNamespace

import numpy as np

from mlpkit.activations import ACTIVATIONS
from mlpkit.backprop import backward_pass, forward_pass
from mlpkit.datasets import xor
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, button, choice, group, groups, log_slider, slider
from mlpkit.explore.fast_text import signed, words
from mlpkit.explore.images import quick_image
from mlpkit.explore.names import put_beside, shared
from mlpkit.explore.player import Player
from mlpkit.explore.playground.drawing import HIGH, LOW, PALE
from mlpkit.losses import LOSSES
from mlpkit.palette import BLACK, BLUE, GREY, RED, class_style

NUMBERS = {  # the name of a slider: layer, and its place in W (j, i) or b (j)
    "w11": (0, (0, 0)), "w12": (0, (0, 1)), "b1": (0, (0,)),
    "w21": (0, (1, 0)), "w22": (0, (1, 1)), "b2": (0, (1,)),
    "v1": (1, (0, 0)), "v2": (1, (0, 1)), "c": (1, (0,)),
}  # fmt: skip
NODES = {"x₁": (0, 2), "x₂": (0, -1.4), "a₁": (4, 2), "a₂": (4, -1.4), "y": (8, 0.3)}
ENDS = {
    f"{kind}{j}{i}" if kind == "w" else f"{kind}{i}": (NODES[start], NODES[end])
    for kind, j, i, start, end in (
        ("w", 1, 1, "x₁", "a₁"), ("w", 1, 2, "x₂", "a₁"), ("w", 2, 1, "x₁", "a₂"), ("w", 2, 2, "x₂", "a₂"),
        ("v", 1, 1, "a₁", "y"), ("v", 1, 2, "a₂", "y"),
    )
}  # fmt: skip
ALONG = {"w12": 0.36, "w21": 0.36}  # of the edge: where the number stands; in the middle these two would meet
PLACES = {n: tuple(np.add(a, np.subtract(b, a) * ALONG.get(n, 0.5))) for n, (a, b) in ENDS.items()}
PLACES |= {"b1": (4, 0.75), "b2": (4, -2.65), "c": (8, -0.95)}
BY_HAND = dict(zip(NUMBERS, (1, 1, 0, 1, 1, -1, 1, -2, 0), strict=True))
TOO_LARGE = " The loss rose in {} of the last {} steps: the rate is too large; take a smaller one, then a random start."
SIDE = 41
AXIS = np.linspace(-0.5, 1.5, SIDE)
PLANE = np.column_stack([a.ravel() for a in np.meshgrid(AXIS, AXIS)])
X, LABELS = xor()
X, T = X.astype(float), LABELS[:, None].astype(float)
CORNERS = [f"{x[0]:.0f}{x[1]:.0f}" for x in X]


class XorLab(Explorer):
    """See `xor_lab`."""

    recorded = (("b2", 21),)

    def __init__(self):
        self.losses, self.rng, self.remark, self.drag = [], np.random.default_rng(0), "", None
        self.left, self.since = None, 0  # the state after the last step, and how many there were when a hand changed it
        self.player = Player(self, self.step, pace=0.04)
        self.by_hand = button("hand-made", lambda: self.restart(BY_HAND), "the weights of the lecture")
        self.random = button("random start", self.draw_weights, "nine numbers from N(0, 1)")
        self.number = choice("number", list(NUMBERS), "w11", "the one to change; or click it in the network")
        made = {n: slider(n, float(v), -4.0, 4.0, 0.05, _place(n)) for n, v in BY_HAND.items()}
        names = [n for n in ("relu", "tanh", "sigmoid", "step", "identity") if n in ACTIVATIONS]
        f = choice("activation f", names, "relu", "of the two hidden units")
        super().__init__(**made, f=f, rate=log_slider("learning rate", 0.1, -3, 1, "η of training"))
        self.picture.pointer = True
        self.number.observe(self.changed, "value")

    def above(self):
        return [bar(self.player.box, self.by_hand, self.random)]

    def below(self):
        c = self.controls
        number = group("one of the nine numbers; or drag it", self.number, *(c[n] for n in NUMBERS))
        return [groups(number, group("training", c["rate"], c["f"]))]

    def prepare(self, s):
        for n in NUMBERS:
            seen = n == self.number.value
            self.controls[n].layout.display = "" if seen else "none"
            self.controls[n].continuous_update = seen  # else the page answers each new value with that value rounded

    def touched(self, kind, axes, x, y):
        """Take hold of the nearest number of the network; up makes it larger."""
        if axes is not self._figure.axes[0]:
            return
        if kind == "down":
            away = {n: np.hypot(*np.subtract(PLACES[n], (x, y))) for n in NUMBERS}
            name = min(away, key=away.get)
            self.drag = (name, y, getattr(self.state, name)) if away[name] < 0.7 else None
            if self.drag:
                self.number.value = name
        elif kind == "move" and self.drag:
            name, start, value = self.drag
            self.set(**{name: float(np.clip(round((value + y - start) / 0.05) * 0.05, -4, 4))})

    def restart(self, values):
        """These nine numbers, and no past."""
        self.player.pause()
        self.losses, self.remark = [], ""
        self.set(**{n: float(v) for n, v in values.items()})

    def draw_weights(self):
        self.restart(dict(zip(NUMBERS, np.round(self.rng.standard_normal(9), 2), strict=True)))

    def network(self, s):
        """Weights, biases and activations of the state."""
        weights, biases = [np.zeros((2, 2)), np.zeros((1, 2))], [np.zeros(2), np.zeros(1)]
        for name, (layer, place) in NUMBERS.items():
            (weights if len(place) == 2 else biases)[layer][place] = getattr(s, name)
        return weights, biases, [ACTIVATIONS[s.f], ACTIVATIONS["identity"]]

    def loss(self, s):
        """The squared error on the four points, and its gradient by the name of each number."""
        weights, biases, f = self.network(s)
        Zs, As = forward_pass(X, weights, biases, f)
        loss, dY = LOSSES["mse"](As[-1], T)
        dW, db = backward_pass(dY, Zs, As, weights, f)
        return loss, {n: (dW if len(p) == 2 else db)[r][p] for n, (r, p) in NUMBERS.items()}

    def step(self, times=10):
        """Ten steps of gradient descent; returns False when the slope is nearly gone."""
        s = self.state
        self.since = self.since if vars(s) == self.left else len(self.losses)
        for _ in range(times):
            loss, slopes = self.loss(s)
            self.losses.append(loss)
            for name, slope in slopes.items():
                setattr(s, name, float(np.clip(getattr(s, name) - s.rate * slope, -4, 4)))
        with self.hold(redraw=False):
            for n in NUMBERS:
                self.controls[n].value = getattr(s, n)
        self.left = vars(self.state)
        if max(map(abs, slopes.values())) > 1e-6:
            rose = int(np.sum(np.diff(self.losses[-times:]) > 1e-4))
            best = min(self.losses[self.since : -times], default=np.inf)
            learns = min(self.losses[-times:]) < best  # at a kink of relu it may rise, and falls on
            self.remark = TOO_LARGE.format(rose, times - 1) if rose and not learns else ""
            at_end = [n for n in NUMBERS if abs(getattr(s, n)) == 4]
            self.remark += f" Held at ±4, where the sliders end: {', '.join(at_end)}." if at_end else ""
            return True
        right = int(np.sum((forward_pass(X, *self.network(self.state))[1][-1][:, 0] > 0.5) == LABELS))
        place = "a minimum" if right == 4 else "a flat place that is not a solution: try another start"
        self.remark = f" Training has stopped: the slope is gone, {right} of 4 right, {place}."
        return False

    def shape(self, s):
        limit = max(200, 2 ** int(np.ceil(np.log2(len(self.losses) + 1))))
        highest = 0.4 * 2 ** np.ceil(np.log2(max([0.4, *self.losses]) / 0.4)) if self.losses else 0.0
        return limit, highest, self.hidden_frame(s)

    def hidden_frame(self, s):
        """How far the hidden plane is drawn, in steps so that it does not jitter."""
        h = np.nan_to_num(forward_pass(X, *self.network(s))[1][1])
        return tuple(np.array([np.floor(h.min() - 0.3), np.ceil(h.max() + 0.3)]))

    def build(self, fig, s):
        limit, highest, frame = self.shape(s)
        net, left, middle = self.grid(fig, 3)
        art = self.build_network(net)
        art.losses = self.build_losses(net.inset_axes((0.1, 0.0, 0.86, 0.24)), limit, highest) if highest else []
        left.set(xlim=AXIS[[0, -1]], ylim=AXIS[[0, -1]], ylabel="x₂", title="Input plane and y")
        left.set_xlabel("x₁ (z₁ = 0 dashed, z₂ = 0 dotted)")
        middle.set(xlim=frame, ylim=frame, xlabel="a₁ (y = ½ on the line)", ylabel="a₂", title="Hidden plane")
        art.fill = quick_image(left, np.zeros((SIDE, SIDE)), extent=(-0.5, 1.5, -0.5, 1.5), origin="lower", cmap=PALE)
        art.fill.set(clim=(0, 1), interpolation="bilinear")
        art.lines = [left.plot([], [], ls, color=GREY, lw=1.5)[0] for ls in ("--", ":")]
        art.border = middle.plot([], [], color=BLACK, lw=1.5)[0]
        art.marks = [
            [ax.plot([], [], linestyle="none", mec=BLACK, ms=10, **class_style(k))[0] for k in (0, 1)]
            for ax in (left, middle)
        ]
        art.names = [words(middle, 0, 0, paper=True, zorder=4) for x in X]
        art.said = [words(left, x[0], x[1] - 0.2) for x in X]
        return art

    def build_losses(self, ax, limit, highest):
        """The curve of the loss and its end, below the network, once there is something to see."""
        ax.spines[["top", "right"]].set_visible(False)
        ax.set(xlim=(-0.03 * limit, limit), ylim=(-0.04 * highest, highest), xticks=(0, limit), yticks=(0, highest))
        ax.tick_params(labelsize=8)
        ax.set_title("loss by step", fontsize=9, loc="right", y=0.8)
        return [ax.plot([], [], color=BLUE)[0], ax.plot([], [], "o", color=BLUE, ms=5)[0]]

    def build_network(self, ax):
        """Nodes, and the nine numbers where they belong: weights on edges, biases below their units."""
        ax.set(xlim=(-0.5, 8.6), ylim=(-5.6, 3.6), title="The network; drag a number")
        ax.axis("off")
        edges = {n: ax.plot(*np.transpose(ends), zorder=1)[0] for n, ends in ENDS.items()}
        nodes = [ax.plot([x], [y], "o", ms=26, mfc="white", mec=BLACK, clip_on=False)[0] for x, y in NODES.values()]
        names = [words(ax, x, y, name, zorder=4) for name, (x, y) in NODES.items()]
        numbers = {n: words(ax, *place, paper=True, zorder=4) for n, place in PLACES.items()}
        return SimpleNamespace(edges=edges, numbers=numbers, nodes=nodes, node_names=names)

    def update(self, art, s):
        weights, biases, f = self.network(s)
        _, (_, H, Y) = forward_pass(X, weights, biases, f)
        art.fill.set_data(forward_pass(PLANE, weights, biases, f)[1][-1].reshape(SIDE, SIDE))
        for line, w, b in zip(art.lines, weights[0], biases[0], strict=True):
            line.set_data(*_where_zero(w, b, 2.0))
        art.border.set_data(*_where_zero(weights[1][0], biases[1][0] - 0.5, 10.0))
        for marks, points in zip(art.marks, (X, H), strict=True):
            for mark, label in zip(marks, (0, 1), strict=True):
                mark.set_data(*points[label == LABELS].T)
        for text, name in zip(art.names, shared(CORNERS, H, 0.04 * np.ptp(self.hidden_frame(s))), strict=True):
            text.set_text(name)
        put_beside(art.names, H, 0.07)
        right = (Y[:, 0] > 0.5) == LABELS
        for text, y, good in zip(art.said, Y[:, 0], right, strict=True):
            text.set(text=f"{signed(y)} {'✓' if good else '✗'}", color=BLACK if good else RED)
        self.show_numbers(art, s)
        loss = LOSSES["mse"](Y, T)[0]
        steps, losses = np.arange(len(self.losses) + 1), [*self.losses, loss]
        for line, first in zip(art.losses, (0, -1), strict=False):
            line.set_data(steps[first:], losses[first:])
        ys = ", ".join(f"y({x[0]:.0f}, {x[1]:.0f}) = {signed(y)}" for x, y in zip(X, Y[:, 0], strict=True))
        return f"<b>{right.sum()} of 4</b> right, loss <b>{loss:.4f}</b>: {ys}.{self.remark}"

    def show_numbers(self, art, s):
        """Each number in its place, its edge as thick as it is large; the one to change stands out."""
        for name, text in art.numbers.items():
            value, chosen = getattr(s, name), name == self.number.value
            text.set(text=signed(value), color=RED if chosen else BLACK, weight="bold" if chosen else "normal")
            if name in art.edges:
                colour = HIGH if value >= 0 else LOW
                art.edges[name].set(color=colour, lw=0.5 + abs(value), ls="-" if value >= 0 else (0, (3, 1)))

    def alt(self, s):
        numbers = ", ".join(f"{n} = {getattr(s, n):.2f}" for n in NUMBERS)
        return f"the plane of the inputs and the plane of two {s.f} units with the four points of XOR, for {numbers}"


def _where_zero(w, b, reach):
    """Two far points of the line w·x + b = 0, or nothing where there is none."""
    if not np.any(w):
        return [], []
    foot, along = -b * w / (w @ w), np.array([-w[1], w[0]]) / np.linalg.norm(w)
    return np.transpose([foot - 3 * reach * along, foot + 3 * reach * along])


def _place(name):
    layer, place = NUMBERS[name]
    unit = "the output" if layer else f"hidden unit {place[0] + 1}"
    return f"bias of {unit}" if len(place) == 1 else f"weight to {unit} from {'ax'[not layer]}{place[1] + 1}"


def xor_lab(**settings):
    """Explore XOR: y = v₁ f(w₁₁ x₁ + w₁₂ x₂ + b₁) + v₂ f(w₂₁ x₁ + w₂₂ x₂ + b₂) + c, by hand and by training.

    settings: first values of controls, such as f="tanh" or b2=-1.5. f is the registry's: your own, where in use.
    """
    return XorLab().set(**settings)

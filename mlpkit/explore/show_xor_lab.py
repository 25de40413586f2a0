"""XOR lab: two hidden units with all nine numbers on sliders, the input plane and the hidden plane side by side."""

from types import SimpleNamespace

import numpy as np

from mlpkit.activations import ACTIVATIONS
from mlpkit.backprop import backward_pass, forward_pass
from mlpkit.datasets import xor
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import button, choice, log_slider, row, slider
from mlpkit.explore.player import Player
from mlpkit.explore.playground.drawing import PALE
from mlpkit.losses import LOSSES
from mlpkit.palette import BLACK, BLUE, GREY, ORANGE

NUMBERS = {  # the name of a slider: layer, and its place in W (j, i) or b (j)
    "w11": (0, (0, 0)), "w12": (0, (0, 1)), "b1": (0, (0,)),
    "w21": (0, (1, 0)), "w22": (0, (1, 1)), "b2": (0, (1,)),
    "v1": (1, (0, 0)), "v2": (1, (0, 1)), "c": (1, (0,)),
}  # fmt: skip
BY_HAND = dict(zip(NUMBERS, (1, 1, 0, 1, 1, -1, 1, -2, 0), strict=True))
SIDE = 41
AXIS = np.linspace(-0.5, 1.5, SIDE)
PLANE = np.column_stack([a.ravel() for a in np.meshgrid(AXIS, AXIS)])
X, LABELS = xor()
X, T = X.astype(float), LABELS[:, None].astype(float)


class XorLab(Explorer):
    """See `xor_lab`."""

    def __init__(self):
        self.losses, self.rng = [], np.random.default_rng(0)
        self.player = Player(self, self.step)
        self.by_hand = button("hand-made", lambda: self.restart(BY_HAND), "the weights of the lecture")
        self.random = button("random start", self.draw_weights, "nine numbers from N(0, 1)")
        made = {n: slider(n, float(v), -4.0, 4.0, 0.05, _place(n)) for n, v in BY_HAND.items()}
        names = [n for n in ("relu", "tanh", "sigmoid", "step", "identity") if n in ACTIVATIONS]
        f = choice("activation f", names, "relu", "of the two hidden units")
        super().__init__(**made, f=f, rate=log_slider("learning rate", 0.1, -3, 1, "η of training"))

    def arrange(self):
        c = self.controls
        return row(row(self.player.box, self.by_hand, self.random, c["rate"], c["f"]), *(c[n] for n in NUMBERS))

    def restart(self, values):
        """These nine numbers, and no past."""
        self.player.pause()
        self.losses = []
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
        for _ in range(times):
            loss, slopes = self.loss(s)
            self.losses.append(loss)
            for name, slope in slopes.items():
                setattr(s, name, float(np.clip(getattr(s, name) - s.rate * slope, -4, 4)))
        with self.hold(redraw=False):
            for n in NUMBERS:
                self.controls[n].value = getattr(s, n)
        return bool(max(map(abs, slopes.values())) > 1e-6)

    def shape(self, s):
        limit = max(200, 2 ** int(np.ceil(np.log2(len(self.losses) + 1))))
        return limit, self.hidden_frame(s)

    def hidden_frame(self, s):
        """How far the hidden plane is drawn, in steps so that it does not jitter."""
        weights, biases, f = self.network(s)
        h = np.nan_to_num(forward_pass(X, weights, biases, f)[1][1])
        return tuple(np.array([np.floor(h.min() - 0.3), np.ceil(h.max() + 0.3)]))

    def build(self, fig, s):
        limit, frame = self.shape(s)
        left, middle, right = self.grid(fig, 3)
        left.set(xlim=AXIS[[0, -1]], ylim=AXIS[[0, -1]], xlabel="x₁", ylabel="x₂", title="input plane")
        middle.set(xlim=frame, ylim=frame, xlabel="h₁", ylabel="h₂", title="hidden plane")
        right.set(xlim=(-0.03 * limit, limit), ylim=(-0.015, 0.4), xlabel="step of training", title="loss")
        fill = left.imshow(np.zeros((SIDE, SIDE)), extent=(-0.5, 1.5, -0.5, 1.5), origin="lower", cmap=PALE)
        fill.set(clim=(0, 1), interpolation="bilinear")
        lines = [left.plot([], [], ls, color=GREY, lw=1.5)[0] for ls in ("--", ":")]
        border = middle.plot([], [], color=BLACK, lw=1.5)[0]
        marks = {
            ax: [ax.plot([], [], m, color=c, mec=BLACK, ms=10)[0] for m, c in (("s", ORANGE), ("o", BLUE))]
            for ax in (left, middle)
        }
        names = [middle.text(0, 0, "", fontsize=9) for x in X]
        curve, now = right.plot([], [], color=BLUE)[0], right.plot([], [], "o", color=BLUE, ms=5)[0]
        return SimpleNamespace(
            fill=fill, lines=lines, border=border, marks=list(marks.values()), names=names, curve=curve, now=now
        )

    def update(self, art, s):
        weights, biases, f = self.network(s)
        _, (_, H, Y) = forward_pass(X, weights, biases, f)
        surface = forward_pass(PLANE, weights, biases, f)[1][-1]
        art.fill.set_data(surface.reshape(SIDE, SIDE))
        for line, w, b in zip(art.lines, weights[0], biases[0], strict=True):
            line.set_data(*_where_zero(w, b, 2.0))
        art.border.set_data(*_where_zero(weights[1][0], biases[1][0] - 0.5, 10.0))
        for marks, points in zip(art.marks, (X, H), strict=True):
            for mark, label in zip(marks, (0, 1), strict=True):
                mark.set_data(*points[label == LABELS].T)
        for text, (name, h) in zip(art.names, _one_name_each(H), strict=True):
            text.set(text=name, position=np.add(h, [0.12, 0.12]))
        loss = LOSSES["mse"](Y, T)[0]
        art.curve.set_data(np.arange(len(self.losses)), self.losses)
        art.now.set_data([len(self.losses)], [loss])
        return _truth_table(H, Y[:, 0], loss)

    def alt(self, s):
        numbers = ", ".join(f"{n} = {getattr(s, n):.2f}" for n in NUMBERS)
        return f"the plane of the inputs and the plane of two {s.f} units with the four points of XOR, for {numbers}"


def _one_name_each(H):
    """A name for each corner and its place; corners that (nearly) meet share the name of the first: "01, 10"."""
    names, places = [], []
    for x, h in zip(X, H, strict=True):
        near = [k for k, place in enumerate(places) if names[k] and np.abs(h - place).max() < 0.1]
        name = f"{x[0]:.0f}{x[1]:.0f}"
        if near:
            names[near[0]] += f", {name}"
        names.append("" if near else name)
        places.append(h)
    return list(zip(names, places, strict=True))


def _where_zero(w, b, reach):
    """Two far points of the line w·x + b = 0, or nothing where there is none."""
    if not np.any(w):
        return [], []
    foot, along = -b * w / (w @ w), np.array([-w[1], w[0]]) / np.linalg.norm(w)
    return np.transpose([foot - 3 * reach * along, foot + 3 * reach * along])


def _truth_table(H, y, loss):
    rows = "".join(
        f"<tr><td>{x[0]:.0f} {x[1]:.0f}</td><td>{h[0]:.2f}</td><td>{h[1]:.2f}</td><td><b>{v:.2f}</b></td>"
        f"<td>{t}</td><td>{'right' if (v > 0.5) == t else 'wrong'}</td></tr>"
        for x, h, v, t in zip(X, H, y, LABELS, strict=True)
    )
    right = int(np.sum((y > 0.5) == LABELS))
    head = "<tr><th>x₁ x₂</th><th>h₁</th><th>h₂</th><th>y</th><th>t</th><th>y > ½ is</th></tr>"
    return f"<b>{right} of 4</b> right, loss <b>{loss:.4f}</b><table>{head}{rows}</table>"


def _place(name):
    layer, place = NUMBERS[name]
    unit = "the output" if layer else f"hidden unit {place[0] + 1}"
    return f"bias of {unit}" if len(place) == 1 else f"weight to {unit} from {'hx'[not layer]}{place[1] + 1}"


def xor_lab(**settings):
    """Explore XOR: y = v₁ f(w₁₁ x₁ + w₁₂ x₂ + b₁) + v₂ f(w₂₁ x₁ + w₂₂ x₂ + b₂) + c, by hand and by training.

    settings: first values of controls, such as f="tanh" or b2=-1.5. f is the registry's, so your own where it is
    in use.
    """
    return XorLab().set(**settings)

"""Backprop stepper: a 2-3-2 network with its numbers on nodes and edges, forward and backward one step at a time."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np

from mlpkit.activations import ACTIVATIONS
from mlpkit.explore.backprop_steps import RULES, STEPS, everything, formulas
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, button, choice, group, groups, more, slider
from mlpkit.explore.fast_text import brief, words
from mlpkit.explore.panels import filling
from mlpkit.explore.student import check_names
from mlpkit.palette import BLACK, BLUE, GREY, ORANGE, RED

SPOTS = [np.array([[0, 2.1], [0, -2.1]]), np.array([[4, 3], [4, 0], [4, -3]]), np.array([[8, 2.1], [8, -2.1]])]
FIRST_W = [np.array([[0.6, -0.4], [0.3, 0.8], [-0.5, 0.2]]), np.array([[0.7, -0.2, 0.4], [-0.6, 0.5, 0.9]])]
FIRST_B = [np.array([0.1, -0.2, 0.4]), np.array([0.0, 0.1])]
KINDS = ("input", "hidden", "output")
WEIGHTS = {
    f"{KINDS[r + 1]} {j + 1} ← {KINDS[r]} {i + 1}": (r, j, i) for r in (0, 1) for j, i in np.ndindex(FIRST_W[r].shape)
}
EDGES = list(WEIGHTS.values())
NAMES = WEIGHTS | {f"bias of {KINDS[r + 1]} {j + 1}": (r, j) for r in (0, 1) for j in range(len(FIRST_B[r]))}
SUB = "₁₂₃"
DIM = "#5f5f5f"
WIDEST = 11.0  # inches, of the picture


def _distance(spot, start, end):
    """From a point to the line between two others."""
    along = np.clip((spot - start) @ (end - start) / np.sum((end - start) ** 2), 0, 1)
    return float(np.linalg.norm(start + along * (end - start) - spot))


class BackpropStepper(Explorer):
    """See `backprop_stepper`."""

    recorded = (("step", 10),)

    def __init__(self, student):
        self.student, self._syncing, self.unit, self.updates = student, False, None, []
        self.weights, self.biases = [W.copy() for W in FIRST_W], [b.copy() for b in FIRST_B]
        self.back = button(
            "◀ back", lambda: self.go(-1), "one step back; before the first, the last update is taken back"
        )
        self.forward = button(
            "forward ▶", lambda: self.go(1), "one step forward; after the last, the update is carried out"
        )
        self.reset = button("reset", self.begin_again, "everything as it was made")
        self.edit = choice("edit", list(NAMES.items()), hint="the weight or bias to change")
        self.value = slider("its value", 0.6, -2.0, 2.0, 0.05, "everything downstream follows")
        steps = [(f"{i} {name}", i) for i, name in enumerate(STEPS)]
        super().__init__(
            step=choice("step", steps, 0, "how far the two passes have come"),
            x1=slider("x₁", 1.0, -2.0, 2.0, 0.1, "first input"),
            x2=slider("x₂", -0.5, -2.0, 2.0, 0.1, "second input"),
            t1=slider("t₁", 1.0, -2.0, 2.0, 0.1, "target of the first output"),
            t2=slider("t₂", 0.0, -2.0, 2.0, 0.1, "target of the second output"),
            f=choice("activation f", list(ACTIVATIONS), "tanh", "of the hidden units"),
            rate=slider("rate η", 0.1, 0.01, 1.0, 0.01, "of the update"),
        )
        self.edit.observe(self.look_up, "value")
        self.edit.observe(self.changed, "value")
        self.value.observe(self.write, "value")

        self.picture.pointer = True

    def above(self):
        return [bar(self.back, self.forward, self.controls["step"], self.reset)]

    def below(self):
        c = self.controls
        return [
            groups(group("a weight or bias; or click it", self.edit, self.value), group("the rule", c["f"], c["rate"])),
            more(group("the example", c["x1"], c["x2"], c["t1"], c["t2"]), label="inputs and targets"),
        ]

    def touched(self, kind, axes, x, y):
        """A click on a node marks its terms and offers its bias; one on an edge offers its weight."""
        if kind != "down" or axes is not self._figure.axes[0]:
            return
        self.unit, spot = None, np.array([x, y])
        for layer, spots in enumerate(SPOTS):
            j = int(np.argmin(np.linalg.norm(spots - spot, axis=1)))
            if np.linalg.norm(spots[j] - spot) < 0.75:
                self.unit = (layer, j)
                if layer:
                    self.edit.value = (layer - 1, j)
                self.changed()
                return
        near = {key: _distance(spot, SPOTS[key[0]][key[2]], SPOTS[key[0] + 1][key[1]]) for key in EDGES}
        key = min(near, key=near.get)
        if near[key] < 0.4:
            self.edit.value, self.unit = key, (key[0] + 1, key[1])
        self.changed()

    def array(self):
        """The array that holds the number being edited, and its place there."""
        layer, *place = self.edit.value
        return (self.weights if len(place) == 2 else self.biases)[layer], tuple(place)

    def look_up(self, _=None):
        array, place = self.array()
        self._syncing = True
        self.value.value = float(np.clip(array[place], -2, 2))
        self._syncing = False

    def write(self, change):
        if not self._syncing:
            array, place = self.array()
            array[place] = change["new"]
            self.changed()

    def go(self, by):
        """To the next step or the one before; past the last one update all numbers and start again."""
        s, arrays = self.state, [*self.weights, *self.biases]
        if s.step + by == len(STEPS):
            self.updates.append([array.copy() for array in arrays])
            v = self.numbers(s)
            for now, dw in zip(arrays, [*v.dW, *v.db], strict=True):
                now -= s.rate * dw
            self.look_up()
        elif s.step + by < 0:
            if not self.updates:
                return
            for now, before in zip(arrays, self.updates.pop(), strict=True):
                now[...] = before
            self.look_up()
        self.controls["step"].value = (s.step + by) % len(STEPS)

    def begin_again(self):
        self.weights, self.biases = [W.copy() for W in FIRST_W], [b.copy() for b in FIRST_B]
        self.updates, self.unit = [], None
        self.look_up()
        self.set(**self.beginning)
        self.changed()

    def numbers(self, s, weights=None, biases=None):
        x, t = (s.x1, s.x2), (s.t1, s.t2)
        return everything(weights or self.weights, biases or self.biases, x, t, s.f, self.student, self.attempt)

    def build(self, fig, s):
        small = self.narrow(fig, 800)
        width, height = (5.4, 5.2) if self.narrow(fig, 600) else (8.4, 4.6) if small else (9.7, 4.0)
        width = filling(self.picture, width, height, WIDEST) if fig is self._figure else width
        (ax,) = self.grid(fig, 1, width, height)
        size, node = (8, 52) if small else (9.2, 60)
        along = 0.34 if small else 0.3  # of an edge, from the outer end: where no two labels meet
        ax.set_position([0, 0, 1, 1])
        ax.set(xlim=(-1.3, 9.4), ylim=(-4.25, 4.35))
        ax.axis("off")
        art = SimpleNamespace(edges=[], weights=[], nodes=[], values=[], below=[])
        for r, (start, end) in enumerate(pairwise(SPOTS)):
            for j, i in np.ndindex(FIRST_W[r].shape):
                x, y = start[i] + abs(r - along) * (end[j] - start[i])
                art.edges.append(ax.plot(*np.transpose([start[i], end[j]]), color=GREY, zorder=1)[0])
                art.weights.append(words(ax, x, y, size=size, paper=True))
        for spots in SPOTS:
            for x, y in spots:
                art.nodes.append(ax.plot([x], [y], "o", ms=node, mfc="white", mec=BLACK, zorder=2)[0])
                art.values.append(words(ax, x, y, size=size, zorder=5))
                art.below.append(words(ax, x, y - 0.87, size=size, va="top", color=DIM, zorder=5))
        art.chosen = ax.plot([], [], color=ORANGE, lw=5, alpha=0.6, zorder=1.5)[0]
        art.loss = words(ax, 8, 0, size=size + 1)
        ax.text(0, 4.1, "inputs x", ha="center")
        ax.text(4, 4.1, "hidden units a = f(z)", ha="center")
        ax.text(8, 4.1, "outputs y", ha="center")
        return art

    def update(self, art, s):
        v = self.numbers(s)
        self.edges(art, s, v)
        self.nodes(art, s, v)
        weights = [W - s.rate * dW for W, dW in zip(self.weights, v.dW, strict=True)]
        biases = [b - s.rate * db for b, db in zip(self.biases, v.db, strict=True)]
        after = self.numbers(s, weights, biases).loss
        lines = formulas(s.step, v, self.weights, self.biases, s.f, s.rate, after, self.unit)
        art.loss.set_text("" if s.step < 4 else f"loss {brief(v.loss, 4)}")
        if s.step == 9:
            art.loss.set_text(f"loss {brief(v.loss, 4)}\n→ {brief(after, 4)}")
        begun = f" (round {len(self.updates) + 1})" if self.updates else ""
        return f"<b>Step {s.step}: {STEPS[s.step]}</b>{begun}<br>" + "<br>".join(lines)

    def edges(self, art, s, v):
        """Weights on the edges, and their gradients once they are known."""
        active = {1: 0, 3: 1, 6: 1, 7: 1, 8: 0}.get(s.step)
        for (r, j, i), line, text in zip(EDGES, art.edges, art.weights, strict=True):
            backward = s.step >= (8, 6)[r]
            ends_at_it = self.unit in (None, (r, i), (r + 1, j))  # the unit that was clicked
            line.set(
                color=(RED if s.step > 4 else BLUE) if r == active else GREY,
                lw=2.5 if r == active and ends_at_it else 1,
            )
            known = f"\n∂ {brief(v.dW[r][j, i])}" if backward else ""
            text.set(text=f"{brief(self.weights[r][j, i], 2)}{known}", color=RED if backward else BLACK)

    def nodes(self, art, s, v):
        """Values in the nodes as far as the passes have come; below them the bias and its gradient."""
        texts = [f"x{SUB[j]} {brief(value, 2)}" for j, value in enumerate(v.x)]
        for j in range(3):
            lines = [f"z{SUB[j]} {brief(v.z1[j])}"] * (s.step >= 1) + [f"a{SUB[j]} {brief(v.a1[j])}"] * (s.step >= 2)
            texts.append("\n".join(lines + [f"δ{SUB[j]} {brief(v.d1[j])}"] * (s.step >= 7)))
        for k in range(2):
            lines = [f"y{SUB[k]} {brief(v.y[k])}"] * (s.step >= 3) + [f"t{SUB[k]} {brief(v.t[k], 2)}"] * (s.step >= 4)
            texts.append("\n".join(lines + [f"δ{SUB[k]} {brief(v.d2[k])}"] * (s.step >= 5)))
        below = ["", ""]
        for r in (0, 1):
            for b, db in zip(self.biases[r], v.db[r], strict=True):
                below.append(f"b {brief(b, 2)}" + (f", ∂ {brief(db)}" if s.step >= (8, 6)[r] else ""))
        if len(self.edit.value) == 3:
            r, j, i = self.edit.value
            art.chosen.set_data(*np.transpose([SPOTS[r][i], SPOTS[r + 1][j]]))
        else:
            art.chosen.set_data([], [])
        active = {0: 0, 1: 1, 2: 1, 3: 2, 4: 2, 5: 2, 7: 1}.get(s.step)
        marked = None if self.unit is None else (0, 2, 5)[self.unit[0]] + self.unit[1]
        layers = [0] * 2 + [1] * 3 + [2] * 2
        for n, (layer, node, value, text) in enumerate(zip(layers, art.nodes, art.values, texts, strict=True)):
            colour = (RED if s.step > 4 else BLUE) if layer == active else BLACK
            node.set(mec=colour, mew=2.5 if layer == active else 1, mfc="#fdebb3" if n == marked else "white")
            value.set_text(text)
        for where, text in zip(art.below, below, strict=True):
            where.set_text(text)

    def alt(self, s):
        return f"a network of 2 inputs, 3 {s.f} units and 2 outputs with its numbers, at the step: {STEPS[s.step]}"


def backprop_stepper(*, student=None, **settings):
    """Explore backpropagation: step forward and backward through a 2-3-2 network, edit any of its 17 numbers.

    student: your rules by name (output_delta, hidden_delta, weight_gradient, bias_gradient), which then fill in
    the numbers of the backward pass. settings: first values of controls, such as step=5.
    """
    check_names(student or {}, RULES)
    made = BackpropStepper(student or {}).set(**settings)
    made.beginning = vars(made.state)
    return made

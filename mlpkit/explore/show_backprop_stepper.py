"""Backprop stepper: a 2-3-2 network with its numbers on nodes and edges, forward and backward one step at a time."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np

from mlpkit.activations import ACTIVATIONS
from mlpkit.explore.backprop_steps import RULES, STEPS, everything, formulas
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import button, choice, row, slider
from mlpkit.explore.student import check_names
from mlpkit.palette import BLACK, BLUE, GREY, RED

SPOTS = [np.array([[0, 1.8], [0, -1.8]]), np.array([[4, 3], [4, 0], [4, -3]]), np.array([[8, 1.8], [8, -1.8]])]
FIRST_W = [np.array([[0.6, -0.4], [0.3, 0.8], [-0.5, 0.2]]), np.array([[0.7, -0.2, 0.4], [-0.6, 0.5, 0.9]])]
FIRST_B = [np.array([0.1, -0.2, 0.4]), np.array([0.0, 0.1])]
NAMES = {f"w{r + 1}: unit {j + 1} ← {i + 1}": (r, j, i) for r in (0, 1) for j, i in np.ndindex(FIRST_W[r].shape)}
NAMES |= {f"b{r + 1}: unit {j + 1}": (r, j) for r in (0, 1) for j in range(len(FIRST_B[r]))}


class BackpropStepper(Explorer):
    """See `backprop_stepper`."""

    def __init__(self, student):
        self.student, self._syncing = student, False
        self.weights, self.biases = [W.copy() for W in FIRST_W], [b.copy() for b in FIRST_B]
        self.back = button("◀ back", lambda: self.go(-1), "one step back")
        self.forward = button("forward ▶", lambda: self.go(1), "one step forward; after the last, the update is done")
        self.reset = button("reset", self.first_weights, "the first weights")
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
        self.value.observe(self.write, "value")

    def arrange(self):
        return row(self.back, self.forward, self.reset, *self.controls.values(), self.edit, self.value)

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
        """To the next step or the one before; past the last one, update all numbers and start again."""
        s = self.state
        if s.step + by == len(STEPS):
            v = self.numbers(s)
            for now, dw in zip([*self.weights, *self.biases], [*v.dW, *v.db], strict=True):
                now -= s.rate * dw
            self.look_up()
        self.controls["step"].value = (max(s.step + by, 0)) % len(STEPS)

    def first_weights(self):
        self.weights, self.biases = [W.copy() for W in FIRST_W], [b.copy() for b in FIRST_B]
        self.look_up()
        self.set(step=0)
        self.changed()

    def numbers(self, s, weights=None, biases=None):
        x, t = (s.x1, s.x2), (s.t1, s.t2)
        return everything(weights or self.weights, biases or self.biases, x, t, s.f, self.student)

    def build(self, fig, s):
        (ax,) = self.grid(fig, 1, 8.4, 4.6)
        ax.set_position([0, 0, 1, 1])
        ax.set(xlim=(-1.3, 9.4), ylim=(-4.2, 4.3))
        ax.axis("off")
        art = SimpleNamespace(edges=[], weights=[], nodes=[], values=[], below=[])
        for r, (start, end) in enumerate(pairwise(SPOTS)):
            for j, i in np.ndindex(FIRST_W[r].shape):
                x, y = start[i] + (0.3, 0.7)[r] * (end[j] - start[i])  # where no two labels meet
                art.edges.append(ax.plot(*np.transpose([start[i], end[j]]), color=GREY, zorder=1)[0])
                look = {"ha": "center", "va": "center", "fontsize": 8}
                art.weights.append(ax.text(x, y, "", **look, bbox={"fc": "white", "ec": "none", "pad": 1}))
        for spots in SPOTS:
            for x, y in spots:
                art.nodes.append(ax.plot([x], [y], "o", ms=50, mfc="white", mec=BLACK, zorder=2)[0])
                art.values.append(ax.text(x, y, "", ha="center", va="center", fontsize=8, zorder=5))
                art.below.append(ax.text(x, y - 0.86, "", ha="center", va="top", fontsize=8, color=GREY, zorder=5))
        ax.text(0, 4.0, "inputs x", ha="center")
        ax.text(4, 4.0, "hidden units a = f(z)", ha="center")
        ax.text(8, 4.0, "outputs y", ha="center")
        return art

    def update(self, art, s):
        v = self.numbers(s)
        self.edges(art, s, v)
        self.nodes(art, s, v)
        weights = [W - s.rate * dW for W, dW in zip(self.weights, v.dW, strict=True)]
        biases = [b - s.rate * db for b, db in zip(self.biases, v.db, strict=True)]
        after = self.numbers(s, weights, biases).loss
        lines = formulas(s.step, v, self.weights, self.biases, s.f, s.rate, after)
        return f"<b>Step {s.step}: {STEPS[s.step]}</b><br>" + "<br>".join(lines)

    def edges(self, art, s, v):
        """Weights on the edges, and their gradients once they are known."""
        active = {1: 0, 3: 1, 6: 1, 7: 1, 8: 0}.get(s.step)
        edges = [(r, j, i) for r in (0, 1) for j, i in np.ndindex(FIRST_W[r].shape)]
        for (r, j, i), line, text in zip(edges, art.edges, art.weights, strict=True):
            backward = s.step >= (8, 6)[r]
            line.set(color=(RED if s.step > 4 else BLUE) if r == active else GREY, lw=2.2 if r == active else 1)
            known = f"\n∂ {v.dW[r][j, i]:+.3f}" if backward else ""
            text.set(text=f"{self.weights[r][j, i]:+.2f}{known}", color=RED if backward else BLACK)

    def nodes(self, art, s, v):
        """Values in the nodes as far as the passes have come; below them the bias and its gradient."""
        texts = [f"{value:.2f}" for value in v.x]
        for j in range(3):
            lines = [f"z {v.z1[j]:.3f}"] * (s.step >= 1) + [f"a {v.a1[j]:.3f}"] * (s.step >= 2)
            texts.append("\n".join(lines + [f"δ {v.d1[j]:+.3f}"] * (s.step >= 7)))
        for k in range(2):
            lines = [f"y {v.y[k]:.3f}"] * (s.step >= 3) + [f"t {v.t[k]:.2f}"] * (s.step >= 4)
            texts.append("\n".join(lines + [f"δ {v.d2[k]:+.3f}"] * (s.step >= 5)))
        below = ["", ""]
        for r in (0, 1):
            for b, db in zip(self.biases[r], v.db[r], strict=True):
                below.append(f"b {b:+.2f}" + (f", ∂ {db:+.3f}" if s.step >= (8, 6)[r] else ""))
        active = {0: 0, 1: 1, 2: 1, 3: 2, 4: 2, 5: 2, 7: 1}.get(s.step)
        layers = [0] * 2 + [1] * 3 + [2] * 2
        for layer, node, value, text in zip(layers, art.nodes, art.values, texts, strict=True):
            colour = (RED if s.step > 4 else BLUE) if layer == active else BLACK
            node.set(mec=colour, mew=2.5 if layer == active else 1)
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
    return BackpropStepper(student or {}).set(**settings)

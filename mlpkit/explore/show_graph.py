"""Graph: a small expression as a computational graph, values forward, gradients backward, inputs to edit."""

from types import SimpleNamespace

import ipywidgets as widgets
import numpy as np

from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, button, group, groups, slider
from mlpkit.explore.expression import parse, places, run
from mlpkit.explore.fast_text import brief, typeset, words
from mlpkit.explore.panels import filling
from mlpkit.palette import BLACK, BLUE, GREY, RED

INPUTS = 5
ROW = 0.95  # inches, at least: a node and two lines of numbers
WIDEST = 13.0  # inches, of the picture
FIRST = (1.0, 2.0, -1.5, 1.5, 0.5)


class Graph(Explorer):
    """See `graph`."""

    recorded = (("step", 20),)

    def __init__(self, expression, values):
        self.nodes, self.drag = None, None
        self.text = widgets.Text(
            expression, description="expression", continuous_update=False, layout={"width": "420px"}
        )
        self.text.tooltip = "up to five inputs; + - * / **, exp, log, tanh, sigmoid, relu"
        self.back = button("◀ back", lambda: self.go(-1), "one operation back")
        self.forward = button("forward ▶", lambda: self.go(1), "one operation on: first the values, then the gradients")
        made = {
            f"v{k}": slider(f"input {k + 1}", FIRST[k], -3.0, 3.0, 0.1, "or drag it in the picture")
            for k in range(INPUTS)
        }
        self.read(first=True)
        super().__init__(step=slider("step", 0, 0, 2 * len(self.works), hint="how far both passes have come"), **made)
        self.picture.pointer = True
        self.text.observe(self.read, "value")
        self.name_inputs()
        for name, value in values.items():
            self.controls[f"v{self.names.index(name)}"].value = value

    def above(self):
        return [bar(self.back, self.forward, self.controls["step"]), bar(self.text)]

    def below(self):
        return [groups(group("inputs", *(self.controls[f"v{k}"] for k in range(INPUTS)), wide=True))]

    def go(self, by):
        step = self.controls["step"]
        step.value = int(np.clip(step.value + by, 0, step.max))

    def read(self, _=None, first=False):
        """Another expression; one that cannot be read leaves the old one."""
        try:
            nodes = parse(self.text.value)
            names = [node.label for node in nodes if node.value is None]
            if len(names) > INPUTS:
                raise ValueError(f"the expression has {len(names)} inputs; up to {INPUTS} have a slider")
        except ValueError as error:
            if first:
                raise
            self.fail("This expression cannot be used.", error)
            return
        self.nodes, self.names = nodes, names
        self.works = [n for n, node in enumerate(nodes) if node.inputs]
        if not first:
            self.forgive()
            with self.hold():
                self.name_inputs()
                self.controls["step"].max = self.controls["step"].value = 2 * len(self.works)

    def name_inputs(self):
        """Each slider has the name of its input; those without one are hidden."""
        for k in range(INPUTS):
            control = self.controls[f"v{k}"]
            control.layout.display = "" if k < len(self.names) else "none"
            control.description = self.names[k] if k < len(self.names) else f"input {k + 1}"

    def shape(self, s):
        return id(self.nodes)

    def build(self, fig, s):
        spots = np.array(places(self.nodes))
        low, high = spots.min(axis=0), spots.max(axis=0)
        rows = high[1] - low[1] + 1.45
        height = max(2.6, min(rows, 4.4), ROW * rows)
        spare = max(0, height - rows) / 2  # a row is an inch high at most: the numbers stand right below their node
        width = 5.4 if self.narrow(fig, 600) else 9.4
        width = filling(self.picture, width, height, WIDEST) if fig is self._figure else width
        (ax,) = self.grid(fig, 1, width, height)
        ax.set_position([0, 0, 1, 1])
        ax.set(xlim=(low[0] - 0.5, high[0] + 0.7), ylim=(low[1] - 0.95 - spare, high[1] + 0.5 + spare))
        ax.axis("off")
        art = SimpleNamespace(spots=spots, edges={}, slopes={}, boxes=[], labels=[], values=[], gradients=[])
        covered = [*spots, *(spots - (0, 0.5))]  # by a node, and by the numbers below it
        for n, node in enumerate(self.nodes):
            for k, i in enumerate(node.inputs):
                art.edges[n, k] = ax.plot(*spots[[i, n]].T, color=GREY, zorder=1)[0]
                at = _free_place(spots[i], spots[n], covered)
                covered.append(at)
                art.slopes[n, k] = words(ax, *at, size=8, paper=True, color="#5f5f5f")
        for n, (x, y) in enumerate(spots):
            art.boxes.append(ax.plot([x], [y], "o" if self.nodes[n].inputs else "s", ms=34, mfc="white", zorder=2)[0])
            art.labels.append(
                words(ax, x, y, self.nodes[n].label, size=12 if len(self.nodes[n].label) < 4 else 8, zorder=4)
            )
            art.values.append(words(ax, x, y - 0.36, size=9, zorder=4, va="top", paper=True))
            art.gradients.append(words(ax, x, y - 0.36, size=9, zorder=5, va="top", paper=True, color=RED))
        return art

    def inputs(self, s):
        return {name: getattr(s, f"v{k}") for k, name in enumerate(self.names)}

    def update(self, art, s):
        nodes, works = self.nodes, self.works
        values, gradients, slopes = run(nodes, self.inputs(s))
        reached = works[: s.step]  # forward
        done = works[::-1][: max(0, s.step - len(works))]  # what has handed its gradient on
        now = ([*reached, *done] or [None])[s.step - 1]
        known = ({len(nodes) - 1} if done else set()) | {i for n in done for i in self.parts(n)}
        so_far = np.zeros(len(nodes))
        so_far[-1] = 1.0
        for n in done:
            for i, slope in zip(nodes[n].inputs, slopes[n], strict=True):
                so_far[i] += so_far[n] * slope
        for n, node in enumerate(nodes):
            art.values[n].set_text(_number(values[n]) if n in reached or node.value is None else "")
            art.gradients[n].set_text(f"\n∂ {_number(so_far[n])}" if n in known else "")
            art.boxes[n].set(mec=(RED if done else BLUE) if n == now else BLACK, mew=2.5 if n == now else 1)
            for k, i in enumerate(node.inputs):
                handed = n in done and i in known
                art.slopes[n, k].set_text(f"× {_short(slopes[n][k])}" if handed else "")
                art.edges[n, k].set(color=RED if handed else GREY, lw=2 if n == now else 1)
        said = self.said(now, values, slopes, so_far, done)
        if not np.isfinite(values).all():
            said += "<br>not every node has a value for these inputs (nan or inf): move them"
        return said if s.step < 2 * len(works) else f"{said}<br>{self.ends(gradients)}"

    def parts(self, n):
        """The nodes that node `n` hands its gradient on to: numbers need none."""
        return [i for i in self.nodes[n].inputs if not self.nodes[i].constant]

    def said(self, now, values, slopes, so_far, done):
        """This step in words."""
        if now is None:
            return "the inputs; <i>forward</i> works out one node after another"
        node = self.nodes[now]
        if not done:
            return (
                f"<b>forward</b>: {_worked_out(node, [values[i] for i in node.inputs])} = <b>{_number(values[now])}</b>"
            )
        given = [i for n in done for i in self.parts(n)]  # once for each edge on the way back so far
        lines = []
        for k, (i, slope) in enumerate(zip(node.inputs, slopes[now], strict=True)):
            to = self.nodes[i]
            if to.constant:
                continue
            name, product = f"node {to.label}" if to.inputs else to.label, _number(so_far[now] * slope)
            lines.append(f"to {name}: {_number(so_far[now])} × {_bracketed(slope)} = <b>{product}</b>")
            if given.count(i) > 1 and i not in node.inputs[k + 1 :]:
                lines[-1] += f", in all <b>{_number(so_far[i])}</b>"
        what = "; ".join(lines) or "nothing to hand on"
        return f"<b>backward</b> from node {node.label}, gradient × local derivative, {what}"

    def ends(self, gradients):
        """The gradients of all inputs."""
        ends = (
            f"∂/∂{node.label} = <b>{_number(g)}</b>"
            for node, g in zip(self.nodes, gradients, strict=True)
            if node.value is None
        )
        return f"<b>all gradients</b>: {', '.join(ends)}"

    def touched(self, kind, axes, x, y):
        """Drag an input up or down."""
        if self._art is None or axes is None:
            return
        if kind == "down":
            away = np.hypot(*(self._art.spots - (x, y)).T)
            n = int(np.argmin(away))
            inside = away[n] < 0.45 and self.nodes[n].value is None
            self.drag = (f"v{self.names.index(self.nodes[n].label)}", y) if inside else None
            if self.drag:
                self.drag += (getattr(self.state, self.drag[0]),)
        elif kind == "move" and self.drag:
            name, start, value = self.drag
            self.set(**{name: float(np.clip(round(value + 2 * (y - start), 1), -3, 3))})

    def alt(self, s):
        inputs = ", ".join(f"{name} = {value:.1f}" for name, value in self.inputs(s).items())
        return f"the graph of {self.text.value} for {inputs}, after {s.step} of {2 * len(self.works)} steps"


def _number(value, digits=3):
    """A number with so many digits after the point, or as powers of ten where that would leave nothing of it."""
    return typeset(f"{value:.2g}") if 0 < abs(value) < 0.01 else brief(value, digits)


def _short(slope):
    """A slope with two digits behind the point, none where it is whole."""
    return _number(slope, 0 if round(slope, 3) == np.rint(slope) else 2)


def _bracketed(value):
    """A number after an operator: in brackets where it is negative."""
    text = _number(value)
    return f"({text})" if text[0] == "−" else text


def _worked_out(node, values):
    """What a node does, with the numbers in it."""
    if len(values) == 1:
        return f"{node.label}{_bracketed(values[0])}" if node.label == "−" else f"{node.label}({_number(values[0])})"
    if node.label == "^":
        return f"{_bracketed(values[0])}<sup>{values[1]:g}</sup>".replace("-", "−")
    return f"{_number(values[0])} {node.label} {_bracketed(values[1])}"


def _free_place(start, end, covered):
    """A place on an edge, near its middle, that nothing covers; or the one with most room."""
    along = np.array([0.48, 0.4, 0.56, 0.32, 0.64, 0.26, 0.72, 0.78])[:, None]
    spots = (1 - along) * start + along * end
    room = np.min([np.hypot(*((spots - other) / (0.4, 0.3)).T) for other in covered], axis=0)
    return spots[np.argmax(np.minimum(room, 1))]  # the first of those with room enough


def graph(expression="(w*x + b - t)**2", *, step=None, **values):
    """Explore a computational graph: forward values, backward gradients, node by node, for any small expression.

    expression: of up to five inputs, with + − * / **, exp, log, tanh, sigmoid and relu.
    step: how far both passes have come (default: both done). values: of the inputs, by name, such as x=2.
    """
    names = [node.label for node in parse(expression) if node.value is None]
    if unknown := values.keys() - set(names):
        raise ValueError(f"no input {unknown.pop()!r}; there are {', '.join(names)}")
    made = Graph(expression, values)
    return made.set(step=made.controls["step"].max if step is None else step)

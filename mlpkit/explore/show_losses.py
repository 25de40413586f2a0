"""Losses: value and gradient against the prediction, what an outlier does, and which output goes with which."""

from types import SimpleNamespace

import numpy as np

from mlpkit.activations import sigmoid
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import choice, group, groups, on_step, slider
from mlpkit.explore.fast_text import apart, signed, words
from mlpkit.explore.student import check_names, is_yours, library_function, pick
from mlpkit.palette import BLACK, BLUE, GREEN, GREY, RED

NAMES = ("mse", "mae", "huber")
STYLES = [(BLUE, "-"), (RED, "--"), (GREEN, "-.")]
Y, LOGITS = np.linspace(-4, 4, 81).round(1), np.union1d(np.linspace(-6, 6, 121).round(1), np.linspace(0.002, 0.998, 61))
RATE = 0.6  # of the step that an arrow shows
ENDS = np.array([-1.1, 1.1])
X = np.linspace(-1, 1, 11)
POINTS = 0.5 + X + 0.15 * np.array([1, -1, 0.3, -0.6, 0.8, -0.2, -1, 0.9, 0.1, -0.7, 0.4])


def curve(loss, y, t):
    """The loss of each prediction alone, and its gradient: two rows, each as long as y."""
    pairs = [loss(np.array([v]), np.array([t])) for v in y]
    return np.array([[value, np.ravel(slope)[0]] for value, slope in pairs], float).T


def around(t):
    """Predictions for curves, with one on either side of the target, where the gradient of MAE jumps."""
    return np.sort(np.append(Y, [t - 1e-6, t + 1e-6]))


def fit_line(loss, x, y):
    """Slope and intercept after 120 steps down the gradient of `loss`; the steps shrink, so that MAE settles."""
    A, w = np.column_stack([x, np.ones_like(x)]), np.zeros(2)
    for k in range(120):
        w -= 1.2 * 0.96**k * (A.T @ np.ravel(loss(A @ w, y)[1]))
    return w


def twin_lines(ax, names):
    """For each name a pale line for the library's function and a thin one for the one in use."""
    pale = [ax.plot([], [], color=colour, lw=6, alpha=0.3)[0] for colour, _ in STYLES]
    thin = [ax.plot([], [], ls, color=c, lw=1.8, label=n)[0] for n, (c, ls) in zip(names, STYLES, strict=True)]
    return dict(zip(names, zip(pale, thin, strict=True), strict=True))


class Regression(Explorer):
    """Three losses of a number, and the lines that they fit to points with an outlier."""

    recorded = (("outlier_y", 17),)

    def __init__(self, student):
        self.student, self.known, self.curves, self.fits = student, (None, None), {}, {}
        super().__init__(
            target=slider("target t", 0.0, -3.0, 3.0, 0.1, "what should have been predicted"),
            y=slider("prediction y", 2.0, -4.0, 4.0, 0.1, "where the numbers are read off"),
            delta=slider("Huber's δ", 1.0, 0.1, 3.0, 0.1, "Huber's loss is straight beyond this distance"),
            outlier_x=slider("outlier x", 0.8, -1.0, 1.0, 0.05, "or drag the black square"),
            outlier_y=slider("outlier y", -2.0, -4.0, 4.0, 0.05, "or drag the black square"),
        )
        self.picture.pointer = True

    def below(self):
        c = self.controls
        losses = group("the losses", c["y"], c["target"], c["delta"])
        return [groups(losses, group("the outlier", c["outlier_x"], c["outlier_y"]))]

    def prepare(self, s):
        """The curves and the fits, of which a move of one control changes only some."""
        x, y = np.append(X, s.outlier_x), np.append(POINTS, s.outlier_y)
        curves, fits = (s.target, s.delta), (s.outlier_x, s.outlier_y, s.delta)
        if self.known != (curves, fits):
            fresh = [new != old for new, old in zip((curves, fits), self.known, strict=True)]
            self.known, parts = (curves, fits), (self.curves, self.fits)
            for name in NAMES:
                ours, used, yours = library_function(name), pick(name, self.student), is_yours(name, self.student)
                for part, work, args, new in zip(
                    parts, (curve, fit_line), ((around(s.target), s.target), (x, y)), fresh, strict=True
                ):
                    if new:
                        part[name, 0] = part[name, 1] = self.worked_out(name, ours, s, work, *args)
                        if yours:
                            part[name, 1] = self.worked_out(name, used, s, work, *args)

    def worked_out(self, name, f, s, work, *args):
        """work(loss, *args) for one function."""
        loss = (lambda Y, T: f(Y, T, delta=s.delta)) if name == "huber" else f
        shape = (2, len(args[0])) if work is curve else 2
        made = self.attempt(name, work, loss, *args, otherwise=np.full(shape, np.nan))
        if np.isnan(made).all():
            self.known = None, None  # what failed is tried, and told, again
        return made

    def build(self, fig, s):
        left, middle, right = self.grid(fig, 3)
        left.set(xlim=(-4, 5.2), ylim=(-0.2, 6), xlabel="prediction y", ylabel="loss", title="Loss; drag y")
        middle.set(xlim=(-4, 5.2), ylim=(-4.2, 4.2), xlabel="prediction y", ylabel="gradient", title="Gradient ∂L/∂y")
        right.set(xlim=ENDS, ylim=(-4.2, 4.2), xlabel="x", ylabel="t", title="Fitted lines; drag the square")
        middle.axhline(0, color=GREY, lw=0.8)
        right.plot(X, POINTS, "o", color=GREY)
        value, slope, line = (twin_lines(ax, NAMES) for ax in (left, middle, right))
        at_ends = [
            [words(ax, 0, 0, n, ha="left", color=c) for n, (c, _) in zip(NAMES, STYLES, strict=True)]
            for ax in (left, middle)
        ]
        leads = [ax.axvline(0, color=GREY, lw=0.8) for ax in (left, middle)]
        arrows = [left.plot([], [], color=c, lw=2.5, marker=(3, 0, 0), markevery=[1])[0] for c, _ in STYLES]
        outlier = right.plot([], [], "s", color=BLACK, ms=9)[0]
        return SimpleNamespace(
            value=value, slope=slope, line=line, leads=leads, outlier=outlier, at_ends=at_ends, arrows=arrows
        )

    def update(self, art, s):
        rows, grid = [], around(s.target)
        for k, name in enumerate(NAMES):
            for which in (0, 1):
                for lines in (art.value, art.slope, art.line):
                    lines[name][0].set_visible(is_yours(name, self.student))
                (value, slope), w = self.curves[name, which], self.fits[name, which]
                art.value[name][which].set_data(grid, value)
                art.slope[name][which].set_data(grid, slope)
                art.line[name][which].set_data(ENDS, np.polyval(w, ENDS))
            here = [np.interp(s.y, grid, c) for c in (value, slope)]
            step = -RATE * here[1]
            art.arrows[k].set_data([s.y, s.y + step], [here[0], here[0]])
            art.arrows[k].set_marker((3, 0, 90 if step < 0 else -90))
            numbers = "".join(f"<td><b>{signed(v, 3)}</b></td>" for v in here)
            rows.append(f"<tr><td>{name}</td>{numbers}<td><b>{signed(w[0], 2)}</b></td></tr>")
        for texts, part, high in zip(art.at_ends, (0, 1), (5.7, 3.9), strict=True):
            ends = [float(np.clip(self.curves[name, 1][part][-1], -3.9, high)) for name in NAMES]
            for text, end in zip(texts, apart(ends, 0.5, high=high), strict=True):
                text.set(x=4.1, y=end)
        for lead in art.leads:
            lead.set_xdata([s.y, s.y])
        art.outlier.set_data([s.outlier_x], [s.outlier_y])
        head = "<tr><td></td><th>loss</th><th>gradient</th><th>fitted slope</th></tr>"
        pale = "; pale: the library's" if any(is_yours(name, self.student) for name in NAMES) else ""
        arrows = f"; arrows: a step of {RATE} down the gradient"
        return (
            f"at y = {signed(s.y, 1)} with t = {signed(s.target, 1)}{arrows}{pale}<table>{head}{''.join(rows)}</table>"
        )

    def touched(self, kind, axes, x, y):
        if axes in self._figure.axes[:2] and kind in ("down", "move"):
            self.set(y=on_step(self.controls["y"], x))
        elif axes is self._figure.axes[2] and kind in ("down", "move"):
            at = {"outlier_x": x, "outlier_y": y}
            self.set(**{name: on_step(self.controls[name], value) for name, value in at.items()})

    def alt(self, s):
        return (
            f"squared, absolute and Huber loss (δ = {s.delta:.1f}) and their gradients against the prediction, "
            f"for target {s.target:.1f}; three lines fitted to 11 points and an outlier at "
            f"({s.outlier_x:.2f}, {s.outlier_y:.2f})"
        )


def pairings(bce, z, t):
    """Three losses of a logit z with target t: value and gradient by name; NaN where there is none."""
    p, inside = sigmoid(z), np.where((z > 0) & (z < 1), z, np.nan)
    bare = -t * np.log(inside) - (1 - t) * np.log(1 - inside)
    return {
        "cross-entropy on σ(z)": curve(bce, z, t),
        "½ squared error on σ(z)": ((p - t) ** 2 / 2, (p - t) * p * (1 - p)),
        "cross-entropy on z itself": (bare, (inside - t) / (inside * (1 - inside))),
    }


BESIDE = ("cross-entropy\non σ(z)", "½ squared error\non σ(z)", "cross-entropy\non z itself")
PLACES = {  # by target, of these names in both panels: where they begin for 1, and where they end for 0
    1.0: (((-3.8, 4.6), (-5.8, 1.1), (1.15, 2.2)), ((-5.8, -1.35), (-5.8, 0.4), (1.15, -1.6))),
    0.0: (((4.3, 5.0), (5.8, 1.1), (-0.15, 2.2)), ((5.8, 1.35), (5.8, -0.4), (-0.15, 1.6))),
}


class Logit(Explorer):
    """What cross-entropy and squared error make of a logit, with the sigmoid and without."""

    recorded = (("z", 25),)

    def __init__(self, student):
        self.student = student
        super().__init__(
            z=slider("logit z", -4.0, -6.0, 6.0, 0.1, "what the last layer says, before σ"),
            t=choice("target t", [("1 (yes)", 1.0), ("0 (no)", 0.0)], hint="the label"),
        )
        self.picture.pointer = True

    def shape(self, s):
        return is_yours("bce_with_logits", self.student)

    def build(self, fig, s):
        left, right = self.grid(fig, 2, 4.5, 3.4)
        left.set(xlim=(-6, 6), ylim=(-0.1, 6), xlabel="logit z", ylabel="loss", title="Loss; drag z")
        right.set(xlim=(-6, 6), ylim=(-2, 2), xlabel="logit z", ylabel="gradient", title="Gradient ∂L/∂z")
        right.axhline(0, color=GREY, lw=0.8)
        names = pairings(library_function("bce_with_logits"), LOGITS[:1], 1.0)
        value, slope = twin_lines(left, names), twin_lines(right, names)
        beside = [
            [words(ax, 0, 0, n, paper=True, color=c) for n, (c, _) in zip(BESIDE, STYLES, strict=True)]
            for ax in (left, right)
        ]
        yours = self.shape(s)
        for pale, _ in (*value.values(), *slope.values()):
            pale.set_visible(yours)
        leads = [ax.axvline(0, color=GREY, lw=0.8) for ax in (left, right)]
        return SimpleNamespace(value=value, slope=slope, leads=leads, beside=beside)

    def update(self, art, s):
        name, said = "bce_with_logits", []
        ours = pairings(library_function(name), LOGITS, s.t)
        drawn = self.attempt(name, pairings, pick(name, self.student), LOGITS, s.t, otherwise=ours)
        for pair, (value, slope) in drawn.items():
            for which, (v, g) in enumerate((ours[pair], (value, slope))):
                art.value[pair][which].set_data(LOGITS, v)
                art.slope[pair][which].set_data(LOGITS, g)
            here = np.interp(s.z, LOGITS, slope)
            said.append(f"{pair}: " + ("not defined" if np.isnan(here) else f"gradient <b>{here:.4f}</b>"))
        for lead in art.leads:
            lead.set_xdata([s.z, s.z])
        for texts, places in zip(art.beside, PLACES[s.t], strict=True):
            for text, place in zip(texts, places, strict=True):
                text.set(position=place, ha="left" if s.t else "right")
        pale = "; pale: the library's" if is_yours(name, self.student) else ""
        return f"at z = {s.z:.1f}, σ(z) = {sigmoid(s.z):.4f}, t = {s.t:.0f}{pale}<br>" + "<br>".join(said)

    def touched(self, kind, axes, x, y):
        if axes is not None and kind in ("down", "move"):
            self.set(z=on_step(self.controls["z"], x))

    def alt(self, s):
        return (
            f"loss and gradient against the logit for target {s.t:.0f}: cross-entropy on the sigmoid has slope "
            f"σ(z) − t everywhere, squared error on it goes flat, cross-entropy on the bare logit exists in (0, 1) only"
        )


def losses(about="regression", *, student=None, **settings):
    """Explore losses of a number ("regression") with an outlier to drag, or of a "logit" with its output function.

    student: your functions by name (mse, mae, huber, bce_with_logits), drawn over the library's; those in the
    registry `LOSSES` are found without it. settings: first values of controls, such as outlier_y=3.
    """
    explorers = {"regression": Regression, "logit": Logit}
    if about not in explorers:
        raise ValueError(f"about must be 'regression' or 'logit', got {about!r}")
    check_names(student or {}, (*NAMES, "bce_with_logits"))
    return explorers[about](student or {}).set(**settings)

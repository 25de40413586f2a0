"""Softmax: probabilities from logits, temperature, what a shift changes (nothing), the Jacobian, and p − t."""

from types import SimpleNamespace

import numpy as np

from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import choice, group, groups, more, on_step, slider
from mlpkit.explore.fast_text import signed, words
from mlpkit.explore.images import quick_image
from mlpkit.explore.student import check_names, is_yours, library_function, pick
from mlpkit.palette import BLUE, GREY, RED, SIGNED

K = 4
CLASSES = np.arange(K)
NAMES = ("softmax", "softmax_jacobian", "softmax_cross_entropy")


class Softmax(Explorer):
    """See `softmax`."""

    recorded = (("z0", 25),)

    def __init__(self, student):
        self.student, self.dragged = student, None
        first = (2.0, 1.0, 0.0, -1.0)
        super().__init__(
            **{f"z{k}": slider(f"z{k}", first[k], -6.0, 6.0, 0.1, f"logit of class {k}") for k in CLASSES},
            temperature=slider("temperature", 1.0, 0.1, 10.0, 0.1, "the logits are divided by it"),
            shift=slider("shift", 0.0, -1000.0, 1000.0, 10.0, "added to every logit", fmt=".0f"),
            target=choice("true class", list(range(K)), hint="the class that should have been said"),
        )

        self.picture.pointer = True

    def below(self):
        c = self.controls
        logits, rest = [c[f"z{k}"] for k in CLASSES], [c["temperature"], c["target"]]
        return [
            groups(group("logits", *logits, wide=True), group("scale and truth", *rest)),
            more(group("", c["shift"]), label="shift all logits"),
        ]

    def touched(self, kind, axes, x, y):
        """A bar is dragged: its logit becomes the one that gives the bar this height, and the others stay.

        Where its slider ends, all logits are shifted, which changes no bar, so that this one still follows.
        """
        k = int(np.clip(round(x), 0, K - 1)) if kind == "down" else self.dragged
        if axes is not self._figure.axes[0] or kind not in ("down", "move") or k is None:
            return
        self.dragged, s = k, self.state
        z = np.array([getattr(s, f"z{i}") for i in CLASSES])
        p, others = np.clip(y, 0.001, 0.999), np.delete(z, k) / s.temperature
        wanted = np.log(p / (1 - p)) + np.log(np.sum(np.exp(others - others.max()))) + others.max()
        z[k] = round(wanted * s.temperature, 1)  # whole steps of a slider, so that a shift keeps all distances
        z -= z[k] - np.clip(z[k], -6, 6)
        self.set(**{f"z{i}": on_step(self.controls[f"z{i}"], z[i]) for i in CLASSES})

    def build(self, fig, s):
        left, middle, right = self.grid(fig, 3)
        left.set(ylim=(0, 1.12), title="Probabilities p; drag a bar", xlabel="class", xticks=CLASSES)
        right.set(ylim=(-1.25, 1.25), title="Gradient ∂L/∂z = p − t", xlabel="class", xticks=CLASSES)
        middle.set(title="Jacobian ∂pᵢ/∂zₖ", xlabel="k", ylabel="i", xticks=CLASSES, yticks=CLASSES)
        middle.yaxis.label.set_rotation(0)
        right.axhline(0, color=GREY, lw=0.8)
        heat = quick_image(middle, np.zeros((K, K)), cmap=SIGNED, vmin=-0.6, vmax=0.6, aspect="auto")
        cells = [[words(middle, k, i) for k in CLASSES] for i in CLASSES]
        ours = [ax.bar(CLASSES, 0 * CLASSES, 0.8, color=GREY, alpha=0.4).patches for ax in (left, right)]
        bars = [ax.bar(CLASSES, 0 * CLASSES, 0.5, color=c).patches for ax, c in ((left, BLUE), (right, RED))]
        over = [[words(ax, k, 0) for k in CLASSES] for ax in (left, right)]
        return SimpleNamespace(heat=heat, cells=cells, ours=ours, bars=bars, over=over)

    def run(self, name, Z, *more):
        """The library's answer, and that of the function in use."""
        ours = library_function(name)(Z, *more)
        return ours, self.attempt(name, pick(name, self.student), Z, *more, otherwise=ours)

    def update(self, art, s):
        Z = (np.array([[getattr(s, f"z{k}") for k in CLASSES]]) + s.shift) / s.temperature
        T = np.eye(K)[[s.target]]
        p = [np.ravel(a)[:K] for a in self.run("softmax", Z)]
        (_, g_ours), (loss, g) = self.run("softmax_cross_entropy", Z, T)
        _, J = self.run("softmax_jacobian", Z[0])
        yours = [is_yours(name, self.student) for name in ("softmax", "softmax_cross_entropy")]
        for panel, pair in enumerate((p, (np.ravel(g_ours), np.ravel(g)))):
            for patch in art.ours[panel]:
                patch.set_visible(yours[panel])
            for patches, heights in zip((art.ours[panel], art.bars[panel]), pair, strict=True):
                for patch, height in zip(patches, heights, strict=True):
                    patch.set_height(height)
            away = 0.045 * np.ptp(art.over[panel][0].axes.get_ylim())  # half a line and a gap
            for text, height in zip(art.over[panel], pair[1], strict=True):
                text.set(text=signed(height, 3), y=height + (away if height >= 0 else -away))
        J, pale = np.reshape(J, (K, K)), "; pale: the library's" if any(yours) else ""
        scaled = "" if s.temperature == 1 else "; in both derivatives z is logit / temperature"
        art.heat.set_data(J)
        for i, k in np.ndindex(K, K):
            art.cells[i][k].set_text(signed(J[i, k], 3))
        return (
            f"p sums to <b>{p[1].sum():.3f}</b>; the loss −log p<sub>{s.target}</sub> is <b>{float(loss):.3f}</b>; "
            f"the gradient sums to <b>{abs(np.sum(g)):.3f}</b>{pale}{scaled}"
        )

    def alt(self, s):
        logits = ", ".join(f"{getattr(s, f'z{k}'):.1f}" for k in CLASSES)
        return (
            f"bars of the softmax of ({logits}) at temperature {s.temperature:.1f}, its Jacobian as a heat map "
            f"with numbers, and the gradient for true class {s.target}"
        )


def softmax(*, student=None, **settings):
    """Explore softmax: four logits, temperature, shift, true class; probabilities, Jacobian and gradient.

    student: your `softmax`, `softmax_jacobian` or `softmax_cross_entropy` by name; the library's stand pale
    behind them. The gradient is that of the loss of z / temperature with respect to z / temperature.
    settings: first values of controls, such as z0=5.
    """
    check_names(student or {}, NAMES)
    return Softmax(student or {}).set(**settings)

"""Activations: a function, its derivative, a tangent, where it saturates, what it does to a distribution."""

from types import SimpleNamespace

import numpy as np
from scipy.special import ndtri

import mlpkit.activations as library
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, choice, group, groups, more, on_step, slider, tick
from mlpkit.explore.student import call, own, parameters
from mlpkit.explore.student import library_activation as reference
from mlpkit.palette import BLACK, BLUE, GREY, LINES, RED
from mlpkit.plots.base import SMALL

Z = np.linspace(-6, 6, 481)
TICKS = range(-6, 7, 3)
BINS = np.linspace(-6, 6, 61)
QUANTILES = (np.arange(2000) + 0.5) / 2000  # a sample without noise: the histogram moves only when the reader moves it
OTHERS = [c for c in LINES if c not in (BLUE, RED)]
FLAT = 0.05  # saturated: a slope below this part of the steepest
EQUAL = 1e-9  # by so little two ways to compute the same function may differ
FIRST = "sigmoid"  # of all functions: it bends, and it has flat parts


class Activations(Explorer):
    """See `activations`."""

    recorded = (("z", 25),)

    def __init__(self, names, student):
        self.names, self.student = names, student
        sliders = {
            f"{name}_{p}": slider(p, v, 0.0, max(3.0, 2 * v), 0.01, f"parameter {p} of {name}")
            for name in names
            for p, v in parameters(name).items()
        }
        super().__init__(
            name=choice("function", names, hint="the function under the lens"),
            z=slider("z", 1.0, -6.0, 6.0, 0.05, "where the tangent touches"),
            **sliders,
            source=choice("inputs", ["normal", "uniform"], hint="the distribution of z"),
            mean=slider("mean", 0.0, -4.0, 4.0, 0.1, "mean of the inputs"),
            spread=slider("spread", 1.0, 0.1, 4.0, 0.1, "standard deviation of the inputs"),
            **{f"show_{name}": tick(name, hint=f"draw {name} as well") for name in names},
        )

        self.picture.pointer = True

    def above(self):
        return [bar(self.controls["name"])]

    def below(self):
        c = self.controls
        own = [c[f"{name}_{p}"] for name in self.names for p in parameters(name)]
        ticks = [control for key, control in c.items() if key.startswith("show_")]
        return [
            groups(group("the function", c["z"], *own), group("its inputs", c["source"], c["mean"], c["spread"])),
            more(group("compare with", *ticks), label="compare with others"),
        ]

    def touched(self, kind, axes, x, y):
        if kind in ("down", "move") and axes in self._figure.axes[:2]:
            self.set(z=on_step(self.controls["z"], x))

    def values(self, s):
        """The parameters of the chosen function, from their sliders."""
        return {p: getattr(s, f"{s.name}_{p}") for p in parameters(s.name)}

    def prepare(self, s):
        for name in self.names:
            for p in parameters(name):
                self.controls[f"{name}_{p}"].layout.display = "" if name == s.name else "none"
            self.controls[f"show_{name}"].disabled = name == s.name  # it is drawn already

    def shape(self, s):
        ranges = self.span(s, "f"), self.span(s, "grad")
        return s.name, own(s.name, self.student), self.others(s), self.largest_gap(s), self.highest_bar(s), ranges

    def samples(self, s):
        """The inputs, and what the function makes of them."""
        shape = ndtri(QUANTILES) if s.source == "normal" else np.sqrt(12) * (QUANTILES - 0.5)
        z = s.mean + s.spread * shape
        return z, call(reference(s.name).f, z, self.values(s))

    def highest_bar(self, s):
        """A half, a quarter, … that holds the histograms; what is higher goes out of the picture."""
        top = max(np.histogram(sample, BINS)[0].max() / len(QUANTILES) for sample in self.samples(s))
        return float(np.clip(2.0 ** np.ceil(np.log2(1.1 * top + 1e-9)), 0.125, 0.5))

    def largest_gap(self, s):
        """A power of two above the largest difference between the reader's functions and the library's; 0: none."""
        gap = 0.0
        for part, mine in vars(own(s.name, self.student)).items():
            try:
                y = call(mine, Z, self.values(s)) if mine else np.nan
                gap = np.nanmax([gap, *np.abs(y - call(getattr(reference(s.name), part), Z, self.values(s)))])
            except Exception:  # `compare` tells the reader
                continue
        return 2.0 ** np.ceil(np.log2(gap)) if EQUAL < gap < np.inf else 0.0

    def span(self, s, part):
        """How low and how high a panel reaches: whole numbers, where parameters lead out of the curves' first range."""
        first = [call(getattr(reference(n), part), Z, parameters(n)) for n in (s.name, *self.others(s))]
        low, high = min(y.min() for y in first), max(y.max() for y in first)
        now = call(getattr(reference(s.name), part), Z, self.values(s))
        low = np.floor(now.min()) if now.min() < low else low
        high = np.ceil(now.max()) if now.max() > high else high
        low, high = np.clip([low, high], -6, 6)
        return low - 0.4, max(high, low + 1) + 0.4

    def others(self, s):
        return tuple(n for n in self.names if getattr(s, f"show_{n}") and n != s.name)

    def build(self, fig, s):
        mine = own(s.name, self.student)
        left, middle, right, *rest = self.grid(fig, 4 if self.largest_gap(s) else 3)
        art = SimpleNamespace()
        art.f, art.own_f = self.curves(left, s, "f", mine.f, "Drag z; hatched is flat")
        art.grad, art.own_grad = self.curves(middle, s, "grad", mine.grad, "Its slope f′(z)")
        art.flat = left.stairs(Z[1:] * 0, Z, fill=True, transform=left.get_xaxis_transform(), hatch="///")
        art.flat.set(facecolor="none", edgecolor=GREY, lw=0, alpha=0.7)
        art.tangent = left.plot([], [], "--", color=BLACK, lw=1.2, label="tangent")[0]
        art.dots = [ax.plot([], [], "o", color=BLACK, ms=6)[0] for ax in (left, middle)]
        art.legend = left.legend(loc="upper left", frameon=True, edgecolor="none", framealpha=1, **names_of(left))
        right.set(
            xlim=(-6, 6),
            xticks=TICKS,
            ylim=(0, self.highest_bar(s)),
            xlabel="value",
            ylabel="fraction of the values",
            title="What it makes of its inputs",
        )
        art.before = right.stairs(BINS[1:] * 0, BINS, color=GREY, label="inputs")
        art.after = right.stairs(BINS[1:] * 0, BINS, fill=True, color=BLUE, alpha=0.6, label="outputs")
        right.legend(loc="upper left", fontsize=SMALL, handlelength=1.0)  # left of what most functions put out
        for ax in rest:
            ax.set(xlim=(-6, 6), xticks=TICKS, ylim=1.8 * self.largest_gap(s) * np.array([-1, 1]))
            ax.set(xlabel="z", title="Yours minus the library's")
            ax.axhline(0, color=GREY, lw=0.8)
            art.gap_f = ax.plot([], [], color=RED, lw=2, label="f")[0]
            art.gap_grad = ax.plot([], [], "--", color=BLACK, lw=1.2, label="f′")[0]
            ax.legend(loc="upper left", fontsize=SMALL)
        return art

    def curves(self, ax, s, part, mine, title):
        """The still lines of one panel; returns the library's line and the reader's, which move."""
        ax.set(xlim=(-6, 6), xticks=TICKS, ylim=self.span(s, part), xlabel="z", title=title)
        ax.axhline(0, color=GREY, lw=0.8)
        ax.axvline(0, color=GREY, lw=0.8)
        for i, name in enumerate(self.others(s), 1):
            y = call(getattr(reference(name), part), Z, parameters(name))
            ax.plot(Z, y, ["-", "--", ":"][i // 5], color=OTHERS[i % 5], lw=1, label=name)
        ours = ax.plot([], [], color=BLUE, lw=5 if mine else 2, alpha=0.5 if mine else 1)[0]
        ours.set_label("library" if mine else s.name)
        return ours, ax.plot([], [], color=RED, lw=1.5, label="yours" if mine else None)[0]

    def update(self, art, s):
        ours, values = reference(s.name), self.values(s)
        f, grad = call(ours.f, Z, values), call(ours.grad, Z, values)
        art.f.set_data(Z, f)
        art.grad.set_data(Z, grad)
        said = [self.lens(art, s, f, grad), self.distribution(art, s, grad)]
        said.append(self.compare(art, "f", f, s, values))
        said.append(self.compare(art, "grad", grad, s, values))
        return "<br>".join(line for line in said if line)

    def lens(self, art, s, f, grad):
        """The tangent at z, and the ranges where the function is nearly flat."""
        y, slope = np.interp(s.z, Z, f), np.interp(s.z, Z, grad)
        art.tangent.set_data(s.z + np.array([-1.5, 1.5]), y + slope * np.array([-1.5, 1.5]))
        for dot, height in zip(art.dots, (y, slope), strict=True):
            dot.set_data([s.z], [height])
        art.flat.set_data(saturated(grad)[1:].astype(float), Z)
        return f"{s.name}({s.z:.2f}) = <b>{y:.3f}</b>, slope f′ = <b>{slope:.3f}</b>"

    def distribution(self, art, s, grad):
        """The histogram of the inputs and of the outputs."""
        z, a = self.samples(s)
        for stairs, sample in ((art.before, z), (art.after, a)):
            stairs.set_data(np.histogram(sample, BINS)[0] / len(sample), BINS)
        lost = np.mean(np.interp(z, Z, saturated(grad).astype(float)) > 0.5)
        return (
            f"outputs: mean {a.mean():.2f}, standard deviation {a.std():.2f}; "
            f"{lost:.0%} of the inputs are where it is saturated (slope under {FLAT:.0%} of the steepest)"
        )

    def compare(self, art, part, expected, s, values):
        """The reader's function over the library's, and the difference."""
        mine = getattr(own(s.name, self.student), part)
        name = s.name if part == "f" else f"{s.name}_grad"
        line, gap = getattr(art, f"own_{part}"), getattr(art, f"gap_{part}", None)  # no panel where there is none
        if mine is None:
            return ""
        y = self.attempt(name, lambda: np.broadcast_to(call(mine, Z, values), Z.shape), otherwise=Z * np.nan)
        line.set_data(Z, y)
        if np.isnan(y).all():
            return ""
        worst = np.nanargmax(np.abs(y - expected))
        if gap is not None:
            gap.set_data(Z, y - expected)
        if np.abs(y - expected)[worst] <= EQUAL:
            return f"your {name} agrees with the library's"
        return f"your {name} is off by at most <b>{y[worst] - expected[worst]:+.3g}</b>, at z = {Z[worst]:.2f}"

    def alt(self, s):
        pieces = [f"{s.name} and its derivative from z = -6 to 6", f"tangent at z = {s.z:.2f}"]
        pieces.append(f"histogram of its outputs for {s.source} inputs, mean {s.mean:.1f}, deviation {s.spread:.1f}")
        if self.others(s):
            pieces.append("also drawn: " + ", ".join(self.others(s)))
        if any(own(s.name, self.student).__dict__.values()):
            pieces.append("the reader's own function is drawn over the library's, with the difference")
        return "; ".join(pieces)


def names_of(ax):
    """How a legend stands in the upper left of `ax`, where no curve runs: smaller and in two columns if it is long."""
    if len(ax.get_legend_handles_labels()[1]) <= 6:
        return {"fontsize": SMALL}
    return {"fontsize": 6, "ncols": 2, "handlelength": 1.4, "columnspacing": 0.6, "labelspacing": 0.2, "borderpad": 0.1}


def saturated(grad):
    """Where the slope is small against the steepest."""
    return np.abs(grad) <= FLAT * np.abs(grad).max()


def activations(names=None, *, student=None, **settings):
    """Explore activations and their derivatives: parameters, tangent, saturation, outputs.

    names: which functions to offer, first one first (default: all of the registry, sigmoid first).
    student: your functions by name, such as {"relu": relu, "relu_grad": relu_grad}, drawn over the library's;
    one that the registry `ACTIVATIONS` holds is found without it.
    settings: first values of controls, such as z=0.5.
    """
    known = library.ACTIVATIONS
    first = {} if names else {"name": next(iter(student)).removesuffix("_grad") if student else FIRST}
    unknown = [n for n in [*(names or []), *(student or {})] if n.removesuffix("_grad") not in known]
    if unknown:
        raise ValueError(f"unknown activation {unknown[0]!r}; there are {', '.join(known)}")
    names = list(names or known)
    names += [n for n in dict.fromkeys(k.removesuffix("_grad") for k in student or {}) if n not in names]
    return Activations(names, student or {}).set(**first | settings)

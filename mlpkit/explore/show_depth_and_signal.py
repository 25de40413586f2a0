"""Depth and signal: how large activations and gradients are in every layer of a new network."""

from types import SimpleNamespace

import numpy as np

from mlpkit.activations import ACTIVATIONS
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import choice, group, groups, log_slider, slider
from mlpkit.explore.fast_text import apart, signed, words
from mlpkit.explore.names import gone, leave_room
from mlpkit.explore.student import library_activation
from mlpkit.init import INITS
from mlpkit.layers import Dense
from mlpkit.palette import BLACK, BLUE, GREEN, GREY, PURPLE, RED
from mlpkit.show import number

DEEPEST = 30
EXAMPLES = 100
BINS = np.linspace(-2.55, 2.55, 52)  # 0, where ReLUs are, and ±1, where tanh ends, each in the middle of one
SAME = 1.5  # a size that changes by less is said to be kept


def signal(depth, width, init, activation, scale=1.0, seed=0):
    """Root mean squares by layer of the activations and of ∂L/∂Z, and one layer's activations after another.

    A batch of N(0, 1) inputs goes forward; N(0, 1) numbers come back from the top as ∂L/∂A.
    """
    rng = np.random.default_rng(seed)
    A = rng.standard_normal((EXAMPLES, width))
    layers, outputs, slopes = [], [], []
    for _ in range(depth):
        layer = Dense(width, width, rng=rng, init=init, dtype=np.float64)
        layer.W *= scale
        Z = layer.forward(A)
        A = activation.f(Z)
        layers.append(layer)
        outputs.append(A)
        slopes.append(activation.grad(Z))
    deltas, dA = [], rng.standard_normal(A.shape)
    for layer, slope in zip(reversed(layers), reversed(slopes), strict=True):
        deltas.insert(0, dA * slope)
        dA = layer.backward(deltas[0])
    return [_rms(a) for a in outputs], [_rms(d) for d in deltas], outputs


def _rms(values):
    return float(np.sqrt(np.mean(np.square(values))))


def _change(first, last):
    """In words: what becomes of a size from the first layer that it passes to the last."""
    if not (np.isfinite(first) and np.isfinite(last)):
        return "overflow"
    if last == 0:
        return "vanish"
    factor = last / first
    if 1 / SAME < factor < SAME:
        return "keep their size"
    return f"{'grow' if factor > 1 else 'shrink'} {number(max(factor, 1 / factor), '.2g')} times"


def _range(values):
    """In words, short enough for a title: where most of the values lie."""
    ends = np.quantile(values, (0.05, 0.95))
    if not np.isfinite(ends).all():
        return "overflow"
    largest = np.abs(ends).max()
    if not 0.005 < largest < 100:
        return f"90 % within ±{number(largest, '.2g')}"
    return f"90 % from {signed(ends[0])} to {signed(ends[1])}"


class DepthAndSignal(Explorer):
    """See `depth_and_signal`."""

    recorded = (
        ("f", ("sigmoid", "tanh", "relu", "selu")),
        ("init", 3),
    )

    def __init__(self):
        self.key = self.signals = self.mine = None
        names = [n for n in ACTIVATIONS if n not in ("step", "rrelu")]
        super().__init__(
            f=choice("activation", names, "tanh", "of every layer"),
            init=choice("initialisation", list(INITS), "xavier", "from which the weights are drawn"),
            scale=log_slider("weights ×", 1.0, -1, 1, "multiplies every weight"),
            depth=slider("layers", 10, 2, DEEPEST, hint="of equal width"),
            width=slider("units", 64, 8, 128, 8, "in each layer"),
            layer=slider("look at layer", 5, 1, DEEPEST, hint="its activations as a histogram"),
            seed=slider("seed", 0, 0, 20, hint="other weights, other inputs"),
        )
        self.picture.pointer = True

    def below(self):
        c = self.controls
        weights = group("initialisation", c["init"], c["scale"], c["seed"])
        return [groups(group("layers", c["f"], c["depth"], c["width"]), weights, group("look", c["layer"]))]

    def set(self, **values):
        """As any explorer's; how many layers there are is set before the one to look at."""
        layer = {"layer": values.pop("layer")} if "layer" in values else {}
        super().set(**values)
        self.prepare(self.state)
        return super().set(**layer)

    def prepare(self, s):
        """The signal for every initialisation, and with the reader's activation; kept while it is the same."""
        with self.hold(redraw=False):
            self.controls["layer"].max = s.depth
        key = (s.depth, s.width, s.f, s.scale, s.seed, ACTIVATIONS[s.f])
        if key != self.key:
            self.signals = {init: self.run(s, init, library_activation(s.f)) for init in INITS}
            self.key = key
        ours, used = self.signals[s.init], ACTIVATIONS[s.f]
        if used == library_activation(s.f):
            self.mine = ours
        else:
            self.mine = self.attempt(s.f, self.run, s, s.init, used, otherwise=ours)

    def limits(self):
        """Powers of ten around the sizes; the other initialisations may leave the picture."""
        sizes = np.concatenate(self.mine[:2])
        sizes = sizes[np.isfinite(sizes) & (sizes > 1e-300)]
        low, high = np.log10([sizes.min(), sizes.max()]) if sizes.size else (0, 0)
        return 10.0 ** min(np.floor(low - 0.2), -1), 10.0 ** max(np.ceil(high + 0.2), 1)

    def bars(self, s):
        """The histogram of the layer that is looked at: fractions of its activations."""
        values = np.clip(self.mine[2][min(s.layer, s.depth) - 1], -2.5, 2.5)
        return np.histogram(values, BINS)[0] / values.size

    def highest_bar(self, s):
        """One, a half, a quarter, …: the smallest that holds the histogram."""
        return float(np.clip(2.0 ** np.ceil(np.log2(1.1 * self.bars(s).max() + 1e-9)), 0.125, 1))

    def shape(self, s):
        return s.depth, s.init, self.limits(), self.highest_bar(s)

    def build(self, fig, s):
        left, middle, right = self.grid(fig, 3, 3.5, 3.3)
        for ax, sizes, way in ((left, "activations", "layer →"), (middle, "gradients ∂L/∂Z", "← layer")):
            ax.set(
                ylim=self.limits(),
                yscale="log",
                xlabel=f"{way}; click one",
                ylabel=f"{sizes}, root mean square",
            )
            ax.hlines(1, 0, s.depth, color=GREY, lw=0.8)  # not through the names behind it
            ax.xaxis.get_major_locator().set_params(integer=True)
            leave_room(ax, 0.5, s.depth, [f"{init} ↑" for init in INITS])
        right.set(ylim=(0, self.highest_bar(s)), xlim=(BINS[0], BINS[-1]), ylabel="fraction of the layer")
        right.set_xlabel("activation (end bars: all beyond)")
        lines = {}
        for name, ax, colour in (("forward", left, BLUE), ("backward", middle, RED)):
            ours = ax.plot([], [], color=GREY, lw=6, alpha=0.35)[0]
            lines[name] = ours, ax.plot([], [], "o-", color=colour, ms=4)[0]
        others = {
            init: [
                (ax.plot([], [], "-", color=c, lw=1.2, alpha=0.8)[0], words(ax, 0, 1, init, ha="left", color=c))
                for ax in (left, middle)
            ]
            for init, c in zip(INITS, (PURPLE, GREEN, BLACK), strict=False)
        }
        here = [ax.axvline(1, color=GREY, lw=0.8, ls=":") for ax in (left, middle)]
        histogram = right.stairs(0 * BINS[1:], BINS, fill=True, color=BLUE, alpha=0.7)
        titles = [words(ax, 0.0, 1.06, ha="left", size=11, transform=ax.transAxes) for ax in (left, middle, right)]
        return SimpleNamespace(lines=lines, here=here, histogram=histogram, others=others, titles=titles)

    def run(self, s, init, activation):
        return signal(s.depth, s.width, init, activation, s.scale, s.seed)

    def update(self, art, s):
        ours, mine = self.signals[s.init], self.mine
        layers, layer, (low, high) = np.arange(1, s.depth + 1), min(s.layer, s.depth), self.limits()
        edge = art.here[0].axes.get_xlim()[1]
        for which, name in enumerate(("forward", "backward")):
            art.lines[name][0].set_visible(mine is not ours)
            for line, sizes in zip(art.lines[name], (ours, mine), strict=True):
                line.set_data(layers, np.maximum(sizes[which], 1e-300))
            lasts = {init: (mine if init == s.init else self.signals[init])[which][-1] for init in art.others}
            ends = {init: np.log10(np.clip(np.nan_to_num(last), low, high)) for init, last in lasts.items()}
            gap, top = np.log10(high / low) / 14, np.log10(high)
            heights = apart(list(ends.values()), gap, np.log10(low) + gap / 2, top)
            for init, y in zip(ends, heights, strict=True):
                line, text = art.others[init][which]
                line.set_data(layers, np.maximum(self.signals[init][which], 1e-300))
                line.set_alpha(0 if init == s.init else 0.8)
                colour = (BLUE, RED)[which] if init == s.init else line.get_color()
                says = init + gone(lasts[init], low, high)
                text.set(x=s.depth + 0.08 * (edge - s.depth), y=10**y, text=says, color=colour)
        for line in art.here:
            line.set_xdata([layer, layer])
        art.histogram.set_data(self.bars(s), BINS)
        forward, backward = mine[:2]
        for title, text in zip(
            art.titles,
            (
                f"Activations {_change(forward[0], forward[-1])}",
                f"Gradients {_change(backward[-1], backward[0])}",
                f"Layer {layer}: {_range(mine[2][layer - 1])}",
            ),
            strict=True,
        ):
            title.set_text(text)
        return (
            f"activations: <b>{forward[0]:.3g}</b> in layer 1, <b>{forward[-1]:.3g}</b> in layer {s.depth}; "
            f"gradients: <b>{backward[-1]:.3g}</b> in layer {s.depth}, <b>{backward[0]:.3g}</b> in layer 1"
            + ("" if mine is ours else "; pale: the library's")
        )

    def touched(self, kind, axes, x, y):
        if kind in ("down", "move") and axes in self._figure.axes[:2]:
            self.set(layer=int(np.clip(round(x), 1, self.state.depth)))

    def alt(self, s):
        return (
            f"root mean square of activations and gradients by layer, for {s.depth} {s.f} layers of {s.width} units "
            f"with {s.init} weights times {s.scale:.2g}; a histogram of one layer's activations"
        )


def depth_and_signal(**settings):
    """Explore what depth does to the signal: sizes of activations and gradients, layer by layer, before training.

    settings: first values of controls, such as f="relu", init="he". Activations are the registry's; the pale
    line is the library's.
    """
    return DepthAndSignal().set(**settings)

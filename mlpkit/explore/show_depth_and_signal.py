"""Depth and signal: how large activations and gradients are in every layer of a new network."""

from types import SimpleNamespace

import numpy as np

from mlpkit.activations import ACTIVATIONS
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import choice, log_slider, slider
from mlpkit.explore.student import library_activation
from mlpkit.init import INITS
from mlpkit.layers import Dense
from mlpkit.palette import BLUE, GREY, RED

DEEPEST = 30
EXAMPLES = 100


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


class DepthAndSignal(Explorer):
    """See `depth_and_signal`."""

    def __init__(self):
        names = [n for n in ACTIVATIONS if n not in ("step", "rrelu")]
        super().__init__(
            f=choice("activation", names, "tanh", "of every layer"),
            init=choice("first weights", list(INITS), "xavier", "from which they are drawn"),
            scale=log_slider("times", 1.0, -1, 1, "multiplies every weight"),
            depth=slider("layers", 10, 2, DEEPEST, hint="of equal width"),
            width=slider("units", 64, 8, 128, 8, "in each layer"),
            layer=slider("look at layer", 5, 1, DEEPEST, hint="its activations as a histogram"),
            seed=slider("seed", 0, 0, 20, hint="other weights, other inputs"),
        )

    def shape(self, s):
        return s.depth

    def build(self, fig, s):
        left, middle, right = self.grid(fig, 3, 3.5, 3.3)
        for ax, title in ((left, "size of the activations"), (middle, "size of the gradients ∂L/∂Z")):
            ax.set(xlim=(0.5, s.depth + 0.5), ylim=(1e-10, 1e4), yscale="log", xlabel="layer", title=title)
            ax.axhline(1, color=GREY, lw=0.8)
        right.set(ylim=(0, 0.6), xlim=(-2.5, 2.5), xlabel="activation", title="one layer's activations")
        lines = {}
        for name, ax, colour in (("forward", left, BLUE), ("backward", middle, RED)):
            ours = ax.plot([], [], color=GREY, lw=6, alpha=0.35)[0]
            lines[name] = ours, ax.plot([], [], "o-", color=colour, ms=4)[0]
        here = [ax.axvline(1, color=GREY, lw=0.8, ls=":") for ax in (left, middle)]
        bins = np.linspace(-2.5, 2.5, 51)
        histogram = right.stairs(np.zeros(50), bins, fill=True, color=BLUE, alpha=0.7)
        return SimpleNamespace(lines=lines, here=here, histogram=histogram, bins=bins)

    def run(self, s, activation):
        return signal(s.depth, s.width, s.init, activation, s.scale, s.seed)

    def update(self, art, s):
        library, used = library_activation(s.f), ACTIVATIONS[s.f]
        ours = self.run(s, library)
        mine = ours if used == library else self.attempt(s.f, self.run, s, used, otherwise=ours)
        layers, layer = np.arange(1, s.depth + 1), min(s.layer, s.depth)
        for which, name in enumerate(("forward", "backward")):
            for line, sizes in zip(art.lines[name], (ours, mine), strict=True):
                line.set_data(layers, np.maximum(sizes[which], 1e-12))
        for line in art.here:
            line.set_xdata([layer, layer])
        values = np.clip(mine[2][layer - 1], -2.49, 2.49)
        art.histogram.set_data(np.histogram(values, art.bins)[0] / values.size, art.bins)
        forward, backward = mine[:2]
        return (
            f"activations: <b>{forward[0]:.3g}</b> in layer 1, <b>{forward[-1]:.3g}</b> in layer {s.depth}; "
            f"gradients: <b>{backward[-1]:.3g}</b> in layer {s.depth}, <b>{backward[0]:.3g}</b> in layer 1"
        )

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

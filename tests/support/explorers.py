"""Every explorer as a test or a benchmark makes it, and one control to move. Text, so that a page can run it too."""

import re
from functools import cache
from types import SimpleNamespace

FIRST = """
from mlpkit import MLP, explore
from mlpkit.datasets import load_digits
from mlpkit.train import fit
import numpy as np
X, t = load_digits()
net, path = MLP([64, 16, 10]), []
fit(net, X[:300], t[:300], epochs=8, progress=False,
    on_epoch=lambda net, history: path.append([w.copy() for w in net.params]))
def wave(ax, k, a=1):
    "A wave of so many bows"
    x = np.linspace(0, 1, 200)
    ax.plot(x, a * np.sin(k * np.pi * x))
    ax.set(title=f"sin({k} πx)", ylim=(-1.1, 1.1))
    return f"{k} bows"
"""

NUMBER = r"−?[\d.]+(?: · 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"  # as a readout shows it


def value(text):
    """The number that stands in a readout as −1.4 · 10⁻⁵⁰."""
    mantissa, _, power = re.fullmatch(f"({NUMBER})", text)[1].partition(" · 10")
    plain = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")
    return float(f"{mantissa}e{power or 0}".translate(plain))


EXPLORERS = {  # name: (how it is made, the control that moves, its label in the page)
    "activations": ("explore.activations(name='tanh')", "z", "z"),
    "backprop_stepper": ("explore.backprop_stepper(step=9)", "value", "its value"),
    "bumps": ("explore.bumps()", "height", "its height"),
    "depth_and_signal": ("explore.depth_and_signal()", "layer", "look at layer"),
    "descent_race": ("explore.descent_race(step=100)", "step", "step"),
    "digit_pad": ("explore.digit_pad(net)", "ink", None),
    "error_gallery": ("explore.error_gallery(net, X, t)", "page", "page"),
    "graph": ("explore.graph()", "v0", "w"),
    "live_fit": ("explore.live_fit(MLP([64, 16, 10]), X, t, epochs=500, batch_size=32)", "over", "average over"),
    "loss_landscape": ("explore.loss_landscape(net, X, t, path)", "x", "x"),
    "losses": ("explore.losses()", "outlier_y", "outlier y"),
    "overfitting": ("explore.overfitting()", "degree", "degree"),
    "playground": ("explore.playground()", "weight", "its value"),
    "predictions": ("explore.predictions()", "y", "height"),
    "slider": ("explore.slider(wave, k=(1, 31, 2))", "k", "k"),
    "softmax": ("explore.softmax()", "z0", "z0"),
    "xor_lab": ("explore.xor_lab()", "w11", "w11"),
}


def made(name):
    """The explorer of this name, its moving control, and up to 50 values for it, all different."""
    explorer = eval(EXPLORERS[name][0], first())
    control = EXPLORERS[name][1]
    if control == "ink":
        side = explorer.pad.side
        return explorer, explorer.pad, "ink", [bytes(side * k) + b"\xff" * side * (side - k) for k in range(1, 51)]
    widget = explorer.controls[control] if control in explorer.controls else getattr(explorer, control)
    return explorer, widget, "value", _values(widget)


@cache
def first():
    names = {}
    exec(FIRST, names)
    return names


def _values(widget):
    steps = max(1, min(50, round((widget.max - widget.min) / widget.step)))
    whole = isinstance(widget.value, int)
    values = [widget.min + (widget.max - widget.min) * k / steps for k in range(steps)]
    return [round(v) if whole else v for v in values if v != widget.value]


def moves(name, places=50):
    """The explorer, and a function that moves its control `n` more times, round and round the first `places`."""
    explorer, widget, trait, values = made(name)
    values = values[:places]
    state = SimpleNamespace(at=0)

    def move(n=1):
        for _ in range(n):
            setattr(widget, trait, values[state.at % len(values)])
            state.at += 1

    return explorer, move

"""The explorers as the page of all explorers shows them, on the 8 × 8 digits where they need data and a network."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from autograder.site import moving
from mlpkit import MLP, explore
from mlpkit.datasets import load_digits
from mlpkit.train import fit

# Where a lecture makes one, the same call, so that it is recorded once.
CALLS = {
    "activations": "explore.activations(name='tanh')",
    "backprop_stepper": "explore.backprop_stepper(step=5)",
    "depth_and_signal": "explore.depth_and_signal(f='relu', init='he', depth=20)",
    "descent_race": 'explore.descent_race(surface="Rosenbrock\'s valley", rate=0.005)',
    "playground": "explore.playground('data=circle layers=4:tanh rate=0.3', epochs=20)",
}


def recordings(folder: Path) -> dict[str, str]:
    """explorer -> HTML in which it moves; "" where it needs a hand, and a kernel, for everything."""
    made = {name: moving.recorded(explorer, name, folder, **also) for name, explorer, also in _with_data()}
    for name in explore.__all__:
        if name not in made:
            made[name] = moving.from_call(CALLS.get(name, f"explore.{name}()"), folder)
    return made


def _with_data():
    """(name, explorer, what to record) of those that are made with data or a function."""
    X, t = load_digits()
    net, path = MLP([64, 16, 10]), []
    note = lambda net, history: path.append([w.copy() for w in net.params])  # noqa: E731
    fit(net, X[:300], t[:300], epochs=8, progress=False, on_epoch=note)
    yield "error_gallery", explore.error_gallery(net, X, t), {}
    yield "live_fit", explore.live_fit(MLP([64, 16, 10]), X, t, epochs=20), {}
    yield "loss_landscape", explore.loss_landscape(net, X, t, path), {}
    yield "slider", explore.slider(_dice, k=(1, 31, 2)), {"k": range(1, 32, 3)}


def _dice(ax, k):
    """The mean of k dice"""
    rolls = np.random.default_rng(0).integers(1, 7, (10_000, k))
    ax.hist(rolls.mean(axis=1), bins=np.arange(k - 0.5, 6 * k + 1) / k)
    ax.set(xlim=(0.5, 6.5), xlabel="mean", title=f"The mean of {k} dice" if k > 1 else "One die")
    return f"{k} dice"

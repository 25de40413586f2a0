"""Lecture 13: the network that passes the gate, judged by what it says of images that it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from autograder.checking.exercise import EXTREME, Inputs, Property, exercise
from mlpkit.datasets.digits import small_digits

# The share of held-out images that a network must get right, by its number of inputs: 8×8 digits, MNIST.
GATES = {64: 0.97, 784: 0.98}
# Weights of a network that has learnt the digits are far below this.
HUGE = 1000


@dataclass(frozen=True)
class _Made:
    """A network that is made when it is needed."""

    make: Callable[[], list]


def _held_out(inputs: int) -> tuple[np.ndarray, np.ndarray]:
    """The test images and labels for a network with so many inputs."""
    if inputs == 64:
        small = small_digits()
        return small.X_test, small.t_test
    return _mnist_test()


@cache
def _mnist_test() -> tuple[np.ndarray, np.ndarray]:
    from mlpkit.datasets.mnist import MNIST, load_mnist

    try:
        return load_mnist(source=replace(MNIST, mirrors=()))[2:]
    except FileNotFoundError:
        raise ValueError(
            "a network with 784 inputs is judged on MNIST, and MNIST is not on this machine: train on the 8×8 digits"
        ) from None


def _layers(value) -> list[np.ndarray]:
    """[W1, b1, W2, b2, …] as arrays, or a complaint about anything that is no network for these images."""
    value = value.make() if isinstance(value, _Made) else value
    if not isinstance(value, (list, tuple)) or len(value) < 2 or len(value) % 2:
        raise ValueError("give the weights as a list [W1, b1, W2, b2, …], such as the `params` of an MLP")
    layers = [np.asarray(a, dtype=np.float32) for a in value]
    n = layers[0].shape[-1] if layers[0].ndim else 0
    if n not in GATES:
        raise ValueError(f"the first layer must have 64 inputs (8×8 digits) or 784 (MNIST), it has {n}")
    for W, b in _pairs(layers):
        if W.ndim != 2 or W.shape[1] != n or b.shape != (len(W),):
            raise ValueError(f"a layer behind {n} units needs W (units, {n}) and b (units,), not {W.shape}, {b.shape}")
        n = len(W)
    if n != 10:
        raise ValueError(f"the last layer must have 10 units, one for each digit; it has {n}")
    return layers


def _pairs(layers: list) -> list[tuple]:
    return list(zip(layers[::2], layers[1::2], strict=True))


def _judged(value, what: str):
    """The stage that the network reaches, or ("counts") its right answers, all answers, the gate, and `_looks`."""
    layers = _layers(value)
    X, t = _held_out(layers[0].shape[1])
    gate = GATES[X.shape[1]]
    if not all(np.isfinite(a).all() for a in layers):
        return (0, len(t), gate, "") if what == "counts" else -1
    A, pairs = X, _pairs(layers)
    for i, (W, b) in enumerate(pairs):
        A = A @ W.T + b
        A = np.maximum(A, 0) if i < len(pairs) - 1 else A
    right = int(np.count_nonzero(A.argmax(axis=1) == t))
    if what == "counts":
        return right, len(t), gate, _looks(layers)
    return int(np.searchsorted([0.2, 0.9, gate], right / len(t), side="right"))


def _looks(layers: list[np.ndarray]) -> str:
    """What the weights show without being run."""
    largest = max(float(np.abs(a).max(initial=0.0)) for a in layers)
    if largest > HUGE:
        return f"\nThe largest weight is {largest:.2g}, as after a training whose rate was too large."
    return "\nIt has no hidden layer: two arrays are softmax regression." if len(layers) == 2 else ""


def _images(rng: np.random.Generator) -> Iterator[Inputs]:
    # Read before the clock of a call runs, and drawn once: the held-out images are what they are.
    _held_out(64)
    yield Inputs(("held-out images",), EXTREME)


def _too_few(run, case, outputs) -> str | None:
    right, n, gate, looks = run("counts")
    if right >= gate * n:
        return None
    return f"{right:,} of {n:,} held-out images are right, {right / n:.2%}; the gate is at {gate:.0%}{looks}"


def _linear(hidden: int) -> list:
    """A network whose last layer is found by least squares, behind random features or the pixels themselves."""
    digits, rng = small_digits(), np.random.default_rng(0)
    first = [rng.normal(size=(hidden, 64)), rng.normal(size=hidden)] if hidden else []
    A = np.maximum(digits.X @ first[0].T + first[1], 0) if hidden else digits.X
    ones = np.column_stack([A, np.ones(len(A))])
    W = np.linalg.lstsq(ones, np.eye(10)[digits.t], rcond=None)[0].T
    return [*first, W[:, :-1], W[:, -1]]


exercise(
    "digit_net",
    lecture="13",
    points=4,
    topics="H25 O19",
    cases=_images,
    call=_judged,
    accept=lambda what: ((3, 3),),
    outputs=("the stage (0: guessing, 1: some, 2: most, 3: through the gate)",),
    holds=(Property("enough of the held-out images are right", _too_few),),
    wrong={
        "guessing": (
            [np.zeros((10, 64)), np.zeros(10)],
            "At most a fifth of the held-out images are right. Guessing gets about a tenth. Was it trained at all, and "
            "do the images and the labels belong together?",
        ),
        "some": (
            _Made(lambda: _linear(hidden=15)),
            "It has learnt something, but fewer than 90 % of the held-out images are right: softmax regression, "
            "without any hidden unit, can get further. It is run with ReLU between the layers, on the pixels as they "
            "are in digits.X: was it trained so? If it was, look at the rate, the updates, the hidden units.",
        ),
        "most": (
            _Made(lambda: _linear(hidden=0)),
            "At least 90 % of the held-out images are right, but not enough for the gate. It is run with ReLU between "
            "the layers, on the pixels as they are in digits.X: was it trained so? If it was, try more hidden units, "
            "more updates, and a rate that falls towards the end, in this order.",
        ),
        "not finite": (
            [np.full((10, 64), np.nan), np.zeros(10)],
            "Some weights are NaN or infinite: the training diverged. A smaller rate is the first thing to try.",
        ),
    },
    hints=(
        "Lectures 09 and 10 have the parts: an initialisation, momentum, a rate that falls. What is left is to choose "
        "sizes, and to train long enough. Let the validation images choose.",
        "One or two hidden layers of 100 to 300 ReLU units, softmax and cross-entropy at the end; SGD with momentum "
        '0.9 and a rate of about 0.1; the schedule "cosine". Some 4,000 updates on MNIST, 1,000 on the 8×8 digits.',
        "MLP([digits.side**2, …, 10], seed=0); SGD(net.params, lr=…, momentum=0.9); fit(net, digits.X, digits.t, "
        'epochs=…, batch_size=…, optimizer=…, schedule="cosine"). Then hand over net.params.',
    ),
)

"""How the learning rate changes while training: each schedule is a function of the first rate and the epoch.

`t` is the number of epochs done so far and may lie inside one (2.5). `SCHEDULES` has them by name for `fit`,
with their usual settings; for others give `fit` a function: `lambda lr, now: step_halving(lr, now.epoch, 3)`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, pi

from mlpkit.validate import checked, count, fraction, not_negative, positive


@checked(lr=positive, t=not_negative)
def constant(lr: float, t: float) -> float:
    """η(t) = η₀.

    >>> constant(0.1, 7)
    0.1
    """
    return lr


@checked(lr=positive, t=not_negative, every=positive)
def step_halving(lr: float, t: float, every: float = 10) -> float:
    """η(t) = η₀ / 2^⌊t / every⌋: half the rate after each `every` epochs.

    >>> [step_halving(0.8, t, every=10) for t in (0, 9.5, 10, 25)]
    [0.8, 0.8, 0.4, 0.2]
    """
    return lr * 0.5 ** (t // every)


@checked(lr=positive, patience=count, factor=fraction)
def plateau(lr: float, errors: Sequence[float], patience: int = 3, factor: float = 0.5) -> float:
    """The learning rate, lowered once for each time that `patience` epochs in a row brought no new smallest error.

    lr: the first rate η₀; errors: the held-out errors so far, oldest first, one for each epoch; factor: what each
    lowering multiplies the rate by. An equal error is not an improvement. After each lowering the count starts again at
    0; the smallest error is kept.

    >>> plateau(0.8, [0.5, 0.3, 0.4, 0.3, 0.35], patience=3)       # 0.3, then three without a better one
    0.4
    >>> plateau(0.8, [0.5, 0.3, 0.4, 0.3, 0.35, 0.2, 0.25, 0.2, 0.2], patience=3)      # a better one, then three more
    0.2
    """
    best, waited = float("inf"), 0
    for error in errors:
        best, waited = min(best, error), 0 if error < best else waited + 1
        if waited == patience:
            lr, waited = lr * factor, 0
    return lr


@checked(lr=positive, t=not_negative, half_time=positive)
def inverse_time(lr: float, t: float, half_time: float = 10) -> float:
    """η(t) = a / (b + t), with b = half_time and a = b η₀: it starts at η₀ and is half of that at t = b.

    >>> [inverse_time(0.8, t, half_time=10) for t in (0, 10, 30)]
    [0.8, 0.4, 0.2]
    """
    return lr * half_time / (half_time + t)


@checked(lr=positive, t=not_negative, low=not_negative, half_cycle=positive)
def cyclical(lr: float, t: float, low: float = 0.0, half_cycle: float = 2) -> float:
    """A triangle wave: from `low` at t = 0 straight up to η₀ at t = half_cycle, straight down, and again.

    (Smith 2017)

    >>> [round(cyclical(0.5, t, low=0.1, half_cycle=2), 3) for t in (0, 1, 2, 3, 4, 5)]
    [0.1, 0.3, 0.5, 0.3, 0.1, 0.3]
    """
    return low + (lr - low) * (1 - abs(t / half_cycle % 2 - 1))


@checked(lr=positive, t=not_negative, total=positive, low=not_negative)
def cosine(lr: float, t: float, total: float, low: float = 0.0) -> float:
    """The learning rate along half a cosine, from the first rate at the beginning down to `low` at the end.

    lr: the first rate η₀; t: epochs done, which may lie inside one; total: epochs planned; low: the last rate.

    Formula: η(t) = low + ½ (η₀ − low) (1 + cos(π t / total)).

    Source: Loshchilov and Hutter 2017, without restarts.

    >>> [round(cosine(0.8, t, total=10), 3) for t in (0, 5, 10)]
    [0.8, 0.4, 0.0]
    """
    return low + (lr - low) * (1 + cos(pi * t / total)) / 2


@dataclass(frozen=True)
class TrainingState:
    """Where training stands: epochs done, epochs planned, and the held-out (or training) error of each so far."""

    epoch: float
    epochs: int
    errors: Sequence[float]


SCHEDULES: dict[str, Callable[[float, TrainingState], float]] = {
    "constant": lambda lr, now: constant(lr, now.epoch),
    "step_halving": lambda lr, now: step_halving(lr, now.epoch),
    "plateau": lambda lr, now: plateau(lr, now.errors),
    "inverse_time": lambda lr, now: inverse_time(lr, now.epoch),
    "cyclical": lambda lr, now: cyclical(lr, now.epoch),
    "cosine": lambda lr, now: cosine(lr, now.epoch, now.epochs),
}

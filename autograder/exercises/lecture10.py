"""Lecture 10: schedules of the learning rate."""

from math import cos, pi

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from mlpkit import schedules


def rates(rng):
    return float(rng.choice([0.05, 0.1, 0.5, 0.8]))


def errors(rng):
    """Errors that fall and stall, with ties, in tenths."""
    yield Inputs((0.8, [0.5, 0.3, 0.4, 0.3, 0.35]))
    yield Inputs((0.8, []), "no errors yet")
    yield Inputs((0.8, [20.0, 15.0, 15.0, 17.0, 16.0], 2))
    for patience in (1, 2, 3, 3):
        for n in (1, patience, 12, 25):
            drift = np.maximum(9 - np.arange(n) // 4, 0)
            values = (rng.integers(0, 4, n) + drift) / 10
            yield Inputs((rates(rng), values.tolist(), patience, float(rng.choice([0.5, 0.1]))))


def plateaus(better=lambda error, best: error < best, reset=True, restart=False, strict=False):
    def plateau(lr, errors, patience=3, factor=0.5):
        best, waited = float("inf"), 0
        for error in errors:
            waited = 0 if better(error, best) else waited + 1
            best = min(best, error)
            if waited > patience if strict else waited >= patience:
                lr, waited = lr * factor, 0 if reset else waited
                best = float("inf") if restart else best
        return lr

    return plateau


def compares_with_the_last(lr, errors, patience=3, factor=0.5):
    last, waited = float("inf"), 0
    for error in errors:
        waited = 0 if error < last else waited + 1
        last = error
        if waited == patience:
            lr, waited = lr * factor, 0
    return lr


def begins_at(first, better=lambda error, best: error < best):
    def plateau(lr, errors, patience=3, factor=0.5):
        best, waited = first, 0
        for error in errors:
            best, waited = min(best, error), 0 if better(error, best) else waited + 1
            if waited == patience:
                lr, waited = lr * factor, 0
        return lr

    return plateau


def only_once(lr, errors, patience=3, factor=0.5):
    return max(plateaus()(lr, errors, patience, factor), lr * factor)


def counts_all(lr, errors, patience=3, factor=0.5):
    best, waited = float("inf"), 0
    for error in errors:
        best, waited = (error, waited) if error < best else (best, waited + 1)
        if waited == patience:
            lr, waited = lr * factor, 0
    return lr


def since_the_best(lr, errors, patience=3, factor=0.5):
    since = len(errors) - 1 - errors.index(min(errors)) if errors else 0
    return lr * factor ** (since // patience)


exercise(
    schedules.plateau,
    lecture="10",
    points=2,
    topics="H29",
    cases=errors,
    exact=True,
    outputs=("the rate",),
    wrong={
        "compared with the last error": (
            compares_with_the_last,
            "Each error is compared with the one before. A curve that goes up and down then seems to improve every "
            "other epoch: compare with the smallest so far.",
        ),
        "drops before the best one forgotten": (
            since_the_best,
            "Only the epochs since the smallest error count. The drops before it have happened all the same: go "
            "through the errors one by one.",
        ),
        "an equal error is an improvement": (
            plateaus(better=lambda error, best: error <= best),
            "An error equal to the smallest so far counts as an improvement here. The docstring says it is none.",
        ),
        "not counted from zero again": (
            plateaus(reset=False),
            "After a drop the count goes on, so that every further epoch without improvement drops the rate again. "
            "Set the count back to 0.",
        ),
        "one epoch too patient": (
            plateaus(strict=True),
            "The rate drops after patience + 1 epochs without improvement: one too late.",
        ),
        "smallest error begins at 1": (
            begins_at(1.0),
            "The smallest error so far begins at 1, so that errors above 1 never count as an improvement. Begin with "
            "infinity.",
        ),
        "lowered once": (
            only_once,
            "The rate is lowered once and then stays. It drops again each time that `patience` epochs brought nothing.",
        ),
        "divided by the factor": (
            lambda lr, errors, patience=3, factor=0.5: lr * lr / plateaus()(lr, errors, patience, factor),
            "The rate is divided by `factor`, and grows. Multiply.",
        ),
        "never lowered": (
            lambda lr, errors, patience=3, factor=0.5: lr,
            "The rate stays η₀, whatever the errors do.",
        ),
        "not in a row": (
            counts_all,
            "All epochs without improvement are counted, in a row or not. An improvement must set the count back to 0.",
        ),
        "the best is forgotten": (
            plateaus(restart=True),
            "After a drop the smallest error is forgotten, so that the next one counts as an improvement whatever it "
            "is. Keep it.",
        ),
    },
    hints=(
        "Go through the errors once, from the oldest to the newest. What two things do you have to remember?",
        "Remember the smallest error so far, and how many epochs in a row have not beaten it. When that count reaches "
        "`patience`, multiply the rate by `factor` and start to count anew.",
        "Start with infinity and 0. For each error: if it is smaller than the smallest, keep it and set the count to "
        "0; otherwise add 1 to the count, and if it is now `patience`, lower the rate and set the count to 0.",
    ),
)


def cosines(rng):
    for total in (1, 8, 20, 2.5):
        for share in (0, 0.5, 1, float(rng.uniform(0, 1)), float(rng.uniform(0, 1))):
            yield Inputs((rates(rng), share * total, total))
            yield Inputs((rates(rng), share * total, total, 0.01))


exercise(
    schedules.cosine,
    lecture="10",
    points=1,
    topics="H29 H34",
    cases=cosines,
    outputs=("the rate",),
    wrong={
        "whole cosine": (
            lambda lr, t, total, low=0.0: low + (lr - low) * (1 + cos(2 * pi * t / total)) / 2,
            "This is a whole cosine: at t = total the rate is back at η₀. Half a wave ends at its lowest point.",
        ),
        "quarter": (
            lambda lr, t, total, low=0.0: low + (lr - low) * cos(pi * t / total / 2),
            "This is a quarter of a cosine. It has the right ends, but halfway through it is above the middle.",
        ),
        "not lifted": (
            lambda lr, t, total, low=0.0: low + (lr - low) * cos(pi * t / total),
            "The cosine itself runs from 1 to −1, so that the rate goes below `low`. Lift it by 1 and halve it.",
        ),
        "low added on top": (
            lambda lr, t, total, low=0.0: low + lr * (1 + cos(pi * t / total)) / 2,
            "`low` is added to the whole curve, so that it begins at η₀ + low. Only the distance η₀ − low is to be "
            "scaled.",
        ),
        "low ignored": (
            lambda lr, t, total, low=0.0: lr * (1 + cos(pi * t / total)) / 2,
            "`low` has no effect: the rate always ends at 0.",
        ),
        "not halved": (
            lambda lr, t, total, low=0.0: low + (lr - low) * (1 + cos(pi * t / total)),
            "1 + cos runs from 2 to 0, so that the schedule begins at twice the distance to η₀: the ½ is missing.",
        ),
        "degrees": (
            lambda lr, t, total, low=0.0: low + (lr - low) * (1 + cos(180 * t / total)) / 2,
            "The angle is in degrees. `cos` takes radians: half a wave is π.",
        ),
        "rises": (
            lambda lr, t, total, low=0.0: low + (lr - low) * (1 - cos(pi * t / total)) / 2,
            "This rises from `low` to η₀: 1 − cos in place of 1 + cos.",
        ),
        "straight line": (
            lambda lr, t, total, low=0.0: lr + (low - lr) * t / total,
            "This is a straight line from η₀ to `low`: the ends are right, the way is not.",
        ),
    },
    hints=(
        "Half a cosine goes from 1 down to −1. Shift and stretch it until it goes from η₀ down to `low`.",
        "(1 + cos φ)/2 goes from 1 to 0 as φ goes from 0 to π. Let φ = π t / total.",
        "Take `low` plus the distance from `low` to η₀ times that number between 0 and 1. `math` has cos and pi.",
    ),
)

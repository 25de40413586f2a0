"""Lecture 10: schedules of the learning rate."""

from math import cos, pi

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from mlpkit import schedules


def rates(rng):
    return float(rng.choice([0.05, 0.1, 0.5, 0.8]))


def halvings(rng):
    yield Inputs((rates(rng), 25))
    for every in (1, 3, 10, 2.5):
        for t in (0, every, every - 0.25, int(rng.integers(1, 60)), int(rng.integers(0, 60)) + 0.5):
            yield Inputs((rates(rng), t, every))


exercise(
    schedules.step_halving,
    lecture="10",
    points=1,
    topics="H29",
    cases=halvings,
    outputs=("the rate",),
    wrong={
        "smooth": (
            lambda lr, t, every=10: lr * 0.5 ** (t / every),
            "The rate falls all the time. It should stay the same for `every` epochs and then drop: the exponent is a "
            "whole number.",
        ),
        "rounded": (
            lambda lr, t, every=10: lr * 0.5 ** round(t / every),
            "The exponent is rounded to the nearest whole number, so that the drop comes half a stair too early. "
            "Round down.",
        ),
        "once": (
            lambda lr, t, every=10: lr / 2 if t >= every else lr,
            "The rate is halved once and then stays. It drops again after each further `every` epochs.",
        ),
        "divided by the number of drops": (
            lambda lr, t, every=10: lr / (1 + t // every),
            "After c drops this divides by c + 1. Each drop halves what the last one left: divide by 2ᶜ.",
        ),
        "one too early": (
            lambda lr, t, every=10: lr * 0.5 ** (1 + t // every),
            "The rate is halved from the beginning: at t = 0 it should still be η₀.",
        ),
        "grows": (lambda lr, t, every=10: lr * 2 ** (t // every), "The rate doubles where it should halve."),
    },
    hints=(
        "How often has the rate been halved after t epochs?",
        "η(t) = η₀ / 2ᶜ with c = ⌊t / every⌋, the whole part of the quotient.",
        "Python's // divides and drops the fraction, for floats as well. Raise one half to that power.",
    ),
)


def decays(rng):
    yield Inputs((rates(rng), 25))
    for half_time in (1, 4, 10, 2.5):
        for t in (0, half_time, int(rng.integers(1, 60)), int(rng.integers(0, 60)) + 0.5):
            yield Inputs((rates(rng), t, half_time))


exercise(
    schedules.inverse_time,
    lecture="10",
    points=1,
    topics="H29",
    cases=decays,
    outputs=("the rate",),
    wrong={
        "a is the first rate": (
            lambda lr, t, half_time=10: lr / (half_time + t),
            "At t = 0 this is η₀/b. For the schedule to begin at η₀, a must be b η₀.",
        ),
        "exponential": (
            lambda lr, t, half_time=10: lr * 0.5 ** (t / half_time),
            "This halves the rate again after each further b epochs. a/(b + t) is slower: from half to a quarter it "
            "takes 2b more.",
        ),
        "half as long": (
            lambda lr, t, half_time=10: lr / (1 + half_time * t),
            "This multiplies t by b. The larger b, the slower the rate should fall: it is t/b that counts.",
        ),
        "time added to the rate": (
            lambda lr, t, half_time=10: lr / (1 + t),
            "`half_time` has no effect here: this is half of η₀ at t = 1, whatever b is.",
        ),
        "root": (
            lambda lr, t, half_time=10: lr * (half_time / (half_time + t)) ** 0.5,
            "This is the root of what is asked for: at t = b it is η₀/√2 instead of η₀/2.",
        ),
    },
    hints=(
        "Two conditions fix a and b: the value at t = 0, and when half of it is left.",
        "a/(b + 0) = η₀ gives a = b η₀. Then a/(b + t) = η₀/2 exactly at t = b.",
        "One fraction: above it the first rate times b, below it the sum of b and t.",
    ),
)


def errors(rng):
    """Errors that fall and stall, with ties, in tenths."""
    yield Inputs((0.8, [0.5, 0.3, 0.4, 0.3, 0.35]))
    yield Inputs((0.8, []))
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


def counts_all(lr, errors, patience=3, factor=0.5):
    best, waited = float("inf"), 0
    for error in errors:
        best, waited = (error, waited) if error < best else (best, waited + 1)
        if waited == patience:
            lr, waited = lr * factor, 0
    return lr


exercise(
    schedules.plateau,
    lecture="10",
    points=2,
    topics="H29",
    cases=errors,
    outputs=("the rate",),
    wrong={
        "compared with the last error": (
            compares_with_the_last,
            "Each error is compared with the one before. A curve that goes up and down then seems to improve every "
            "other epoch: compare with the smallest so far.",
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


def triangles(rng):
    yield Inputs((0.5, 3))
    for half_cycle in (1, 2, 4, 2.5):
        for share in (0, 1, 2, 5, float(rng.uniform(0, 2)), float(rng.uniform(2, 6))):
            yield Inputs((rates(rng), share * half_cycle, 0.02, half_cycle))
        yield Inputs((rates(rng), float(rng.uniform(0, 3)) * half_cycle, 0.0, half_cycle))


def wave(shape):
    """low plus the distance to η₀ times shape(position in half cycles)."""
    return lambda lr, t, low=0.0, half_cycle=2: low + (lr - low) * shape(t / half_cycle)


exercise(
    schedules.cyclical,
    lecture="10",
    points=2,
    topics="H34",
    cases=triangles,
    outputs=("the rate",),
    wrong={
        "begins at the top": (
            wave(lambda x: abs(x % 2 - 1)),
            "The wave is upside down: it begins at η₀ and falls to `low`. It should begin at `low`.",
        ),
        "sawtooth": (
            wave(lambda x: x % 1),
            "The rate rises and then jumps back to `low`: a sawtooth. It should come down as slowly as it went up.",
        ),
        "half_cycle taken for the whole": (
            wave(lambda x: 1 - abs(2 * x % 2 - 1)),
            "The wave is twice too fast: `half_cycle` is the time up, not up and down.",
        ),
        "stays at the top": (
            wave(lambda x: min(x, 1.0)),
            "The rate rises to η₀ and stays there. It should come down again, and go on for ever.",
        ),
        "one cycle only": (
            wave(lambda x: max(0.0, 1 - abs(x - 1))),
            "After one cycle the rate stays at `low`. The wave goes on.",
        ),
        "cosine": (
            wave(lambda x: (1 - cos(pi * x)) / 2),
            "This is a cosine wave: the right ends, and round in between. A triangle has straight sides.",
        ),
        "low added on top": (
            lambda lr, t, low=0.0, half_cycle=2: low + lr * (1 - abs(t / half_cycle % 2 - 1)),
            "`low` is added to the whole wave, so that it rises to η₀ + low.",
        ),
        "low ignored": (
            lambda lr, t, low=0.0, half_cycle=2: lr * (1 - abs(t / half_cycle % 2 - 1)),
            "`low` has no effect: the wave begins at 0.",
        ),
    },
    hints=(
        "First find the position within the present cycle. A cycle lasts two half cycles.",
        "Let x = t / half_cycle, and take it modulo 2. From 0 to 1 the wave rises from 0 to 1, then it falls back.",
        "The distance of that position from 1 is 1 at the ends of a cycle and 0 in its middle. One minus this distance "
        "is the triangle; stretch it from `low` to η₀.",
    ),
)

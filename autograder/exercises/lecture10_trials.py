"""Lecture 10: a schedule to mend."""

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from autograder.checking.kinds.repair import repair


def mended_warm_up(lr, t, warm, steps):
    """The learning rate after t steps: it grows in equal parts from 0 to lr, and then follows the cosine down to 0.

    lr: the largest rate; warm: the number of steps of growth; steps: of all of the training. 0 <= t <= steps. Returns
    a number.
    """
    if t < warm:
        return lr * t / warm
    done = (t - warm) / (steps - warm)
    return float(lr / 2 * (1 + np.cos(np.pi * done)))


def faulty_warm_up(lr, t, warm, steps):
    if t < warm:
        return lr * t / warm
    done = t / steps
    return float(lr / 2 * (1 + np.cos(np.pi * done)))


def _moments(rng):
    for warm, steps in ((10, 100), (3, 20), (25, 50)):
        lr = float(rng.uniform(0.1, 2))
        for t in (1, warm - 1, warm, warm + 2, (warm + steps) // 2, steps):
            yield Inputs((lr, t, warm, steps))
    yield Inputs((float(rng.uniform(0.1, 2)), int(rng.integers(1, 10)), 0, 10), "no warm-up")


def _after(done, grow=lambda lr, t, warm, steps: lr * t / warm):
    def rate(lr, t, warm, steps):
        if t < warm:
            return grow(lr, t, warm, steps)
        return float(lr / 2 * (1 + np.cos(np.pi * done(t, warm, steps))))

    return rate


exercise(
    mended_warm_up,
    lecture="10",
    points=1,
    topics="H29",
    task=repair(
        faulty_warm_up,
        "Without a warm-up it is right. With one, the rate jumps down in the step in which the warm-up ends.",
    ),
    cases=_moments,
    outputs=("the rate",),
    wrong={
        "begins late": (
            _after(lambda t, warm, steps: (t - warm) / steps),
            "Now the cosine does not come to its end: at the last step the rate is not 0.",
        ),
        "ends early": (
            _after(lambda t, warm, steps: t / (steps - warm)),
            "Now the cosine runs beyond its end, and the rate grows again.",
        ),
        "ends late": (
            _after(lambda t, warm, steps: (t - warm) / (steps + warm)),
            "Now the cosine is as long as steps + warm, and at the last step the rate is not 0. It has the steps that "
            "the warm-up leaves.",
        ),
        "no warm-up any more": (
            _after(lambda t, warm, steps: (t - warm) / (steps - warm), lambda lr, t, warm, steps: lr),
            "Now the rate does not grow at the beginning, and that part was right.",
        ),
        "a step ahead": (
            _after(lambda t, warm, steps: (t - warm) / (steps - warm), lambda lr, t, warm, steps: lr * (t + 1) / warm),
            "Now the growth is a step ahead: it does not begin at 0.",
        ),
        "a straight line": (
            lambda lr, t, warm, steps: lr * t / warm if t < warm else lr * (steps - t) / (steps - warm),
            "Now the rate falls along a straight line; it was a cosine.",
        ),
    },
    hints=(
        "How much of the cosine is done in the step in which it begins? And in the last one?",
        "The part that is done goes from 0 at t = warm to 1 at t = steps.",
        "Both the number above the line and the one below it have to count from the end of the warm-up.",
    ),
)

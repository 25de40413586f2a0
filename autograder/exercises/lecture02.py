"""Lecture 02: the activation functions and their derivatives."""

import numpy as np

from autograder.cases import elementwise, spare
from autograder.exercise import exercise
from mlpkit import activations as lib

exercise(
    lib.sigmoid,
    lecture="02",
    points=2,
    topics="F3 H14 S7 O6",
    cases=elementwise((), (0.5,), (2.0,), at=(0.0, 1.0, -1.0)),
    forbid="scipy.special.expit",
    wrong={
        "exp(z)/(1+exp(z)) overflows": (
            lambda z, slope=1.0: np.exp(slope * z) / (1 + np.exp(slope * z)),
            "For large positive z both e^z and 1 + e^z overflow, and infinity over infinity is NaN. "
            "Rearrange so that the exponential is never taken of a large positive number.",
        ),
        "missing minus": (
            lambda z, slope=1.0: 1 / (1 + np.exp(slope * z)),
            "This falls where it should rise: it is σ(−z). The exponent in 1/(1 + e^(−z)) carries a minus sign.",
        ),
        "slope ignored": (
            lambda z, slope=1.0: 1 / (1 + np.exp(-z)),
            "The slope a has no effect here: the exponent is −a·z.",
        ),
        "tanh": (
            lambda z, slope=1.0: np.tanh(slope * z),
            "This is tanh: it runs from −1 to 1 and passes 0 at 0, where σ(0) is 1/2.",
        ),
    },
    hints=(
        "Where does 1/(1 + e^(−z)) meet an exponential that is too large? Treat that half of the axis separately.",
        "For z < 0, multiply numerator and denominator by e^z: σ(z) = e^z/(1 + e^z). For z ≥ 0 keep 1/(1 + e^(−z)).",
        "Let e be the exponential of minus the absolute value of a·z; it is never above 1. One side of zero is 1 over "
        "(1 + e), the other is e over (1 + e). np.where picks between two arrays.",
    ),
)

exercise(
    lib.relu,
    lecture="02",
    points=1,
    topics="F2 H14 S7 O8",
    cases=elementwise(),
    kinks=spare(0.0),
    wrong={
        "absolute value": (
            lambda z: np.abs(z),
            "This is |z|: negative inputs come out positive instead of 0.",
        ),
        "identity": (lambda z: z, "Negative inputs pass through unchanged: they should come out as 0."),
        "changes z": (
            lambda z: np.multiply(z, z > 0, out=z),
            "The input array itself is overwritten. Backpropagation still needs it: build a new array.",
        ),
        "min instead of max": (
            lambda z: np.minimum(z, 0),
            "This keeps the negative half: min(0, z), not max(0, z).",
        ),
    },
    hints=(
        "Each output is either its input or 0. Which one, when?",
        "relu(z) = max(0, z), element by element.",
        "There is a NumPy function that takes the larger of two things element by element; Python's max does not.",
    ),
)

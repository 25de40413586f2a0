"""Lecture 02, second half: ELU, softplus, swish and GELU."""

import numpy as np
from scipy.special import erf, ndtr

from autograder.checking.cases import elementwise, kinks_at
from autograder.checking.exercise import exercise
from mlpkit import activations as lib

SHAPES = ((7,), (3, 4), (2, 3, 2))
AT_ZERO = kinks_at(0.0)
SCALES = ((), (0.5,), (2.0,))
ALPHA, SCALE = 1.6732632423543772, 1.0507009873554805
BETAS = ((), (0.5,), (2.0,), (0.0,))


def _s(z):
    """The sigmoid by way of tanh, silent and in z's dtype."""
    return (1 + np.tanh(z / 2)) / 2


def _left(z):
    """e^z for z below 0 and 1 above, silent."""
    return np.exp(np.minimum(z, 0))


exercise(
    lib.elu,
    lecture="02",
    points=1,
    topics="F6 S8",
    cases=elementwise(*SCALES, shapes=SHAPES),
    wrong={
        "masks by multiplying": (
            lambda z, alpha=1: z * (z > 0) + alpha * (np.exp(z) - 1) * (z <= 0),
            "For large z the exponential overflows, and a mask cannot hide it: infinity times 0 is NaN. "
            "Keep the exponential away from positive numbers.",
        ),
        "alpha ignored": (
            lambda z, alpha=1: np.where(z > 0, z, _left(z) - 1),
            "α has no effect here: the left branch levels off at −1 instead of −α.",
        ),
        "minus 1 forgotten": (
            lambda z, alpha=1: np.where(z > 0, z, alpha * _left(z)),
            "The left branch is α·e^z, which is positive and jumps at 0: the −1 is missing.",
        ),
        "alpha without the -1": (
            lambda z, alpha=1: np.where(z > 0, z, alpha * _left(z) - 1),
            "The left branch is α·e^z − 1: α multiplies the whole of e^z − 1.",
        ),
        "sign": (
            lambda z, alpha=1: np.where(z > 0, z, alpha * (1 - _left(z))),
            "The left branch is α(1 − e^z), which is positive: its sign is wrong.",
        ),
        "alpha in the exponent": (
            lambda z, alpha=1: np.where(z > 0, z, np.exp(alpha * np.minimum(z, 0)) - 1),
            "α stands in the exponent. It multiplies e^z − 1, so that the left branch levels off at −α.",
        ),
        "alpha on both sides": (
            lambda z, alpha=1: alpha * np.where(z > 0, z, _left(z) - 1),
            "Positive inputs are multiplied by α as well; they should pass unchanged.",
        ),
    },
    hints=(
        "Which half needs an exponential, and how do you keep it from seeing large numbers?",
        "f(z) = z for z > 0 and α(e^z − 1) for z ≤ 0.",
        "Cut z off at 0 from above before the exponential is taken; then it never exceeds 1. For z > 0 it leaves 0 "
        "after the −1, so the positive part of z may simply be added.",
    ),
)

exercise(
    lib.softplus,
    lecture="02",
    points=2,
    topics="F5 S8 H35",
    cases=elementwise(shapes=SHAPES),
    forbid="scipy.special.softplus",
    wrong={
        "log(1 + exp(z)) overflows": (
            lambda z: np.log(1 + np.exp(z)),
            "For large z the exponential overflows and the result is infinite, where softplus(z) is nearly z. "
            "Take e^z out of the logarithm on that half of the axis.",
        ),
        "logarithm to base 2": (
            lambda z: np.logaddexp2(0, z * 1.4426950408889634),
            "This uses the logarithm to base 2; in this course log is the natural one.",
        ),
        "minus sign": (
            lambda z: np.logaddexp(0, -z),
            "This is log(1 + e^(−z)), which falls; without the minus sign it rises.",
        ),
        "1 forgotten": (
            lambda z: z + 0,
            "This is z, which is log(e^z): the 1 inside the logarithm is missing.",
        ),
        "relu": (
            lambda z: np.maximum(z, 0),
            "This is relu: the rounding of the corner, log(1 + e^(−|z|)), is missing.",
        ),
        "rounding not added to the positive part": (
            lambda z: np.log1p(np.exp(-np.abs(z))),
            "This is log(1 + e^(−|z|)), which is right for z ≤ 0 only: for positive z the z in front is missing.",
        ),
    },
    hints=(
        "Which of the two forms takes no exponential of a large number, on which half of the axis?",
        "log(1 + e^z) = z + log(1 + e^(−z)). Use the left form for z ≤ 0 and the right form for z > 0.",
        "In both forms the exponential is of minus the absolute value of z, and in front stands z or 0, whichever "
        "is larger. NumPy has a function for log(1 + x).",
    ),
)

exercise(
    lib.swish,
    lecture="02",
    points=1,
    topics="S8 S10",
    cases=elementwise(*BETAS, shapes=SHAPES),
    wrong={
        "exp(z)/(1+exp(z)) overflows": (
            lambda z, beta=1: z * np.exp(beta * z) / (1 + np.exp(beta * z)),
            "For large z this has infinity over infinity, which is NaN. Your sigmoid does the same without overflow.",
        ),
        "beta ignored": (lambda z, beta=1: z * _s(z), "β has no effect here: the gate is σ(βz)."),
        "beta outside": (
            lambda z, beta=1: beta * z * _s(z),
            "β multiplies the result; it belongs inside the gate: σ(βz).",
        ),
        "beta in both places": (
            lambda z, beta=1: beta * z * _s(beta * z),
            "This is βz·σ(βz): β belongs inside the gate only.",
        ),
        "gate only": (lambda z, beta=1: _s(beta * z), "This is the gate σ(βz) alone; z itself has to pass through it."),
        "gate reversed": (
            lambda z, beta=1: z * _s(-beta * z),
            "The gate opens for negative z and shuts for positive z: the sign inside the sigmoid is wrong.",
        ),
    },
    hints=(
        "Which function that you have written is the gate?",
        "f(z) = z · σ(βz), and σ is your sigmoid.",
        "β can be handed to your sigmoid as its slope, or multiplied with z before.",
    ),
)


def _density(z):
    """The normal density, in z's dtype."""
    return np.exp(-z * z / 2) / (2 * np.pi) ** 0.5


exercise(
    lib.gelu,
    lecture="02",
    points=2,
    topics="S11",
    cases=elementwise(shapes=SHAPES),
    wrong={
        "tanh formula": (
            lambda z: z * _s(2 * (2 / np.pi) ** 0.5 * (z + 0.044715 * z**3)),
            "This is the tanh formula that stands in for GELU in many programs: near, but up to 5·10⁻⁴ off. "
            "The exact one uses Φ or erf.",
        ),
        "sigmoid formula": (
            lambda z: z * _s(1.702 * z),
            "This is z·σ(1.702 z), swish in place of GELU: near, but up to 0.02 off.",
        ),
        "root forgotten": (
            lambda z: z * (1 + erf(z)) / 2,
            "erf is taken of z; for the normal distribution it is erf(z/√2).",
        ),
        "half forgotten": (
            lambda z: z * (1 + erf(z / 2**0.5)),
            "This is twice the GELU: Φ is (1 + erf(z/√2))/2, with a half in front.",
        ),
        "gate only": (lambda z: ndtr(z), "This is the gate Φ(z) alone; z itself has to pass through it."),
        "density for distribution": (
            lambda z: z * _density(z),
            "The gate is the normal density φ; it should be the distribution function Φ, the area to the left of z.",
        ),
        "float64 by a constant": (
            lambda z: z * (1 + erf(z / np.sqrt(2.0))) / 2,
            "The values are right, but float32 became float64. A float64 number of NumPy, such as np.sqrt(2), does so; "
            "a plain Python number, 2**0.5, does not.",
        ),
    },
    hints=(
        "What is the gate here, and where does SciPy have it?",
        "f(z) = z·Φ(z), and Φ(z) = (1 + erf(z/√2))/2.",
        "scipy.special has the distribution function of the standard normal as ndtr, and it has erf. With erf, write "
        "the root of two as a plain Python power, so that float32 stays float32.",
    ),
)

"""Lecture 02, second half: ELU, SELU, softplus, softsign, swish and GELU, with their derivatives."""

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
    },
    hints=(
        "The right half is the identity. Only the left half needs an exponential: keep it from seeing large numbers.",
        "f(z) = z for z > 0 and α(e^z − 1) for z ≤ 0.",
        "Cut z off at 0 from above before the exponential is taken; then it never exceeds 1. For z > 0 it leaves 0 "
        "after the −1, so the positive part of z may simply be added.",
    ),
)

exercise(
    lib.elu_grad,
    lecture="02",
    points=1,
    topics="F6 S8",
    cases=elementwise(*SCALES, shapes=SHAPES),
    kinks=AT_ZERO,
    wrong={
        "masks by multiplying": (
            lambda z, alpha=1: (1 * (z > 0) + alpha * np.exp(z) * (z <= 0)).astype(z.dtype),
            "For large z the exponential overflows, and a mask cannot hide it: infinity times 0 is NaN. "
            "Keep the exponential away from positive numbers.",
        ),
        "alpha ignored": (
            lambda z, alpha=1: _left(z),
            "α has no effect here: it multiplies e^z on the left.",
        ),
        "minus 1 kept": (
            lambda z, alpha=1: np.where(z > 0, 1, alpha * (_left(z) - 1)),
            "On the left this is α(e^z − 1), the function itself; the derivative of the constant is 0.",
        ),
        "relu's derivative": (
            lambda z, alpha=1: np.heaviside(z, 0),
            "For negative z this gives 0, as plain relu does; here the slope is α·e^z.",
        ),
        "alpha on both sides": (
            lambda z, alpha=1: alpha * _left(z),
            "For positive z this gives α; the right branch is the identity, whose slope is 1.",
        ),
    },
    hints=(
        "Differentiate the two branches separately. Which of them contains α?",
        "f'(z) = 1 for z > 0 and αe^z for z ≤ 0.",
        "Cut z off at 0 from above before the exponential is taken; then choose by the sign of z.",
    ),
)

exercise(
    lib.selu,
    lecture="02",
    points=1,
    topics="F7",
    cases=elementwise((), (1.5, 0.5), shapes=SHAPES),
    wrong={
        "scale on the right only": (
            lambda z, alpha=ALPHA, scale=SCALE: np.where(z > 0, scale * z, alpha * (_left(z) - 1)),
            "`scale` is applied where z > 0 only; it multiplies both branches.",
        ),
        "scale on the left only": (
            lambda z, alpha=ALPHA, scale=SCALE: np.where(z > 0, z, scale * alpha * (_left(z) - 1)),
            "`scale` is applied where z ≤ 0 only; it multiplies both branches: SELU is steeper than 1 on the right.",
        ),
        "alpha and scale exchanged": (
            lambda z, alpha=ALPHA, scale=SCALE: alpha * np.where(z > 0, z, scale * (_left(z) - 1)),
            "α and `scale` are exchanged: `scale` multiplies everything, α only the left branch.",
        ),
        "elu": (
            lambda z, alpha=ALPHA, scale=SCALE: np.where(z > 0, z, alpha * (_left(z) - 1)),
            "This is elu(z, α): the factor `scale` is missing.",
        ),
        "alpha missing": (
            lambda z, alpha=ALPHA, scale=SCALE: scale * np.where(z > 0, z, _left(z) - 1),
            "α has no effect here: the left branch levels off at −scale instead of −scale·α.",
        ),
    },
    hints=(
        "You have written nearly all of it already.",
        "selu(z) = λ · elu(z, α).",
        "Call your elu with the right α, and put one factor in front of the whole.",
    ),
)

exercise(
    lib.selu_grad,
    lecture="02",
    points=1,
    topics="F7",
    cases=elementwise((), (1.5, 0.5), shapes=SHAPES),
    kinks=AT_ZERO,
    wrong={
        "scale missing": (
            lambda z, alpha=ALPHA, scale=SCALE: np.where(z > 0, 1, alpha * _left(z)),
            "The factor `scale` is missing: it survives differentiation.",
        ),
        "1 on the right": (
            lambda z, alpha=ALPHA, scale=SCALE: np.where(z > 0, 1, scale * alpha * _left(z)),
            "For positive z this gives 1; the slope there is `scale`.",
        ),
        "scale on the right only": (
            lambda z, alpha=ALPHA, scale=SCALE: np.where(z > 0, scale, alpha * _left(z)).astype(z.dtype),
            "`scale` is applied where z > 0 only; it multiplies both branches.",
        ),
        "alpha and scale exchanged": (
            lambda z, alpha=ALPHA, scale=SCALE: alpha * np.where(z > 0, 1, scale * _left(z)),
            "α and `scale` are exchanged: for positive z the slope is `scale`.",
        ),
        "minus 1 kept": (
            lambda z, alpha=ALPHA, scale=SCALE: scale * np.where(z > 0, 1, alpha * (_left(z) - 1)),
            "On the left this is the function itself, with its −1; the derivative of the constant is 0.",
        ),
    },
    hints=(
        "A constant factor passes through differentiation unchanged.",
        "selu'(z) = λ · elu'(z, α).",
        "Call your elu_grad with the right α, and put one factor in front of the whole.",
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
        "Large positive z are the trouble. Which form in the text above takes no exponential of a large number?",
        "log(1 + e^z) = z + log(1 + e^(−z)). Use the left form for z ≤ 0 and the right form for z > 0.",
        "In both forms the exponential is of minus the absolute value of z, and in front stands z or 0, whichever "
        "is larger. NumPy has a function for log(1 + x).",
    ),
)

exercise(
    lib.softplus_grad,
    lecture="02",
    points=1,
    topics="F5 S8",
    cases=elementwise(shapes=SHAPES),
    forbid="scipy.special.expit",
    wrong={
        "exp(z)/(1+exp(z)) overflows": (
            lambda z: np.exp(z) / (1 + np.exp(z)),
            "For large z this is infinity over infinity, which is NaN. You have a function that computes the same "
            "without overflow.",
        ),
        "function instead of derivative": (
            lambda z: np.logaddexp(0, z),
            "This is softplus itself, not its derivative.",
        ),
        "falls": (lambda z: _s(-z), "This is σ(−z), which falls; the slope of softplus grows from 0 to 1."),
        "relu's derivative": (
            lambda z: np.heaviside(z, 0.5),
            "This is a step, the slope of relu; softplus passes from slope 0 to slope 1 smoothly.",
        ),
        "differentiated twice": (
            lambda z: _s(z) * _s(-z),
            "This is σ(1 − σ), the second derivative of softplus.",
        ),
    },
    hints=(
        "The derivation above ends with a function that you have written.",
        "softplus'(z) = 1/(1 + e^(−z)).",
        "One call of an earlier exercise is all it takes.",
    ),
)

exercise(
    lib.softsign,
    lecture="02",
    points=1,
    topics="H35",
    cases=elementwise(shapes=SHAPES),
    wrong={
        "absolute value missing": (
            lambda z: z / (1 + z),
            "This is z/(1 + z), which has a pole at −1: the denominator needs the absolute value of z.",
        ),
        "root": (
            lambda z: z / np.sqrt(1 + z * z),
            "This is z/√(1 + z²), a different squashing function; softsign has 1 + |z| below.",
        ),
        "absolute value on top": (
            lambda z: np.abs(z) / (1 + np.abs(z)),
            "Negative z come out positive: the absolute value belongs to the denominator only.",
        ),
        "1 forgotten": (
            lambda z: z / np.abs(z),
            "This is z/|z|, which is the sign of z and undefined at 0: the 1 in the denominator is missing.",
        ),
        "tanh": (lambda z: np.tanh(z), "This is tanh; softsign needs no exponential."),
    },
    hints=(
        "Nothing can overflow here: write the formula as it stands.",
        "f(z) = z/(1 + |z|), on both sides of 0.",
        "NumPy has a function for the absolute value; mind the brackets around the denominator.",
    ),
)

exercise(
    lib.softsign_grad,
    lecture="02",
    points=1,
    topics="H35",
    cases=elementwise(shapes=SHAPES),
    wrong={
        "square forgotten": (
            lambda z: 1 / (1 + np.abs(z)),
            "This is 1/(1 + |z|): the quotient rule puts the square of the denominator below.",
        ),
        "absolute value missing": (
            lambda z: (1 / (1 + z)) ** 2,
            "This is 1/(1 + z)², which is right for z ≥ 0 only: on the left it is 1 − z, so 1 + |z| on both sides.",
        ),
        "1 + z squared": (
            lambda z: 1 / (1 + z * z),
            "This is 1/(1 + z²): the square belongs to the whole of 1 + |z|.",
        ),
        "signed": (
            lambda z: np.sign(z) * (1 / (1 + np.abs(z))) ** 2,
            "For negative z the sign is wrong: softsign rises on both sides of 0.",
        ),
        "function instead of derivative": (
            lambda z: z / (1 + np.abs(z)),
            "This is softsign itself, not its derivative.",
        ),
    },
    hints=(
        "The two sides of 0 gave two results above. How can both be written as one?",
        "f'(z) = 1/(1 + |z|)².",
        "Build 1 + |z| first, then take one over it, then square; in this order nothing overflows.",
    ),
)

exercise(
    lib.swish,
    lecture="02",
    points=1,
    topics="S8 S10",
    cases=elementwise(*BETAS, shapes=SHAPES),
    forbid="scipy.special.expit",
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
        "It is a product of z and a gate that you have written.",
        "f(z) = z · σ(βz), and σ is your sigmoid.",
        "β can be handed to your sigmoid as its slope, or multiplied with z before.",
    ),
)

exercise(
    lib.swish_grad,
    lecture="02",
    points=2,
    topics="S8 S10",
    cases=elementwise(*BETAS, shapes=SHAPES),
    forbid="scipy.special.expit",
    step="the product rule above",
    wrong={
        "first term only": (
            lambda z, beta=1: _s(beta * z),
            "This is s, the first term of the product rule; the term in which the gate is differentiated is missing.",
        ),
        "second term only": (
            lambda z, beta=1: beta * z * _s(beta * z) * _s(-beta * z),
            "This is βz·s(1 − s), the second term of the product rule; the first term, s, is missing.",
        ),
        "inner derivative forgotten": (
            lambda z, beta=1: _s(beta * z) + z * _s(beta * z) * _s(-beta * z),
            "The second term lacks its factor β: it is the inner derivative of σ(βz).",
        ),
        "z forgotten": (
            lambda z, beta=1: _s(beta * z) + beta * _s(beta * z) * _s(-beta * z),
            "The second term lacks its factor z: the product rule keeps z while it differentiates the gate.",
        ),
        "minus": (
            lambda z, beta=1: _s(beta * z) - beta * z * _s(beta * z) * _s(-beta * z),
            "The two terms of the product rule are added, not subtracted.",
        ),
        "beta ignored": (
            lambda z, beta=1: _s(z) + z * _s(z) * _s(-z),
            "β has no effect here: s is σ(βz).",
        ),
    },
    hints=(
        "A product of z and a gate: the product rule gives two terms.",
        "f'(z) = s + βz·s(1 − s), with s = σ(βz).",
        "Compute s once. The second term is z times the slope of the gate, for which you have a function, or β, s and "
        "1 − s multiplied together.",
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
            "The values are right, but float32 became float64: np.sqrt(2) is a float64 number of NumPy, "
            "and that is contagious. A plain Python number, 2**0.5, is not.",
        ),
    },
    hints=(
        "It is a product of z and a gate again; the gate is the normal distribution function.",
        "f(z) = z·Φ(z), and Φ(z) = (1 + erf(z/√2))/2.",
        "scipy.special has the distribution function of the standard normal as ndtr, and it has erf. With erf, write "
        "the root of two as a plain Python power, so that float32 stays float32.",
    ),
)

exercise(
    lib.gelu_grad,
    lecture="02",
    points=2,
    topics="S11",
    cases=elementwise(shapes=SHAPES),
    step="the product rule above",
    wrong={
        "first term only": (
            lambda z: ndtr(z),
            "This is Φ(z), the first term of the product rule; the term z·φ(z) is missing.",
        ),
        "z forgotten": (
            lambda z: ndtr(z) + _density(z),
            "The second term lacks its factor z: the product rule keeps z while it differentiates the gate.",
        ),
        "minus": (
            lambda z: ndtr(z) - z * _density(z),
            "The two terms of the product rule are added, not subtracted.",
        ),
        "root forgotten": (
            lambda z: ndtr(z) + z * _density(z) / (2 * np.pi) ** 0.5,
            "The density is divided by 2π; the normal density has √(2π) below.",
        ),
        "half forgotten": (
            lambda z: ndtr(z) + z * np.exp(-z * z) / (2 * np.pi) ** 0.5,
            "The exponent is −z²; in the normal density it is −z²/2.",
        ),
        "float64 by a constant": (
            lambda z: ndtr(z) + z * np.exp(-z * z / 2) / np.sqrt(2 * np.pi),
            "The values are right, but float32 became float64: np.sqrt(2 * np.pi) is a float64 number of NumPy, "
            "and that is contagious. A plain Python number is not.",
        ),
    },
    hints=(
        "The product rule gives two terms. The derivative of a distribution function is its density.",
        "f'(z) = Φ(z) + z·φ(z), with φ(z) = e^(−z²/2)/√(2π).",
        "Φ as in the exercise before. For φ take the exponential of minus half the square, and divide by a plain "
        "Python number: a power of one half gives the root.",
    ),
)

"""Lecture 02: a test of derivatives, an input on which a formula fails, and a derivative to mend."""

import numpy as np

from autograder.checking.cases import elementwise
from autograder.checking.exercise import exercise
from autograder.checking.kinds.counterexample import counterexample
from autograder.checking.kinds.repair import repair
from autograder.checking.kinds.testing import test_of
from mlpkit import activations as lib


def derivative_test(f, f_grad):
    """Whether f_grad is the derivative of f: nothing if it is, an AssertionError if it is not.

    f and f_grad take an array and return one of the same shape. No formula of f is known: what can be had is f itself,
    a little to the left and a little to the right of a point. f_grad has to be right, and finite, for every z, near and
    far.
    """
    z = np.linspace(-4, 4, 41)
    h = 1e-5
    slope = (f(z + h) - f(z - h)) / (2 * h)
    assert f_grad(z).shape == z.shape
    assert np.allclose(f_grad(z), slope, atol=1e-7)
    assert np.all(np.isfinite(f_grad(np.array([-1000.0, 1000.0]))))


exercise(
    derivative_test,
    lecture="02",
    points=2,
    topics="F3 F4 S8",
    task=test_of(
        {
            "the logistic sigmoid": (lib.sigmoid, lib.sigmoid_grad),
            "tanh": (lib.tanh, lib.tanh_grad),
            "softplus": (lib.softplus, lib.softplus_grad),
        }
    ),
    wrong={
        "sign": (lambda f, g: (f, lambda z: -g(z)), "its sign is turned everywhere."),
        "factor": (lambda f, g: (f, lambda z: 2 * g(z)), "it is twice the derivative."),
        "one in a hundred": (
            lambda f, g: (f, lambda z: 1.01 * g(z)),
            "it is one per cent too large. A test with a wide tolerance lets that pass.",
        ),
        "wrong on the left": (
            lambda f, g: (f, lambda z: np.where(z < -1, 0.5 * g(z), g(z))),
            "it is wrong for z below −1 only.",
        ),
        "wrong at zero": (
            lambda f, g: (f, lambda z: np.where(np.abs(z) < 0.3, g(z) + 0.1, g(z))),
            "it is wrong near 0 only.",
        ),
        "not a number far out": (
            lambda f, g: (f, lambda z: np.where(np.abs(z) > 500, np.nan, g(z))),
            "for |z| above 500 it is not a number, as where a formula overflows.",
        ),
        "an axis too many": (
            lambda f, g: (f, lambda z: g(z)[None]),
            "what it returns has an axis more than z. NumPy stretches that to fit, and comparing values sees nothing.",
        ),
    },
    hints=(
        "What is a derivative, if you may only evaluate f? And where could a wrong one agree with a right one?",
        "Compare with (f(z + h) − f(z − h))/(2h) at many points on both sides of 0; think of large z, and of shapes.",
        "np.linspace gives the points, np.allclose compares with a tolerance, and an assert says what must hold.",
    ),
)


def naive_softplus(z):
    """log(1 + e^z), as it stands in the book."""
    return np.log(1 + np.exp(z))


exercise(
    "softplus_counterexample",
    lecture="02",
    points=1,
    topics="S8 H35",
    task=counterexample(lib.softplus, naive_softplus, inputs="z"),
    solution="1000.0",
    wrong={
        "moderate": (
            lambda z: np.all(np.abs(z) <= 20),
            "For numbers of this size nothing overflows and little is rounded away. Go further out.",
        ),
        "negative": (
            lambda z: np.all(z < 0),
            "Far below 0 both are as good as 0. On which side does the exponential become large?",
        ),
        "between": (
            lambda z: np.all(np.abs(z) < 800),
            "The largest float64 is 1.8·10³⁰⁸. For which z is e^z beyond that?",
        ),
    },
    hints=(
        "Which of the steps of this formula has a result that a float64 cannot hold?",
        "A float64 ends at 1.8·10³⁰⁸, and the natural logarithm of that is about 709.8.",
        "One number is enough: one whose exponential is beyond that.",
    ),
)


def mended_swish_grad(z, beta=1):
    """The derivative of swish, z times the sigmoid of beta z, elementwise.

    z: float array of any shape; beta a number. Returns the same shape and dtype.
    """
    s = (1 + np.tanh(beta * z / 2)) / 2
    return s + beta * z * s * (1 - s)


def faulty_swish_grad(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return s + z * s * (1 - s)


exercise(
    mended_swish_grad,
    lecture="02",
    points=1,
    topics="S8 S10",
    task=repair(
        faulty_swish_grad,
        "With beta = 1 this is right. With any other beta it is not the slope of swish, except at z = 0.",
    ),
    cases=elementwise((1.0,), (0.5,), (2.0,), shapes=((7,), (3, 4)), extreme=(50.0,)),
    wrong={
        "beta in front of all of it": (
            lambda z, beta=1: beta * lib.swish_grad(z, beta),
            "Now beta multiplies the first term as well; only the second comes from the inner derivative.",
        ),
        "beta for z": (
            lambda z, beta=1: ((1 + np.tanh(beta * z / 2)) / 2 + beta * (1 - np.tanh(beta * z / 2) ** 2) / 4).astype(
                z.dtype
            ),
            "Now beta stands where z was; the second term has both.",
        ),
        "beta left out": (
            lambda z, beta=1: lib.swish_grad(z),
            "Now beta has no effect at all; the sigmoid was taken at beta·z, and that was right.",
        ),
        "beta not in the sigmoid": (
            lambda z, beta=1: ((1 + np.tanh(z / 2)) / 2 + beta * z * (1 - np.tanh(z / 2) ** 2) / 4).astype(z.dtype),
            "Now the sigmoid is taken at z. It was taken at beta·z, and that was right.",
        ),
        "minus": (
            lambda z, beta=1: ((1 + np.tanh(beta * z / 2)) - lib.swish_grad(z, beta)).astype(z.dtype),
            "Now the second term is subtracted. The product rule adds the two.",
        ),
        "beta at the first term": (
            lambda z, beta=1: beta * faulty_swish_grad(z, beta),
            "Now beta multiplies both terms. Only the second comes from the inner derivative, where it multiplies z.",
        ),
    },
    hints=(
        "For which beta is it right? What does the chain rule add when there is a number in front of z?",
        "The derivative of the sigmoid of beta·z with respect to z is beta·s·(1 − s).",
        "One of the two terms lacks a factor.",
    ),
)


def maximum_leaky_relu(z, alpha):
    """The larger one of z and alpha z, elementwise."""
    return np.maximum(z, alpha * z)


exercise(
    "leaky_counterexample",
    lecture="02",
    points=1,
    topics="F8",
    task=counterexample(
        lib.leaky_relu,
        maximum_leaky_relu,
        inputs="z alpha",
        domain=lambda z, alpha: None if alpha.ndim == 0 and alpha >= 0 else "alpha is one number, 0 or more",
    ),
    solution="-2.0, 1.5",
    wrong={
        "slope of zero": (
            lambda z, alpha: alpha == 0,
            "With a slope of 0 this is ReLU, which is the larger one of z and 0.",
        ),
        "small slope": (
            lambda z, alpha: alpha <= 1,
            "With a slope of at most 1 the maximum picks the right branch everywhere.",
        ),
    },
    hints=(
        "On which side of 0 is alpha·z above z, and does that depend on alpha?",
        "For z < 0, alpha·z > z exactly when alpha < 1.",
        "Take a negative z, and a slope for which the left branch is steeper than the right one.",
    ),
)

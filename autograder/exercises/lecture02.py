"""Lecture 02, first half: step, sigmoid, tanh, ReLU and parametric ReLU."""

import numpy as np

from autograder.checking.cases import EXTREME, elementwise, kinks_at
from autograder.checking.exercise import Inputs, Property, exercise
from mlpkit import activations as lib

SHAPES = ((7,), (3, 4), (2, 3, 2))
SLOPES = ((), (0.5,), (2.0,))
AT_ZERO = kinks_at(0.0)
TILTED = ((), (0.2,), (1.5,), (0.1, 2.0))


def _s(z):
    """The sigmoid by way of tanh, silent and in z's dtype."""
    return (1 + np.tanh(z / 2)) / 2


exercise(
    lib.step,
    lecture="02",
    points=1,
    topics="O5 S7 H17",
    cases=elementwise(shapes=SHAPES),
    wrong={
        "0 at the jump": (
            lambda z: np.heaviside(z, 0),
            "At z = 0 this gives 0. The docstring sets step(0) = 1: a unit exactly at its threshold fires.",
        ),
        "1/2 at the jump": (
            lambda z: np.heaviside(z, 0.5),
            "At z = 0 this gives 1/2. The docstring sets step(0) = 1: a unit exactly at its threshold fires.",
        ),
        "sign": (
            lambda z: np.sign(z),
            "Below 0 this gives −1, as the sign function does. The step is 0 there: the unit is silent, not negative.",
        ),
        "reversed": (
            lambda z: np.heaviside(-z, 1),
            "This fires below the threshold and is silent above it: the comparison is the wrong way round.",
        ),
        "relu": (
            lambda z: np.maximum(z, 0),
            "Positive inputs pass through: this is relu. The step has no slope; it is 1 for every z ≥ 0.",
        ),
        "true and false": (
            lambda z: z >= 0,
            "These are True and False. The docstring asks for zeros and ones in the dtype of z.",
        ),
        "float64": (
            lambda z: np.where(z >= 0, 1.0, 0.0),
            "The values are right, and float64 whatever the dtype of z. np.where of two plain numbers, for one, "
            "knows nothing of z: give the result z's dtype.",
        ),
    },
    hints=(
        "For each element there are two possible answers. Which question about z decides between them?",
        "step(z) = 1 where z ≥ 0 and 0 elsewhere, zero itself included in the first part.",
        "A comparison gives an array of booleans. Turn it into numbers of the type that z has: an array knows its own "
        "dtype, and can be converted to any other.",
    ),
)

exercise(
    lib.sigmoid,
    lecture="02",
    points=2,
    topics="F3 H14 S7 O6",
    cases=elementwise(*SLOPES, shapes=SHAPES, at=(0.0, 1.0, -1.0)),
    forbid="scipy.special.expit",
    wrong={
        "exp(z)/(1+exp(z)) overflows": (
            lambda z, slope=1: np.exp(slope * z) / (1 + np.exp(slope * z)),
            "For large positive z both e^z and 1 + e^z overflow, and infinity over infinity is NaN. "
            "Rearrange so that the exponential is never taken of a large positive number.",
        ),
        "missing minus": (
            lambda z, slope=1: _s(-slope * z),
            "This falls where it should rise: it is σ(−z). The exponent in 1/(1 + e^(−z)) carries a minus sign.",
        ),
        "slope ignored": (
            lambda z, slope=1: _s(z),
            "`slope` has no effect here: the exponent is −slope·z.",
        ),
        "slope outside": (
            lambda z, slope=1: slope * _s(z),
            "The slope multiplies the result, so that it no longer ends at 1. It belongs into the exponent: −slope·z.",
        ),
        "tanh": (
            lambda z, slope=1: np.tanh(slope * z),
            "This is tanh: it runs from −1 to 1 and passes 0 at 0, where σ(0) is 1/2.",
        ),
    },
    hints=(
        "On which half of the axis does the formula take the exponential of a large number? What could you do there?",
        "For z < 0, multiply numerator and denominator by e^z: σ(z) = e^z/(1 + e^z). For z ≥ 0 keep 1/(1 + e^(−z)).",
        "Let e be the exponential of minus the absolute value of slope·z, never above 1. One side of zero is 1 over "
        "(1 + e), the other is e over (1 + e). np.where picks between two arrays.",
    ),
)

exercise(
    lib.sigmoid_grad,
    lecture="02",
    points=2,
    topics="F3 H14",
    cases=elementwise(*SLOPES, shapes=SHAPES),
    step="the last line of the derivation above",
    wrong={
        "inner derivative forgotten": (
            lambda z, slope=1: _s(slope * z) * _s(-slope * z),
            "This is f(z)(1 − f(z)) without the factor `slope`: the chain rule's inner derivative is missing.",
        ),
        "slope only outside": (
            lambda z, slope=1: slope * _s(z) * _s(-z),
            "The factor `slope` is there, but f itself was taken at slope 1: f(z) is σ(slope·z).",
        ),
        "exponentials overflow": (
            lambda z, slope=1: slope * np.exp(-slope * z) / (1 + np.exp(-slope * z)) ** 2,
            "For large negative z this is infinity over infinity, which is NaN. Your sigmoid avoids that.",
        ),
        "slope squared": (
            lambda z, slope=1: slope**2 * _s(slope * z) * _s(-slope * z),
            "The factor a is there twice. The inner derivative of −a·z brings it down once.",
        ),
        "f squared": (
            lambda z, slope=1: slope * _s(slope * z) ** 2,
            "This is a·f², without the factor 1 − f.",
        ),
        "1 - f squared": (
            lambda z, slope=1: slope * _s(slope * z) * (1 - _s(slope * z) ** 2),
            "This is a·f(1 − f²): the square does not belong there.",
        ),
        "function instead of derivative": (
            lambda z, slope=1: _s(slope * z),
            "This is the sigmoid itself, not its derivative.",
        ),
        "tanh's rule": (
            lambda z, slope=1: slope * (1 - _s(slope * z) ** 2),
            "1 − f² is the rule for tanh. For the sigmoid it is f(1 − f).",
        ),
        "z taken for the output": (
            lambda z, slope=1: slope * z * (1 - z),
            "This is slope·z(1 − z): z is the pre-activation, and f(z) has to be computed from it first.",
        ),
        "sign": (
            lambda z, slope=1: -slope * _s(slope * z) * _s(-slope * z),
            "The sign is wrong: two minus signs, of the power rule and of the exponent, cancel. The sigmoid rises.",
        ),
    },
    hints=(
        "Can you get the derivative from the value f(z) alone, and if so, how?",
        "f'(z) = β f(z)(1 − f(z)), where f(z) = σ(βz) and β is `slope`.",
        "Call your sigmoid once, with the slope, and keep the result in a variable; the rest is one product of three "
        "factors.",
    ),
)

exercise(
    lib.tanh,
    lecture="02",
    points=1,
    topics="F4 H14 S7 O7",
    cases=elementwise(shapes=SHAPES),
    wrong={
        "four exponentials": (
            lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
            "For large |z| numerator and denominator both overflow, and infinity over infinity is NaN. "
            "The identity with the sigmoid avoids that.",
        ),
        "exp(2z) overflows": (
            lambda z: (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1),
            "For large positive z this is infinity over infinity, which is NaN. The sigmoid avoids that.",
        ),
        "2 inside forgotten": (
            lambda z: 2 * _s(z) - 1,
            "This is 2σ(z) − 1, which is tanh(z/2): the 2 inside the sigmoid is missing.",
        ),
        "minus 1 forgotten": (
            lambda z: 2 * _s(2 * z),
            "This is 2σ(2z), which runs from 0 to 2: the shift down by 1 is missing.",
        ),
        "sigmoid of 2z": (
            lambda z: _s(2 * z),
            "This is σ(2z), which runs from 0 to 1. It still has to be stretched by 2 and shifted down by 1.",
        ),
        "sign": (lambda z: -np.tanh(z), "This is −tanh(z): it falls where it should rise."),
    },
    hints=(
        "You have a sigmoid that never overflows. How are the two connected?",
        "tanh z = 2σ(2z) − 1, for every z.",
        "Call your sigmoid at twice the input, or with slope 2, then stretch the result and shift it.",
    ),
)

exercise(
    lib.relu,
    lecture="02",
    points=1,
    topics="F2 H14 S7 O8",
    cases=elementwise(shapes=SHAPES),
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
        "derivative": (
            lambda z: np.heaviside(z, 0),
            "Positive inputs come out as 1: this is the derivative of relu, not relu.",
        ),
    },
    hints=(
        "Each output is either its input or 0. Which one, when?",
        "relu(z) = max(0, z), element by element.",
        "There is a NumPy function that takes the larger of two things element by element; Python's max does not.",
    ),
)


def _between_the_slopes(run, case, outputs):
    found = float(run(np.zeros(1))[0][0])
    if found in (0.0, 1.0):
        return None
    return f"at z = 0 it is {found:.4g}; the docstring asks for one of the slopes that meet there, 0 or 1"


exercise(
    lib.relu_grad,
    lecture="02",
    points=1,
    topics="F2 H14",
    cases=elementwise(shapes=SHAPES),
    kinks=AT_ZERO,
    holds=[Property("at the kink it is 0 or 1", _between_the_slopes, once=True)],
    wrong={
        "relu itself": (lambda z: np.maximum(z, 0), "This is relu itself: its slope for positive z is 1, not z."),
        "sign": (
            lambda z: np.sign(z),
            "Below 0 this gives −1. relu is constant there, so its slope is 0.",
        ),
        "reversed": (
            lambda z: np.heaviside(-z, 0),
            "This is 1 for negative z and 0 for positive z: the wrong way round.",
        ),
        "true and false": (
            lambda z: z > 0,
            "These are True and False. The docstring asks for numbers in the dtype of z.",
        ),
        "float64": (
            lambda z: np.where(z > 0, 1.0, 0.0),
            "The values are right, and float64 whatever the dtype of z. np.where of two plain numbers, for one, "
            "knows nothing of z: give the result z's dtype.",
        ),
    },
    hints=(
        "What is the slope of relu on the right of 0, and what on the left?",
        "relu'(z) = 1 where z > 0 and 0 where z < 0; at 0 either value will do.",
        "It is a question with the answers 1 and 0, as in the step. Take care that the answers get the dtype of z.",
    ),
)


def _units(rng):
    """One slope for all, one for each column, square batches too, and the default; a z of 0 in each."""
    for dtype in ("float32", "float64"):
        for shape in ((3, 3), (5, 3), (1, 4)):
            z = rng.normal(0, 3, shape).astype(dtype)
            z[-1, 0] = 0
            yield Inputs((z, rng.uniform(-0.5, 2, shape[-1]).astype(dtype)))
            yield Inputs((z, 1.5))
        yield Inputs((rng.normal(0, 3, (4, 2)).astype(dtype),))
        yield Inputs((np.array([[1e30, -1e30]], dtype), np.array([0.5, 0.25], dtype)), EXTREME)


exercise(
    lib.prelu,
    lecture="02",
    points=1,
    topics="H35",
    cases=_units,
    wrong={
        "slopes paired with rows": (
            lambda z, alpha=0.25: np.maximum(z, 0) + np.reshape(alpha, (-1, 1)) * np.minimum(z, 0),
            "Each slope is paired with a row of z. Rows are examples; a slope belongs to a unit, which is a column.",
        ),
        "mean slope": (
            lambda z, alpha=0.25: np.maximum(z, 0) + float(np.mean(alpha)) * np.minimum(z, 0),
            "All units get the mean of the slopes; each unit has its own.",
        ),
        "max(z, alpha z)": (
            lambda z, alpha=0.25: np.maximum(z, alpha * z),
            "This takes the larger of z and α·z, right only while α is at most 1. A learnt slope may be larger.",
        ),
        "slope on both sides": (
            lambda z, alpha=0.25: alpha * z,
            "Positive inputs are multiplied by α as well; they should pass unchanged.",
        ),
        "relu": (
            lambda z, alpha=0.25: np.maximum(z, 0),
            "Negative inputs come out as 0, as in plain relu; they should come out as α·z.",
        ),
        "sides exchanged": (
            lambda z, alpha=0.25: alpha * np.maximum(z, 0) + np.minimum(z, 0),
            "The sides are exchanged: α belongs to the left of 0, and positive inputs pass unchanged.",
        ),
    },
    hints=(
        "It is a leaky ReLU in which α may be an array. What does NumPy do with the shapes (N, n) and (n,)?",
        "f(z) = z for z > 0 and αz for z ≤ 0; a slope of shape (n,) goes with the columns of z.",
        "Trailing axes are paired by broadcasting, so nothing needs reshaping: write the branches as for one number.",
    ),
)

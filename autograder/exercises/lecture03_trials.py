"""Lecture 03: a test of losses with their gradients, a guarded logarithm that hides a loss, a loss to mend."""

import numpy as np

from autograder.checking.exercise import EXTREME, Inputs, exercise
from autograder.checking.kinds.counterexample import counterexample
from autograder.checking.kinds.repair import repair
from autograder.checking.kinds.testing import test_of
from mlpkit import losses as lib


def loss_gradient_test(loss):
    """Whether loss(Y, T) -> (cost, dY) gives a gradient that belongs to its cost; an AssertionError if it does not.

    Y and T are (N, K); the cost is one number, dY (N, K) its derivative with respect to each entry of Y.
    """
    rng = np.random.default_rng(1)
    Y, T, direction = rng.normal(0, 2, (3, 5, 4))
    _, dY = loss(Y, T)
    h = 1e-5
    slope = (loss(Y + h * direction, T)[0] - loss(Y - h * direction, T)[0]) / (2 * h)
    assert dY.shape == Y.shape
    assert np.isclose(np.sum(dY * direction), slope, rtol=1e-5, atol=1e-8)


def _with_gradient(change):
    """A mutation of the gradient alone."""

    def mutate(loss):
        def wrong(Y, T):
            cost, dY = loss(Y, T)
            return cost, change(dY)

        return (wrong,)

    return mutate


exercise(
    loss_gradient_test,
    lecture="03",
    points=2,
    topics="F14 S6",
    task=test_of({"squared error": (lib.mse,), "Huber's loss": (lib.huber,), "absolute error": (lib.mae,)}),
    wrong={
        "sum instead of mean": (
            _with_gradient(lambda dY: len(dY) * dY),
            "its gradient is N times too large, as if the cost were a sum over the examples.",
        ),
        "sign": (_with_gradient(lambda dY: -dY), "its gradient points downhill instead of uphill."),
        "one output only": (
            _with_gradient(lambda dY: np.where(np.arange(dY.shape[1]) > 0, 0, dY)),
            "its gradient is right for the first output and 0 for all others.",
        ),
        "last example lost": (
            _with_gradient(lambda dY: np.where(np.arange(len(dY))[:, None] == len(dY) - 1, 0, dY)),
            "its gradient is 0 for the last example.",
        ),
        "spread over the outputs": (
            _with_gradient(lambda dY: np.broadcast_to(dY.mean(axis=1, keepdims=True), dY.shape)),
            "each row of its gradient is replaced by the mean of the row. A step by the same amount in every direction "
            "cannot see that: take random directions.",
        ),
        "two per cent": (
            _with_gradient(lambda dY: 1.02 * dY),
            "its gradient is two per cent too large.",
        ),
        "an axis too many": (
            _with_gradient(lambda dY: dY[None]),
            "its gradient has an axis more than Y. NumPy stretches that to fit, and a sum sees nothing.",
        ),
    },
    hints=(
        "How does a cost change when Y moves a little in some direction, if you know the gradient? And if you do not?",
        "Σ dY·V is the slope along V, and so is (cost(Y + hV) − cost(Y − hV))/(2h).",
        "Draw V with a generator rather than taking ones; np.isclose compares the two; look at the shape as well.",
    ),
)


def guarded_cross_entropy(Z, T):
    """Cross-entropy of the logistic of Z with targets T, and its gradient; a small number keeps logarithms finite."""
    P = (1 + np.tanh(Z / 2)) / 2
    losses = -(T * np.log(P + 1e-12) + (1 - T) * np.log(1 - P + 1e-12))
    return float(np.sum(losses) / len(Z)), (P - T) / len(Z)


def _targets(Z, T):
    if Z.shape != T.shape or Z.ndim not in (1, 2) or not Z.size:
        return f"Z and T have one shape, (N,) or (N, K); these have shapes {Z.shape} and {T.shape}"
    return None if np.all((T >= 0) & (T <= 1)) else "every target lies between 0 and 1"


exercise(
    "guarded_counterexample",
    lecture="03",
    points=1,
    topics="S6",
    task=counterexample(lib.bce_with_logits, guarded_cross_entropy, inputs="Z T", domain=_targets),
    solution="np.array([1000.0]), np.array([0.0])",
    wrong={
        "confident and right": (
            lambda Z, T: np.all((Z >= 0) == (T == 1)) and np.all((T == 0) | (T == 1)),
            "Where the logit is confident and right, both losses are small and agree. Let it be confident and wrong.",
        ),
        "not confident enough": (
            lambda Z, T: np.all(np.abs(Z) < 15),
            "Here the small number is small beside the probability that it is added to.",
        ),
    },
    hints=(
        "Beside which numbers is 10⁻¹² not small? When does the probability of what happened come close to it?",
        "−log(10⁻¹²) is 27.6: no loss of this function is ever larger.",
        "One example is enough: a Z far from 0, and the target that it speaks against.",
    ),
)


def mended_log_cosh(Y, T):
    """The log cosh of every error, summed over the outputs, its mean over the examples, and the gradient of that mean.

    Y, T: (N, K) float. log cosh is the logarithm of the hyperbolic cosine. Returns the mean, a number, and dY (N, K) in
    Y's dtype. Near 0 the loss is half the square of the error, and far from it the error without its sign, less log 2.
    """
    D = Y - T
    each = np.abs(D) + np.log1p(np.exp(-2 * np.abs(D))) - np.log(2)
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)


def faulty_log_cosh(Y, T):
    D = Y - T
    each = np.log(np.cosh(D))
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)


def _errors(rng):
    for dtype in ("float64", "float32"):
        for shape in ((3, 2), (1, 4), (5, 1)):
            Y, T = rng.normal(0, 2, (2, *shape)).astype(dtype)
            yield Inputs((Y, T))
        for size in (200.0, 2000.0):
            Y = np.array([[size, 0.5], [-1.0, -size]], dtype) * rng.uniform(4, 5)
            yield Inputs((Y.astype(dtype), np.zeros((2, 2), dtype)), EXTREME)


def _log_cosh(each):
    """A repair with this loss of every error."""
    return lambda Y, T: (float(np.sum(each(Y - T)) / len(Y)), np.tanh(Y - T) / len(Y))


exercise(
    mended_log_cosh,
    lecture="03",
    points=1,
    topics="F14",
    task=repair(
        faulty_log_cosh,
        "For small errors all is right. For large ones the loss is infinite, although its gradient is a number.",
    ),
    cases=_errors,
    outputs=("the loss", "dY"),
    wrong={
        "cut off": (
            _log_cosh(lambda D: np.log(np.cosh(np.clip(D, -80, 80)))),
            "Now large errors all cost the same: the error is cut off before its loss is taken.",
        ),
        "without the two": (
            _log_cosh(lambda D: np.abs(D) + np.log1p(np.exp(-2 * np.abs(D)))),
            "The ½ of the cosh has been lost: every error costs log 2 too much, so that an error of 0 has a loss.",
        ),
        "for large errors alone": (
            _log_cosh(lambda D: np.abs(D) - np.log(2)),
            "This is right far from 0 only. Near 0 it misses the second exponential, and is negative at 0.",
        ),
        "sign kept": (
            _log_cosh(lambda D: D + np.log1p(np.exp(-2 * np.abs(D))) - np.log(2)),
            "Now the error enters with its sign, so that outputs far below their targets have a negative loss.",
        ),
    },
    hints=(
        "Which number overflows, although its logarithm is of a moderate size?",
        "cosh d = ½ e^|d| (1 + e^(−2|d|)), and the logarithm of a product is a sum.",
        "Three terms: np.abs, np.log1p of an exponential that is at most 1, and the logarithm of the one half.",
    ),
)

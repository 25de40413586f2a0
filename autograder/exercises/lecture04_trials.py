"""Lecture 04: a test of softmax, and scores for which the logarithm may not be taken afterwards."""

import numpy as np

from autograder.checking.exercise import exercise
from autograder.checking.kinds.counterexample import counterexample
from autograder.checking.kinds.testing import test_of
from mlpkit import losses as lib
from mlpkit.losses import softmax


def softmax_test(f):
    """Whether f is softmax along the rows: nothing if it is, an AssertionError if it is not.

    f takes logits (N, K), which may be large, and returns an array of their shape.
    """
    Z = np.random.default_rng(1).normal(0, 2, (4, 3))
    P = f(Z)
    assert P.shape == Z.shape
    assert np.allclose(P.sum(axis=1), 1)
    assert np.allclose(np.log(P[:, :1] / P), Z[:, :1] - Z)
    far = np.array([[1000.0, 0.0, -1000.0], [-2000.0, -2000.0, -3000.0]])
    assert np.allclose(f(far), [[1, 0, 0], [0.5, 0.5, 0]])


# Written out, for what a test is tried on goes to the student's process, where answers of this lecture must not go.
def _shifted(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def _by_logarithms(Z):
    Z = Z - Z.max(axis=1, keepdims=True)
    return np.exp(Z - np.log(np.exp(Z).sum(axis=1, keepdims=True)))


exercise(
    softmax_test,
    lecture="04",
    points=2,
    topics="H3 S5",
    task=test_of({"softmax": (_shifted,), "the exponential of log softmax": (_by_logarithms,)}),
    wrong={
        "columns": (lambda f: (lambda Z: f(Z.T).T,), "its columns add up to 1, and not its rows."),
        "twice": (lambda f: (lambda Z: 2 * f(Z),), "its rows add up to 2."),
        "half the logits": (
            lambda f: (lambda Z: f(Z / 2),),
            "its rows add up to 1, but the logits are halved before: the ratio of two probabilities has to be?",
        ),
        "one row for all": (
            lambda f: (lambda Z: np.repeat(f(Z[:1]), len(Z), axis=0),),
            "every example gets the probabilities of the first.",
        ),
        "large logits": (
            lambda f: (lambda Z: np.where(Z > 700, np.nan, f(Z)),),
            "logits above 700 give NaN, as where the exponential overflows.",
        ),
        "one maximum for all": (
            lambda f: (lambda Z: np.where(Z.max() - Z.max(axis=1, keepdims=True) > 700, np.nan, f(Z)),),
            "a row far below the largest logit of the array is NaN.",
        ),
        "an axis too many": (
            lambda f: (lambda Z: f(Z)[None],),
            "what it returns has an axis more than Z. NumPy stretches that to fit, and comparing values sees nothing.",
        ),
    },
    hints=(
        "A row that adds up to 1 need not be softmax. What ties a probability to its own logit?",
        "log(p_i / p_k) = z_i − z_k, within every row, for logits of any size.",
        "Several rows, all different; np.allclose; then one input whose exponentials would overflow, and rows "
        "that lie a thousand apart.",
    ),
)


def two_step_log_softmax(Z):
    """The logarithm of the softmax of every row."""
    with np.errstate(divide="ignore"):
        return np.log(softmax(Z))


exercise(
    "log_softmax_counterexample",
    lecture="04",
    points=1,
    topics="S5",
    task=counterexample(
        lib.log_softmax,
        two_step_log_softmax,
        inputs="Z",
        domain=lambda Z: (
            None if Z.ndim and Z.size else f"Z holds logits, along its last axis; this has shape {Z.shape}"
        ),
    ),
    solution="np.array([[1000.0, 0.0]])",
    wrong={
        "one class": (
            lambda Z: Z.shape[1] == 1,
            "With one class the probability is 1 and its logarithm 0, whatever the logit.",
        ),
        "equal logits": (
            lambda Z: np.all(np.ptp(Z, axis=1) == 0),
            "Equal logits have equal probabilities, however large they are: softmax sees their differences.",
        ),
        "near each other": (
            lambda Z: np.all(np.ptp(Z, axis=1) < 700),
            "No probability here is so small that a float64 could not hold it.",
        ),
    },
    hints=(
        "Softmax itself is right for every row. What can be lost between it and the logarithm?",
        "The smallest float64 above 0 is about 5·10⁻³²⁴; the exponential of −746 rounds to 0.",
        "One row of two logits is enough, if one of them is far below the other.",
    ),
)

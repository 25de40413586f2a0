"""Lecture 05: a weight matrix that is reshaped where it should be transposed, and the height of a bump."""

from autograder.checking.derivation.task import derivation
from autograder.checking.exercise import exercise
from autograder.checking.kinds.counterexample import counterexample
from mlpkit import backprop


def reshaped_dense(X, W, b):
    """The pre-activations of a layer, with a weight matrix that always fits."""
    return X @ W.reshape(X.shape[1], len(b)) + b


def _one_layer(X, W, b):
    if X.ndim == 2 and W.ndim == 2 and b.shape == W.shape[:1] and W.shape[1:] == X.shape[1:] and X.size and W.size:
        return None
    return f"X is (N, n_in), W (n_out, n_in) and b (n_out,); these have shapes {X.shape}, {W.shape} and {b.shape}"


exercise(
    "reshape_counterexample",
    lecture="05",
    points=1,
    topics="H15 O9 O10",
    task=counterexample(backprop.dense_forward, reshaped_dense, inputs="X W b", domain=_one_layer),
    solution="np.array([[1.0, 0.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2)",
    wrong={
        "one unit": (
            lambda X, W, b: len(W) == 1,
            "With one unit W has one row. Laid out again or transposed, it is the same column.",
        ),
        "one input": (
            lambda X, W, b: W.shape[1] == 1,
            "With one input W has one column. Laid out again or transposed, it is the same row.",
        ),
        "symmetric": (
            lambda X, W, b: W.shape[0] == W.shape[1] and (W == W.T).all(),
            "This W is its own transpose, so that nothing has to be turned.",
        ),
    },
    hints=(
        "In which order does reshape read the numbers of W, and in which order does the transpose?",
        "reshape keeps the order row by row; in the transpose the first row is the first column of W.",
        "Two inputs and two units are enough, with four different weights.",
    ),
)

exercise(
    "bump_height_derivation",
    lecture="05",
    points=1,
    topics="S13 S14",
    task=derivation(
        first="h * (1 / (1 + exp(-beta * w / 2)) - 1 / (1 + exp(beta * w / 2)))",
        names={"h": ("", 0.5, 3.0), "beta": ("", 0.5, 6.0), "w": ("", 0.2, 1.5)},
        given={"s": "1 / (1 + exp(-beta * w / 2))"},
        last="h s",
        last_functions="",
        solution="""
h * (1 / (1 + exp(-beta * w / 2)) - 1 / (1 + exp(beta * w / 2)))
= h * (s - exp(-beta * w / 2) / (exp(-beta * w / 2) + 1))
= h * (s - (1 - s))
= h * (2 * s - 1)
""",
    ),
    wrong={
        "half the height": (
            "h * (s - 1 / 2)",
            "At the left edge of the bump a step stands at 1/2. Here, in the middle, the second step is at 1 − s.",
        ),
        "sum for difference": ("h", "The two fractions are subtracted. It is their sum that is 1."),
        "both alike": (
            "0 * h",
            "The two fractions are not alike: the signs in their exponents differ.",
        ),
        "second step alone": ("h * (1 - s)", "This is the second step alone; it is taken off the first."),
        "turned round": ("h * (1 - 2 * s)", "The sign is turned: the first fraction is the larger one."),
        "square": ("h * (s - s**2)", "1 − s is what the second fraction is, and not what multiplies the first."),
    },
    hints=(
        "The first fraction is s. What has the second to do with it?",
        "1/(1 + exp(u)) = exp(−u)/(exp(−u) + 1), and this is 1 − 1/(1 + exp(−u)).",
        "Multiply the second fraction above and below by the exponential with the minus; add 1 and subtract 1 above.",
    ),
)

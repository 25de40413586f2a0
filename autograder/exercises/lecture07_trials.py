"""Lecture 07: the backward pass of a dense layer, to mend, and a test of any layer's."""

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from autograder.checking.kinds.repair import repair
from autograder.checking.kinds.testing import test_of
from mlpkit import activations


def mended_dense_backward(X, W, dZ):
    """The backward pass of Z = X Wᵀ + b, for a cost whose gradient with respect to Z is dZ: (dX, dW, db).

    X (N, D), W (K, D), dZ (N, K). Returns dX (N, D), dW (K, D), db (K,), in the dtype of the inputs.
    """
    dX = dZ @ W
    dW = dZ.T @ X
    db = dZ.sum(axis=0)
    return dX, dW, db


def faulty_dense_backward(X, W, dZ):
    dX = dZ @ W
    dW = dZ.T @ X
    db = dZ.mean(axis=0)
    return dX, dW, db


def _batches(rng):
    for dtype in ("float64", "float32"):
        for N, D, K in ((3, 4, 2), (5, 2, 3), (2, 3, 3)):
            yield Inputs(tuple(rng.normal(0, 1, shape).astype(dtype) for shape in ((N, D), (K, D), (N, K))))
    yield Inputs(tuple(rng.normal(0, 1, shape) for shape in ((1, 4), (3, 4), (1, 3))), "a batch of one example")


exercise(
    mended_dense_backward,
    lecture="07",
    points=1,
    topics="H27",
    task=repair(
        faulty_dense_backward,
        "With one example everything is right. With more, a check by finite differences agrees with dX and dW, but not "
        "with db.",
    ),
    cases=_batches,
    outputs=("dX", "dW", "db"),
    wrong={
        "all gradients divided": (
            lambda X, W, dZ: (dZ @ W, dZ.T @ X / len(X), dZ.mean(axis=0)),
            "Now dW is divided by N as well. The loss has put the 1/N into dZ already; no layer adds another.",
        ),
        "over the wrong axis": (
            lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ.sum(axis=1)),
            "db has an entry for every unit, so that the sum runs over the examples.",
        ),
        "one number": (
            lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ.sum()),
            "db is one number now; every unit has a bias of its own.",
        ),
    },
    hints=(
        "With how many examples does it go wrong, and by what factor? Compare with one example and with two.",
        "Each bias takes part in every example of its unit, so the chain rule adds a term for each: db = Σₙ dZₙ.",
        "One of the three lines takes a mean where the chain rule has a sum.",
    ),
)


def backward_test(layer):
    """Returns nothing if layer(X, dY) -> (Y, dX) sends the right gradient back; raises an AssertionError if not.

    X and dY are (N, D), and so are Y, the layer's output, and dX: the gradient with respect to X when dY is the
    gradient with respect to Y. The layer may be any: it is a function, and you cannot look inside.
    """
    rng = np.random.default_rng(1)
    X, dY, direction = rng.normal(size=(3, 5, 4))
    dX = layer(X, dY)[1]
    assert dX.shape == X.shape
    h = 1e-5
    difference = layer(X + h * direction, dY)[0] - layer(X - h * direction, dY)[0]
    assert np.isclose(np.sum(dX * direction), np.sum(dY * difference) / (2 * h), rtol=1e-5, atol=1e-8)


def _dense(X, dY):
    D = X.shape[1]
    W = np.sin(np.arange(1.0, D * D + 1).reshape(D, D))
    return X @ W.T, dY @ W


def _tanh(X, dY):
    return activations.tanh(X), dY * activations.tanh_grad(X)


def _residual(X, dY):
    Y, back = _tanh(X, dY)
    return X + Y, dY + back


def _with_back(change):
    """A mutation of dX alone."""

    def mutate(layer):
        def wrong(X, dY):
            Y, dX = layer(X, dY)
            return Y, change(dX, dY)

        return (wrong,)

    return mutate


exercise(
    backward_test,
    lecture="07",
    points=2,
    topics="H23 H27",
    task=test_of({"a dense layer": (_dense,), "tanh": (_tanh,), "a residual layer": (_residual,)}),
    wrong={
        "passed on unchanged": (
            _with_back(lambda dX, dY: dY.copy()),
            "it hands dY on as it came, whatever the layer does.",
        ),
        "divided by N": (
            _with_back(lambda dX, dY: dX / len(dX)),
            "it divides by the number of examples, which only the loss should do.",
        ),
        "sign": (_with_back(lambda dX, dY: -dX), "its gradient points the other way."),
        "one per cent too small": (
            _with_back(lambda dX, dY: 0.99 * dX),
            "its gradient is one per cent too small. A difference counts without its sign.",
        ),
        "one per cent": (
            _with_back(lambda dX, dY: 1.01 * dX),
            "its gradient is one per cent too large. A difference counts without its sign.",
        ),
        "negative inputs": (
            lambda layer: (lambda X, dY: (layer(X, dY)[0], np.where(X < 0, 0, layer(X, dY)[1])),),
            "its gradient is 0 where X is negative, and right elsewhere.",
        ),
        "first example lost": (
            _with_back(lambda dX, dY: np.where(np.arange(len(dX))[:, None] == 0, 0, dX)),
            "its gradient is 0 for the first example.",
        ),
        "mean of each row": (
            _with_back(lambda dX, dY: np.broadcast_to(dX.mean(axis=1, keepdims=True), dX.shape)),
            "each row of its gradient is replaced by the mean of the row. A step by the same amount in every direction "
            "cannot see that: take random directions.",
        ),
        "upstream gradient of ones": (
            lambda layer: (lambda X, dY: (layer(X, dY)[0], layer(X, np.ones_like(dY))[1]),),
            "it ignores dY, and sends back what would belong to ones.",
        ),
    },
    hints=(
        "dX says how the sum of all dY·Y changes when X moves. What else says that, if you may call the layer again?",
        "Along a direction V, Σ dX·V is close to Σ dY·(Y(X + hV) − Y(X − hV)) / (2h).",
        "Draw X, dY and V at random, with more than one row and different numbers of rows and columns, in float64; "
        "np.isclose compares the two sums.",
    ),
)

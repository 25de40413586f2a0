"""Lecture 07: the backward pass of a dense layer, to mend."""

from autograder.checking.exercise import Inputs, exercise
from autograder.checking.kinds.repair import repair


def mended_dense_backward(X, W, dZ):
    """The backward pass of Z = X Wᵀ + b, for a cost whose gradient by Z is dZ: (dX, dW, db).

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

"""Lecture 09: the angle between two directions, and learning with random feedback."""

import numpy as np

from autograder.checking.exercise import Inputs, Property, exercise
from autograder.exercises.lecture06 import LAYERS, network, row_before_row
from mlpkit import backprop

BOTH = ("float32", "float64")


def deltas_networks_and_feedback(rng):
    for dtype in BOTH:
        for rows, sizes in ((4, (3, 3, 3, 3)), (4, (3, 2, 4, 2)), (1, (2, 4, 3, 5)), (3, (4, 1, 2, 3))):
            dZ, net = rng.normal(size=(rows, sizes[-1])).astype(dtype), network(rng, rows, sizes, dtype)
            feedback = [rng.normal(size=W.shape).astype(dtype) for W in net[1::2]]
            yield Inputs((dZ, *net, *feedback))


def updates_of(backward, dZ, X, *rest):
    """The exercise's function on this network, and its two lists as separate outputs."""
    layers = len(rest) // 3
    params, feedback = rest[: 2 * layers], list(rest[2 * layers :])
    Zs, As = backprop.forward_pass(X, list(params[0::2]), list(params[1::2]), LAYERS[-layers:])
    return backward(dZ, Zs, As, feedback, LAYERS[-layers:])


def row_by_feedback(outputs, dZ, X, *rest):
    """What each delta and each weight gradient should be, given the deltas after it."""
    layers = len(rest) // 3
    return row_before_row(outputs, dZ, X, *rest[: 2 * layers], back=rest[2 * layers :])


def updates_by(
    back=lambda dZ, B, Zs, As, f, r: dZ @ B * f[r - 1].grad(Zs[r - 1]),
    weight=lambda dZ, As, r: dZ.T @ As[r],
    bias=lambda dZ: dZ.sum(axis=0),
):
    def backward(dZ, Zs, As, feedback, activations):
        dWs, dbs = [], []
        for r in reversed(range(len(feedback))):
            dWs.insert(0, weight(dZ, As, r))
            dbs.insert(0, bias(dZ))
            if r:
                dZ = back(dZ, feedback[r], Zs, As, activations, r)
        return dWs, dbs

    return backward


def wrong_layer(dZ, Zs, As, feedback, activations):
    shifted = [feedback[0], *feedback[:-1]]
    return updates_by()(dZ, Zs, As, shifted, activations)


def _last_layer_not_exact(run, case, outputs):
    dZ, X, *rest = case.args
    layers = len(rest) // 3
    other = [-2 * B for B in rest[2 * layers :]]
    found = run(dZ, X, *rest[: 2 * layers], *other)
    if len(found) == 2 and np.allclose(found[0][-1], outputs[0][-1], rtol=1e-3, atol=1e-4):
        return None
    return "with other feedback the last layer's dW changes: that layer gets the true δ, and needs none"


def _deaf_to_feedback(run, case, outputs):
    dZ, X, *rest = case.args
    layers = len(rest) // 3
    if len(dZ) > 1:  # a single example tells
        return None
    found = run(dZ, X, *rest[: 2 * layers], *(B + 1 for B in rest[2 * layers :]))
    if len(found) != 2 or any(not np.array_equal(a, b) for a, b in zip(found[0], outputs[0], strict=False)):
        return None
    return "feedback has no effect: with other matrices in it the result is the same"


exercise(
    backprop.feedback_alignment,
    lecture="09",
    points=2,
    topics="H33",
    cases=deltas_networks_and_feedback,
    call=updates_of,
    follows=row_by_feedback,
    outputs=("dWs", "dbs"),
    holds=[
        Property("the last layer's dW is the same whatever the feedback", _last_layer_not_exact),
        Property("other feedback gives other gradients", _deaf_to_feedback),
    ],
    wrong={
        "no slope": (
            updates_by(back=lambda dZ, B, Zs, As, f, r: dZ @ B),
            "On the way back through a hidden layer the factor f'(Z) is missing. Only the weights are replaced, the "
            "slopes stay.",
        ),
        "slope taken at the activation": (
            updates_by(back=lambda dZ, B, Zs, As, f, r: dZ @ B * f[r - 1].grad(As[r])),
            "The slope is taken at A instead of Z. f' wants what f was given: the pre-activations of that layer.",
        ),
        "signs only": (
            updates_by(back=lambda dZ, B, Zs, As, f, r: dZ @ np.sign(B) * f[r - 1].grad(Zs[r - 1])),
            "Only the signs of the feedback are used here, not their sizes.",
        ),
        "feedback of the layer before": (
            wrong_layer,
            "The feedback matrix of the wrong layer is used: δ comes back from layer r through feedback[r], as it "
            "would through weights[r].",
        ),
        "feedback transposed": (
            updates_by(back=lambda dZ, B, Zs, As, f, r: dZ @ B.T * f[r - 1].grad(Zs[r - 1])),
            "The feedback matrix is transposed. It has the layout of the weights, (n_out, n_in), and stands where they "
            "stood.",
        ),
        "divided by N again": (
            updates_by(
                weight=lambda dZ, As, r: dZ.T @ As[r] / len(dZ), bias=lambda dZ: dZ.sum(axis=0) / np.float32(len(dZ))
            ),
            "This divides by N once more. The deltas carry the 1/N of the mean already.",
        ),
        "last layer first": (
            lambda *args: tuple(part[::-1] for part in updates_by()(*args)),
            "The results come in the order in which they were found, last layer first. Return them in the order of "
            "the layers.",
        ),
    },
    hints=(
        "Compare the argument list with that of your backward pass. Only one thing in it is another.",
        "δᵢ = f'(zᵢ) Σⱼ δⱼ vⱼᵢ, then dW and db from these deltas as always. How does this differ from backpropagation?",
        "Nothing needs to be written twice: the backward pass of lecture 06 never asks where its matrices come from.",
    ),
    step="section 6",
)

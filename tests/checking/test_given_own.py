"""What a report says of a chain: which step goes wrong, given the answer's own results, and which call."""

import numpy as np
import pytest

from autograder import EXERCISES
from autograder.checking.error_words import meaning
from autograder.runtime.raised import Raised
from tests.support.answers import judged, said


def without_slope_in_the_first_layer(dA, zs, activities, weights, activations):
    dWs, dbs = [], []
    for r in range(len(weights), 0, -1):
        delta = dA if r == 1 else dA * activations[r - 1].grad(zs[r - 1])
        dbs.insert(0, delta + 0)
        dWs.insert(0, np.outer(delta, activities[r - 1]))
        dA = delta @ weights[r - 1]
    return dWs, dbs


def sine_for_the_last(X, weights, biases, activations):
    Zs, As = [], [X]
    for r, (W, b, activation) in enumerate(zip(weights, biases, activations, strict=True), 1):
        Zs.append(As[-1] @ W.T + b)
        As.append(np.sin(Zs[-1]) if r == len(weights) else activation.f(Zs[-1]))
    return Zs, As


def half_v_in_w(w, dw, v, lr, momentum=0.9):
    v = momentum * v + np.sin(dw)
    return w - lr * v, v


LOCATED = (
    ("backward_by_unit", without_slope_in_the_first_layer, "how a hidden layer's delta comes from that of the layer"),
    (
        "backward_by_unit",
        without_slope_in_the_first_layer,
        "dWs: In the cases tried this is right, given your own results before it.",
    ),
    (
        "forward_pass",
        sine_for_the_last,
        "what is wrong is how a layer's activities come from its pre-act",
    ),
    ("momentum_step", half_v_in_w, "the new w: In the cases tried this is right, given your own results before it."),
)


@pytest.mark.parametrize(("name", "answer", "words"), LOCATED, ids=[words for *_, words in LOCATED])
def test_the_first_wrong_step_is_named_given_what_came_before(name, answer, words):
    assert words in said(judged(EXERCISES[name], answer))


def residual(layers, X):
    for layer in layers:
        out = layer.forward(X)
        X = X + out if out.shape == X.shape else out
    return X


def upside_down(layers, dZ):
    for layer in layers:
        dZ = layer.backward(dZ)
    return dZ


def shrinks_first(layers, loss, X, T, lr, weight_decay=0.0):
    for layer in layers:
        X = layer.forward(X)
    value, dZ = loss.forward(X, T), loss.backward()
    for layer in reversed(layers):
        for w in layer.params.values():
            w *= 1 - lr
        dZ = layer.backward(dZ)
        for name, w in layer.params.items():
            w -= lr * layer.grads[name]
    return value


WATCHED = (
    ("forward_chain", residual, "is given what forward of layer 1 returned plus what that layer was given"),
    ("backward_chain", upside_down, "backward of layer 1 is called where backward of layer 4 has its turn"),
    ("chain_step", shrinks_first, "the weights of layer 3 have moved already when its backward is called"),
)


@pytest.mark.parametrize(("name", "answer", "words"), WATCHED, ids=[name for name, *_ in WATCHED])
def test_the_call_of_a_chain_that_goes_wrong_is_named(name, answer, words):
    assert words in said(judged(EXERCISES[name], answer))


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("operands could not be broadcast together with shapes (4,2) (2,4) ", "(4, 2), as W has it, and (2, 4)"),
        ("operands could not be broadcast together with shapes (4,2) (2,4) ", "a transpose is missing"),
        ("operands could not be broadcast together with shapes (4,3) (5,) ", "(4, 3) and (5,), as b has it."),
        ("operands could not be broadcast together with shapes (3,5) (3,) ", "keepdims=True"),
        ("matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) "
         "(size 2 is different from 4)", "4 along the last axis of the left factor, 2 along the first"),
        ("axis 1 is out of bounds for array of dimension 1", "axis 1 of an array with one axis"),
        ("The truth value of an array with more than one element is ambiguous.", "np.where decides for each"),
    ],
)  # fmt: skip
def test_an_error_is_put_in_words(message, words):
    assert words in meaning(Raised("ValueError", message), ("W", "b"), (np.zeros((4, 2)), np.zeros(5)))


def test_an_error_of_ones_own_is_left_as_it_is():
    assert meaning(Raised("ValueError", "no such layer"), ("W",), (np.zeros(3),)) is None

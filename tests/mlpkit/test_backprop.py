"""Backpropagation in matrices: by hand, by finite differences, and the same as the layers' own."""

import itertools

import numpy as np
import pytest

from mlpkit import ACTIVATIONS, MLP
from mlpkit.backprop import (
    backward_pass,
    bias_gradient,
    dense_forward,
    feedback_alignment,
    forward_pass,
    hidden_delta,
    output_delta,
    weight_gradient,
)
from mlpkit.losses import mse

SIGMOID, TANH, IDENTITY = (ACTIVATIONS[name] for name in ("sigmoid", "tanh", "identity"))


def test_a_small_network_worked_by_hand():
    """Two inputs, two ReLU units, one linear output, squared error, two examples: every number on paper.

    x₁ = (1, 2):  z = (1 − 2 + 0, 2 + 2 − 1) = (−1, 3), h = (0, 3), y = 0 + 3·2 + 1 = 7, t = 5
    x₂ = (3, 1):  z = (3 − 1 + 0, 6 + 1 − 1) = (2, 6),  h = (2, 6), y = −2 + 12 + 1 = 11, t = 12
    L = ½ (½ · 2² + ½ · 1²) = 1.25;   δ = (7 − 5, 11 − 12) / 2 = (1, −½)
    ∂L/∂v = 1 · (0, 3) − ½ · (2, 6) = (−1, 0);   ∂L/∂c = ½
    δ hidden: x₁ (off, 1 · 2) = (0, 2);   x₂ −½ · (−1, 2) = (½, −1)
    ∂L/∂W: unit 1: ½ · (3, 1);   unit 2: 2 · (1, 2) − 1 · (3, 1) = (−1, 3);   ∂L/∂b = (½, 1)
    """
    X, T = np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([[5.0], [12.0]])
    weights = [np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([[-1.0, 2.0]])]
    biases = [np.array([0.0, -1.0]), np.array([1.0])]
    activations = [ACTIVATIONS["relu"], IDENTITY]
    Zs, As = forward_pass(X, weights, biases, activations)
    np.testing.assert_array_equal(Zs[0], [[-1, 3], [2, 6]])
    np.testing.assert_array_equal(As[1], [[0, 3], [2, 6]])
    np.testing.assert_array_equal(As[2], [[7], [11]])
    assert mse(As[2], T)[0] == 1.25
    dZ = output_delta(As[2], T, np.ones((2, 1)))
    np.testing.assert_array_equal(dZ, [[1], [-0.5]])
    dWs, dbs = backward_pass(dZ, Zs, As, weights, activations)
    np.testing.assert_array_equal(dWs[1], [[-1, 0]])
    np.testing.assert_array_equal(dbs[1], [0.5])
    np.testing.assert_array_equal(dWs[0], [[1.5, 0.5], [-1, 3]])
    np.testing.assert_array_equal(dbs[0], [0.5, 1])


def test_the_pieces_by_hand():
    np.testing.assert_array_equal(
        dense_forward(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]]), np.array([5.0])), [[16]]
    )
    A, T, slope = (
        np.array([[3.0, 1.0], [0.0, 2.0]]),
        np.array([[1.0, 2.0], [0.0, 1.0]]),
        np.array([[1.0, 4.0], [5.0, 0.5]]),
    )
    np.testing.assert_array_equal(output_delta(A, T, slope), [[1, -2], [0, 0.25]])
    dZ, W = np.array([[1.0], [2.0]]), np.array([[3.0, -1.0]])
    np.testing.assert_array_equal(hidden_delta(dZ, W, np.array([[1.0, 0.5], [0.0, 2.0]])), [[3, -0.5], [0, -4]])
    np.testing.assert_array_equal(weight_gradient(dZ, np.array([[3.0, 0.0], [1.0, 5.0]])), [[5, 10]])
    np.testing.assert_array_equal(bias_gradient(np.array([[1.0, 2.0], [3.0, 5.0]])), [4, 7])


def network(seed=0, sizes=(3, 5, 4, 2), activations=(TANH, SIGMOID, SIGMOID)):
    rng = np.random.default_rng(seed)
    weights = [rng.standard_normal((o, i)) for i, o in itertools.pairwise(sizes)]
    biases = [rng.standard_normal(o) for o in sizes[1:]]
    return rng.standard_normal((6, sizes[0])), rng.uniform(0, 1, (6, sizes[-1])), weights, biases, activations


def test_gradients_along_random_directions():
    X, T, weights, biases, activations = network()
    Zs, As = forward_pass(X, weights, biases, activations)
    dZ = output_delta(As[-1], T, SIGMOID.grad(Zs[-1]))
    dWs, dbs = backward_pass(dZ, Zs, As, weights, activations)

    def loss(weights, biases):
        return mse(forward_pass(X, weights, biases, activations)[1][-1], T)[0]

    rng, step = np.random.default_rng(1), 1e-6
    for _ in range(4):
        Vs, vs = [rng.standard_normal(W.shape) for W in weights], [rng.standard_normal(b.shape) for b in biases]
        up, down = (
            loss(
                [W + s * V for W, V in zip(weights, Vs, strict=True)],
                [b + s * v for b, v in zip(biases, vs, strict=True)],
            )
            for s in (step, -step)
        )
        claimed = sum(np.sum(dW * V) for dW, V in zip([*dWs, *dbs], [*Vs, *vs], strict=True))
        np.testing.assert_allclose((up - down) / (2 * step), claimed, rtol=1e-6, atol=1e-10)


def test_same_numbers_as_the_network_of_layers():
    X, T, weights, biases, activations = network(activations=(TANH, SIGMOID, IDENTITY))
    net = MLP([3, 5, 4, 2], ["tanh", "sigmoid"], loss="mse", dtype=np.float64)
    for w, value in zip(net.params, [p for pair in zip(weights, biases, strict=True) for p in pair], strict=True):
        w[...] = value
    Zs, As = forward_pass(X, weights, biases, activations)
    _, dZ = net.loss_and_gradient(net.forward(X), T)
    net.backward(dZ)
    np.testing.assert_allclose(net.forward(X), As[-1], atol=1e-14)
    np.testing.assert_allclose(dZ, output_delta(As[-1], T, np.ones_like(T)), atol=1e-14)
    dWs, dbs = backward_pass(dZ, Zs, As, weights, activations)
    for ours, theirs in zip(net.grads, [g for pair in zip(dWs, dbs, strict=True) for g in pair], strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-14)


def test_feedback_alignment():
    X, T, weights, biases, activations = network()
    Zs, As = forward_pass(X, weights, biases, activations)
    dZ = output_delta(As[-1], T, SIGMOID.grad(Zs[-1]))
    true = backward_pass(dZ, Zs, As, weights, activations)
    same = feedback_alignment(dZ, Zs, As, weights, activations)
    np.testing.assert_array_equal(true[0][0], same[0][0])
    feedback = [np.random.default_rng(5).standard_normal(W.shape) for W in weights]
    dWs, _ = feedback_alignment(dZ, Zs, As, feedback, activations)
    np.testing.assert_array_equal(dWs[2], true[0][2])
    np.testing.assert_allclose(dWs[1], hidden_delta(dZ, feedback[2], SIGMOID.grad(Zs[1])).T @ As[1])
    assert not np.allclose(dWs[0], true[0][0])


def test_feedback_alignment_learns():
    X, T, weights, biases, activations = network(activations=(TANH, TANH, IDENTITY))
    feedback = [np.random.default_rng(5).standard_normal(W.shape) for W in weights]
    losses = []
    for _ in range(400):
        Zs, As = forward_pass(X, weights, biases, activations)
        loss, dZ = mse(As[-1], T)
        losses.append(loss)
        for W, b, dW, db in zip(weights, biases, *feedback_alignment(dZ, Zs, As, feedback, activations), strict=True):
            W -= 0.05 * dW
            b -= 0.05 * db
    assert losses[-1] < 0.05 * losses[0]


def test_float32_is_kept():
    X, T, weights, biases, activations = network()

    def single(arrays):
        return [array.astype(np.float32) for array in arrays]

    weights = single(weights)
    Zs, As = forward_pass(X.astype(np.float32), weights, single(biases), activations)
    dZ = output_delta(As[-1], T.astype(np.float32), SIGMOID.grad(Zs[-1]))
    dWs, dbs = backward_pass(dZ, Zs, As, weights, activations)
    assert {array.dtype for array in [*Zs, *As, dZ, *dWs, *dbs]} == {np.dtype(np.float32)}


def test_bad_shapes():
    two, three = np.ones((2, 2)), np.ones((3, 3))
    for call, name in [
        (lambda: dense_forward(two, three, np.ones(3)), "W"),
        (lambda: dense_forward(two, two, np.ones(3)), "b"),
        (lambda: output_delta(two, three, two), "T"),
        (lambda: output_delta(two, two, three), "slope"),
        (lambda: hidden_delta(two, three, two), "W"),
        (lambda: weight_gradient(two, three), "A"),
        (lambda: bias_gradient(np.ones(2)), "dZ"),
        (lambda: forward_pass(np.ones(2), [], [], []), "X"),
    ]:
        with pytest.raises(ValueError, match=f"{name} must have shape"):
            call()


def test_every_layer_needs_its_biases_and_its_activation():
    with pytest.raises(ValueError, match="shorter"):
        forward_pass(np.ones((1, 2)), [np.ones((2, 2))] * 2, [np.ones(2)], [IDENTITY] * 2)

"""Chains of layers: against the whole-network functions, against differences, and the step with weight decay."""

import doctest

import numpy as np
import pytest

from mlpkit import backprop, sequential
from mlpkit.activations import ACTIVATIONS
from mlpkit.gradcheck import gradcheck
from mlpkit.layers import ActivationLayer, Dense, EuclideanLoss, SoftmaxCrossEntropy
from mlpkit.sequential import backward_chain, chain_step, forward_chain


def layers_3542(dtype=np.float64):
    rng = np.random.default_rng(0)
    dense = [Dense(n, m, rng=rng, bias=0.1, dtype=dtype) for n, m in ((3, 5), (5, 4), (4, 2))]
    return [dense[0], ActivationLayer("tanh"), dense[1], ActivationLayer("softplus"), dense[2]], dense


def test_the_worked_examples():
    results = doctest.testmod(sequential, extraglobs={"np": np})
    assert results.failed == 0 and results.attempted == 11


def test_a_chain_computes_what_the_whole_network_functions_compute():
    layers, dense = layers_3542()
    rng = np.random.default_rng(1)
    X, dZ = rng.normal(size=(7, 3)), rng.normal(size=(7, 2))
    W, b = [d.W for d in dense], [d.b for d in dense]
    f = [ACTIVATIONS[name] for name in ("tanh", "softplus", "identity")]
    Zs, As = backprop.forward_pass(X, W, b, f)
    np.testing.assert_allclose(forward_chain(layers, X), As[-1], rtol=1e-12)
    backward_chain(layers, dZ)
    dWs, dbs = backprop.backward_pass(dZ, Zs, As, W, f)
    for layer, dW, db in zip(dense, dWs, dbs, strict=True):
        np.testing.assert_allclose(layer.dW, dW, rtol=1e-12)
        np.testing.assert_allclose(layer.db, db, rtol=1e-12)


def test_backward_of_a_chain_is_its_gradient():
    layers, _ = layers_3542()

    def grad(X, dZ):
        forward_chain(layers, X)
        return backward_chain(layers, dZ)

    X = np.random.default_rng(2).normal(size=(4, 3))
    assert gradcheck(lambda X: forward_chain(layers, X), grad, X) < 1e-7


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_step_moves_weights_by_gradient_and_decay_and_biases_by_gradient_alone(dtype):
    layers, dense = layers_3542(dtype)
    rng = np.random.default_rng(3)
    X, T = rng.normal(size=(6, 3)).astype(dtype), np.eye(2, dtype=dtype)[rng.integers(0, 2, 6)]
    before = [(d.W.copy(), d.b.copy()) for d in dense]
    loss = SoftmaxCrossEntropy().forward(forward_chain(layers, X), T)
    assert chain_step(layers, SoftmaxCrossEntropy(), X, T, lr=0.1, weight_decay=0.3) == loss
    for layer, (W, b) in zip(dense, before, strict=True):
        assert layer.W.dtype == layer.b.dtype == dtype
        np.testing.assert_allclose(layer.W, W - 0.1 * (layer.dW + 0.3 * W), rtol=1e-6)
        np.testing.assert_allclose(layer.b, b - 0.1 * layer.db, rtol=1e-6)


def test_many_steps_learn():
    layers, _ = layers_3542()
    rng = np.random.default_rng(4)
    X = rng.normal(size=(50, 3))
    T = np.stack([X[:, 0] - X[:, 1], X[:, 2]], axis=1)
    values = [chain_step(layers, EuclideanLoss(), X, T, lr=0.1) for _ in range(200)]
    assert values[-1] < 0.05 * values[0]

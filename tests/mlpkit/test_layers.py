"""Layers: forward and backward by hand, by finite differences, against PyTorch; what they refuse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlpkit.activations import ACTIVATIONS
from mlpkit.gradcheck import gradcheck
from mlpkit.layers import LAYERS, ActivationLayer, Dense, Dropout, EuclideanLoss, Layer, PReLU, SoftmaxCrossEntropy
from mlpkit.losses import LOSSES
from tests.support.peers import torch_or_skip


def dense(n_in=4, n_out=3, dtype=np.float64, **settings):
    layer = Dense(n_in, n_out, rng=np.random.default_rng(0), dtype=dtype, **settings)
    layer.b[:] = np.random.default_rng(1).standard_normal(n_out)
    return layer


def test_dense_worked_by_hand():
    layer = dense(2, 2)
    layer.W[:], layer.b[:] = [[1, 2], [3, 4]], [10, 20]
    X, dZ = np.array([[1.0, 0.0], [2.0, -1.0], [0.0, 3.0]]), np.array([[1.0, 0.0], [0.0, 1.0], [2.0, -1.0]])
    np.testing.assert_array_equal(layer.forward(X), [[11, 23], [10, 22], [16, 32]])
    np.testing.assert_array_equal(layer.backward(dZ), [[1, 2], [3, 4], [2 - 3, 4 - 4]])
    np.testing.assert_array_equal(layer.dW, [[1, 6], [2, -1 - 3]])
    np.testing.assert_array_equal(layer.db, [3, 0])


@settings(max_examples=20, deadline=None)
@given(N=st.integers(1, 6), n_in=st.integers(1, 5), n_out=st.integers(1, 5), seed=st.integers(0, 99))
def test_dense_agrees_with_torch(N, n_in, n_out, seed):
    torch = torch_or_skip()
    layer, rng = dense(n_in, n_out), np.random.default_rng(seed)
    X, dZ = rng.standard_normal((N, n_in)), rng.standard_normal((N, n_out))
    tensors = [torch.tensor(array, requires_grad=True) for array in (X, layer.W, layer.b)]
    out = torch.nn.functional.linear(*tensors)
    out.backward(torch.tensor(dZ))
    np.testing.assert_allclose(layer.forward(X), out.detach().numpy(), atol=1e-12)
    dX = layer.backward(dZ)
    for ours, theirs in zip((dX, layer.dW, layer.db), tensors, strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("name", ["W", "b"])
def test_dense_parameter_gradients_along_random_directions(name):
    layer, X = dense(), np.random.default_rng(2).standard_normal((5, 4))

    def with_parameter(value):
        getattr(layer, name)[...] = value
        return layer.forward(X)

    def gradient(value, dZ):
        with_parameter(value)
        layer.backward(dZ)
        return getattr(layer, "d" + name)

    assert gradcheck(with_parameter, gradient, getattr(layer, name).copy()) < 1e-8


def test_dense_without_input_gradient():
    layer = dense(input_grad=False)
    layer.forward(np.ones((2, 4)))
    assert layer.backward(np.ones((2, 3))) is None
    np.testing.assert_array_equal(layer.dW, 2)


def test_dense_settings():
    assert dense(dtype=np.float32).forward(np.ones((2, 4), np.float32)).dtype == np.float32
    layer = Dense(
        2,
        3,
        rng=np.random.default_rng(0),
        bias=0.1,
        init=lambda n_out, n_in, rng, dtype: np.full((n_out, n_in), 7, dtype),
    )
    np.testing.assert_array_equal(layer.W, np.full((3, 2), 7))
    np.testing.assert_array_equal(layer.b, np.full(3, 0.1, np.float32))
    assert np.array_equal(dense().W, dense().W) and not np.array_equal(dense().W, dense(init="xavier").W)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activation_layer(name):
    layer, Z = ActivationLayer(name), np.random.default_rng(0).uniform(0.1, 2, (3, 4)) * [1, -1, 1, -1]
    np.testing.assert_array_equal(layer.forward(Z), ACTIVATIONS[name].f(Z))
    dA = np.random.default_rng(1).standard_normal((3, 4))
    np.testing.assert_array_equal(layer.backward(dA), dA * ACTIVATIONS[name].grad(Z))
    Z32 = Z.astype(np.float32)
    assert layer.forward(Z32).dtype == np.float32 and layer.backward(dA.astype(np.float32)).dtype == np.float32


def test_activation_layer_hands_its_settings_to_both_functions():
    layer = ActivationLayer(ACTIVATIONS["leaky_relu"], alpha=0.25)
    np.testing.assert_array_equal(layer.forward(np.array([[-4.0, 4.0]])), [[-1, 4]])
    np.testing.assert_array_equal(layer.backward(np.array([[4.0, 4.0]])), [[1, 4]])


def test_dropout_keeps_the_mean_and_drops_what_it_says():
    layer, A = Dropout(0.25, np.random.default_rng(0)), np.full((400, 100), 3, np.float32)
    dropped = layer.forward(A)
    assert dropped.dtype == np.float32
    assert set(np.unique(dropped)) == {0, 4}
    np.testing.assert_allclose(np.mean(dropped == 0), 0.25, atol=0.01)
    dA = layer.backward(2 * A)
    assert dA.dtype == np.float32
    np.testing.assert_array_equal(dA, 2 * dropped)
    assert not np.array_equal(layer.forward(A), dropped)


@pytest.mark.parametrize("layer", [Dropout(0.5), Dropout(0.0, np.random.default_rng(0))])
def test_dropout_without_a_generator_or_a_rate_does_nothing(layer):
    A = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(layer.forward(A), A)
    np.testing.assert_array_equal(layer.backward(A), A)


def test_dropout_draws_from_the_generator_it_is_handed_while_training():
    A, layer = np.ones((50, 40), np.float32), Dropout(0.5)
    dropped = layer.forward(A, training=np.random.default_rng(3))
    np.testing.assert_array_equal(dropped, layer.forward(A, training=np.random.default_rng(3)))
    assert set(np.unique(dropped)) == {0, 2}
    assert layer.forward(A, training=False) is A
    assert Dropout(0.5, np.random.default_rng(0)).forward(A, training=False) is A
    with pytest.raises(ValueError, match=r"hand over a numpy\.random\.Generator as training"):
        layer.forward(A, training=True)


def test_prelu_is_differentiable_in_its_input_and_its_slopes():
    rng = np.random.default_rng(2)
    layer, Z = PReLU(3, alpha=0.3, dtype=np.float64), rng.standard_normal((6, 3))

    def slopes_to_output(alpha):
        layer.alpha = alpha
        return layer.forward(Z)

    def slope_gradient(alpha, dA):
        layer.alpha = alpha
        layer.forward(Z)
        layer.backward(dA)
        return layer.grads["alpha"]

    def input_gradient(Z, dA):
        layer.forward(Z)
        return layer.backward(dA)

    assert gradcheck(layer.forward, input_gradient, Z) < 1e-7
    assert gradcheck(slopes_to_output, slope_gradient, rng.uniform(0.1, 0.9, 3)) < 1e-7
    np.testing.assert_array_equal(PReLU(2).alpha, np.full(2, 0.25, np.float32))


def test_the_contract_lists_what_a_layer_learns():
    layer = dense()
    assert layer.params["W"] is layer.W and layer.params["b"] is layer.b and list(layer.params) == ["W", "b"]
    layer.forward(np.ones((2, layer.n_in)))
    layer.backward(np.ones((2, layer.n_out)))
    assert layer.grads["W"] is layer.dW and layer.grads["b"] is layer.db
    for nothing in (ActivationLayer("relu"), Dropout(0.5)):
        assert nothing.params == nothing.grads == nothing.state == {}


def test_a_layer_may_hold_its_arrays_in_dicts_of_its_own():
    class Shift(Layer):
        def __init__(self):
            self.params, self.grads = {"β": np.zeros(2)}, {"β": np.ones(2)}

    layer = Shift()
    assert list(layer.params) == list(layer.grads) == ["β"]
    for step in (layer.forward, layer.backward):
        with pytest.raises(NotImplementedError, match="Shift has no"):
            step(np.ones((1, 2)))


@pytest.mark.parametrize("layer, name", [(EuclideanLoss(), "mse"), (SoftmaxCrossEntropy(), "softmax_cross_entropy")])
def test_loss_layers(layer, name):
    Y, T = np.array([[0.2, 2.0], [1.0, -1.0]]), np.eye(2)
    loss, dY = LOSSES[name](Y, T)
    assert layer.forward(Y, T) == loss
    np.testing.assert_array_equal(layer.backward(), dY)


def test_layers_chained_are_differentiable_end_to_end():
    chain = [dense(4, 3), ActivationLayer("tanh"), dense(3, 2)]
    head, T = SoftmaxCrossEntropy(), np.eye(2)[[0, 1, 1]]

    def loss(X):
        for layer in chain:
            X = layer.forward(X)
        return head.forward(X, T)

    def gradient(X, dL):
        loss(X)
        dX = dL * head.backward()
        for layer in reversed(chain):
            dX = layer.backward(dX)
        return dX

    assert gradcheck(loss, gradient, np.random.default_rng(3).standard_normal((3, 4))) < 1e-7


def test_what_layers_refuse():
    layer, rng = dense(), np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"X must have shape \(N, n_in\) with n_in = 4, got \(2, 5\)"):
        layer.forward(np.ones((2, 5)))
    with pytest.raises(ValueError, match=r"dZ must have shape \(N, n_out\) with n_out = 3, got \(2, 4\)"):
        layer.backward(np.ones((2, 4)))
    with pytest.raises(ValueError, match="X is empty"):
        layer.forward(np.ones((0, 4)))
    with pytest.raises(ValueError, match="n_in must be an integer of at least 1, got 0"):
        Dense(0, 1, rng=rng)
    with pytest.raises(ValueError, match=r"n_out must be an integer of at least 1, got 1\.0"):
        Dense(1, 1.0, rng=rng)
    with pytest.raises(ValueError, match=r"rng must be a numpy\.random\.Generator, got int"):
        Dense(1, 1, rng=0)
    with pytest.raises(ValueError, match="unknown init 'hee'; known: gaussian, he, xavier"):
        Dense(1, 1, rng=rng, init="hee")
    with pytest.raises(ValueError, match=r"unknown activation 'rellu'; known: .*relu"):
        ActivationLayer("rellu")
    for p in (1, -0.1, np.nan):
        with pytest.raises(ValueError, match="p must be at least 0 and below 1"):
            Dropout(p)


def test_registry():
    assert LAYERS["Dense"] is Dense and set(LAYERS) == {
        "Dense",
        "ActivationLayer",
        "PReLU",
        "Dropout",
        "EuclideanLoss",
        "SoftmaxCrossEntropy",
    }


def test_gradients_are_zero_before_the_first_backward_pass():
    layer = Dense(3, 2, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(layer.dW, np.zeros((2, 3), np.float32))
    np.testing.assert_array_equal(layer.db, np.zeros(2, np.float32))


def test_dropout_of_nothing_draws_nothing():
    rng, A = np.random.default_rng(0), np.ones((2, 3), np.float32)
    before = rng.bit_generator.state
    assert Dropout(0.0, rng).forward(A) is A and rng.bit_generator.state == before


def test_dropout_keeps_a_number_whose_draw_equals_p():
    class AlwaysHalf:
        def random(self, shape, dtype):
            return np.full(shape, 0.5, dtype)

    A = np.ones((2, 3), np.float32)
    np.testing.assert_array_equal(Dropout(0.5, AlwaysHalf()).forward(A), 2 * A)

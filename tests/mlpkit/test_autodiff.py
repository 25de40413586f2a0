"""The engine against the backward pass of a network, against differences, and against PyTorch."""

import numpy as np
import pytest

from mlpkit import backprop, gradcheck
from mlpkit.activations import ACTIVATIONS
from mlpkit.autodiff import Node, backpropagate
from tests.support.peers import torch_or_skip

rng = np.random.default_rng(0)
F = [ACTIVATIONS[name] for name in ("tanh", "relu", "identity")]


def network():
    W = [rng.normal(size=shape) for shape in ((5, 3), (4, 5), (2, 4))]
    b = [rng.normal(size=len(w)) for w in W]
    return rng.normal(size=(7, 3)), rng.normal(size=(7, 2)), W, b


def loss_of(X, T, W, b):
    a = X
    for w, c, f in zip(W, b, F, strict=True):
        a = (a @ w.T + c).apply(f)
    error = a + Node(-T)
    return (error * error * Node(np.full(T.shape, 1 / (2 * len(T))))).sum()


def test_it_computes_what_backpropagation_computes():
    X, T, W, b = network()
    Zs, As = backprop.forward_pass(X, W, b, F)
    dWs, dbs = backprop.backward_pass(backprop.output_delta(As[-1], T, np.ones_like(T)), Zs, As, W, F)
    Ws, bs = [Node(w) for w in W], [Node(c) for c in b]
    backpropagate(loss_of(Node(X), T, Ws, bs))
    for node, gradient in zip((*Ws, *bs), (*dWs, *dbs), strict=True):
        np.testing.assert_allclose(node.grad, gradient, rtol=1e-12, atol=1e-14)


def test_a_node_used_often_gets_the_sum_and_a_second_walk_begins_anew():
    W = rng.normal(size=(3, 3))

    def value(V):
        return float(built(V)[0].value)

    def built(V):
        w = Node(V)
        h = (w @ w.T).apply(ACTIVATIONS["tanh"])
        return (h + h * h @ w).sum(), w

    end, w = built(W)
    for _ in range(2):
        backpropagate(end)
        np.testing.assert_allclose(w.grad, gradcheck.numerical_gradient(value, W), rtol=1e-6)
    assert end.grad == 1


def test_a_graph_shared_by_two_layers_costs_one_visit_a_node():
    x = Node(np.array([1.0]))
    y = x
    for _ in range(60):  # 2^60 paths
        y = y + y
    backpropagate(y.sum())
    assert x.grad == 2.0**60


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gradients_have_shape_and_dtype_of_their_values(dtype):
    x, row = Node(rng.normal(size=(4, 3)).astype(dtype)), Node(np.ones(3, dtype))
    backpropagate((x * x + row).sum())
    for node in (x, row):
        assert node.grad.shape == node.value.shape and node.grad.dtype == dtype


def test_pytorch_agrees():
    torch = torch_or_skip()
    X, T, W, b = network()
    Ws, bs, x = [Node(w) for w in W], [Node(c) for c in b], Node(X)
    backpropagate(loss_of(x, T, Ws, bs))
    theirs = [torch.tensor(v, requires_grad=True) for v in (*W, *b, X)]
    a = theirs[-1]
    for w, c, f in zip(theirs[:3], theirs[3:6], (torch.tanh, torch.relu, lambda z: z), strict=True):
        a = f(a @ w.T + c)
    (((a - torch.tensor(T)) ** 2).sum() / (2 * len(T))).backward()
    for node, other in zip((*Ws, *bs, x), theirs, strict=True):
        np.testing.assert_allclose(node.grad, other.grad.numpy(), rtol=1e-10, atol=1e-12)

"""The unit-by-unit algorithms, and that the matrices give the same numbers."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlpkit import ACTIVATIONS, MLP, SGD, fit
from mlpkit.backprop import backward_pass, forward_pass, output_delta
from mlpkit.datasets import xor
from mlpkit.loops import backward_by_unit, forward_by_unit, gradients_by_unit, train_by_unit, unit


def network(sizes, names, seed):
    rng = np.random.default_rng(seed)
    weights = [rng.standard_normal((o, i)) for i, o in itertools.pairwise(sizes)]
    biases = [rng.standard_normal(o) for o in sizes[1:]]
    X, T = rng.standard_normal((4, sizes[0])), rng.standard_normal((4, sizes[-1]))
    return X, T, weights, biases, [ACTIVATIONS[name] for name in names]


@settings(max_examples=20, deadline=None)
@given(data=st.data(), sizes=st.lists(st.integers(1, 4), min_size=2, max_size=4), seed=st.integers(0, 999))
def test_the_vectorised_network_equals_the_unit_by_unit_one(data, sizes, seed):
    choice = st.sampled_from(["sigmoid", "tanh", "relu", "softplus", "elu", "identity"])
    names = data.draw(st.lists(choice, min_size=len(sizes) - 1, max_size=len(sizes) - 1))
    X, T, weights, biases, activations = network(sizes, names, seed)
    Zs, As = forward_pass(X, weights, biases, activations)
    dWs, dbs = backward_pass(output_delta(As[-1], T, activations[-1].grad(Zs[-1])), Zs, As, weights, activations)
    total = gradients_by_unit(X, T, weights, biases, activations)
    np.testing.assert_allclose(total.loss / 4, np.sum((As[-1] - T) ** 2) / 8, rtol=1e-10, atol=1e-12)
    for ours, theirs in zip([*total.dWs, *total.dbs], [*dWs, *dbs], strict=True):
        np.testing.assert_allclose(ours / 4, theirs, rtol=1e-9, atol=1e-11)
    for n, x in enumerate(X):
        zs, activities = forward_by_unit(x, weights, biases, activations)
        np.testing.assert_allclose(zs[-1], Zs[-1][n], rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(activities[-1], As[-1][n], rtol=1e-10, atol=1e-12)


def test_one_example_worked_by_hand():
    """x = (1, 2) → z = (−1, 3) → h = (0, 3) → y = 7, t = 5: δ = 2, hidden δ = (off, 2 · 2)."""
    weights = [np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([[-1.0, 2.0]])]
    biases, activations = [np.array([0.0, -1.0]), np.array([1.0])], [ACTIVATIONS["relu"], ACTIVATIONS["identity"]]
    zs, activities = forward_by_unit(np.array([1, 2]), weights, biases, activations)
    assert [z.tolist() for z in zs] == [[-1, 3], [7]]
    assert [a.tolist() for a in activities] == [[1, 2], [0, 3], [7]]
    dWs, deltas = backward_by_unit(np.array([7.0 - 5.0]), zs, activities, weights, activations)
    assert [d.tolist() for d in deltas] == [[0, 4], [2]]
    assert [dW.tolist() for dW in dWs] == [[[0, 0], [4, 8]], [[0, 6]]]
    total = gradients_by_unit(np.array([[1.0, 2.0]] * 2), np.array([[5.0]] * 2), weights, biases, activations)
    assert total.loss == 4 and total.dWs[0].tolist() == [[0, 0], [8, 16]] and total.dbs[0].tolist() == [0, 8]
    assert total.dWs[1].tolist() == [[0, 12]] and total.dbs[1].tolist() == [4]
    assert unit(np.array([1.0, 2.0]), np.array([3.0, 4.0]), -1) == 10


def test_training_equals_full_batch_fit():
    X, t = xor()
    T = t[:, None].astype(np.float64)
    net = MLP([2, 3, 1], "tanh", output="sigmoid", loss="mse", dtype=np.float64, seed=2)
    weights, biases = [w.copy() for w in net.params[::2]], [b.copy() for b in net.params[1::2]]
    activations = [ACTIVATIONS["tanh"], ACTIVATIONS["sigmoid"]]
    losses = train_by_unit(X.astype(np.float64), T, weights, biases, activations, lr=0.5, epochs=20)
    optimizer = SGD(net.params, lr=0.5)
    history = fit(net, X, T, epochs=20, batch_size=None, optimizer=optimizer, progress=False)
    np.testing.assert_allclose(losses, history.loss, rtol=1e-10)
    for ours, theirs in zip([*weights, *biases], [*net.params[::2], *net.params[1::2]], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)
    assert losses[-1] < losses[0]


def test_stops_on_epsilon_or_epochs():
    X, T, weights, biases, activations = network([2, 2, 1], ["tanh", "identity"], 0)
    losses = train_by_unit(X, T, weights, biases, activations, lr=0.1, epochs=500, epsilon=0.05)
    assert losses[-1] <= 0.05 < losses[-2] and len(losses) < 500
    before = gradients_by_unit(X, T, weights, biases, activations).loss / len(X)
    assert before < losses[-1], "the epoch that finds the loss small still makes its update"
    assert train_by_unit(X, T, weights, biases, activations, epochs=5, epsilon=before) == [before]  # at most
    assert len(train_by_unit(X, T, weights, biases, activations, epochs=3)) == 3


def test_bad_arguments():
    X, T, weights, biases, activations = network([2, 2, 1], ["tanh", "identity"], 0)
    with pytest.raises(ValueError, match="X must be finite"):
        train_by_unit(X * np.nan, T, weights, biases, activations)
    with pytest.raises(ValueError, match=r"T must have shape \(N, K\) with N = 4, got \(3, 1\)"):
        train_by_unit(X, T[:3], weights, biases, activations)
    with pytest.raises(ValueError, match=r"w must have shape \(D\) with D = 2, got \(3,\)"):
        unit(np.ones(2), np.ones(3), 0.0)
    with pytest.raises(ValueError, match=r"x must have shape \(D\), got \(4, 2\)"):
        forward_by_unit(X, weights, biases, activations)

"""Networks made by hand: bump, sawtooth, XOR and the symmetries."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlpkit.constructions import bump, flip_signs, permute_hidden, sawtooth, xor_hidden, xor_net
from mlpkit.datasets import xor


def test_bump():
    x = np.array([0.0, 0.19, 0.2, 0.3, 0.5, 0.6])
    np.testing.assert_allclose(bump(x, 0.2, 0.5, 3.0, 1e4), [0, 0, 1.5, 3, 1.5, 0], atol=1e-9)
    np.testing.assert_allclose(bump(np.array([0.5]), 0, 1, 1, 4), 1 / (1 + math.exp(-2)) - 1 / (1 + math.exp(2)))
    assert bump(np.zeros(3, np.float32), np.float64(0.1), 0.2).dtype == np.float32
    np.testing.assert_allclose(bump(np.array([0.5]), 0.2, 0.8), 1, atol=1e-9)


def test_a_sum_of_bumps_comes_close_to_a_function():
    x, edges = np.linspace(0.05, 0.95, 500), np.linspace(0, 1, 101)

    def f(x):
        return np.sin(6 * x)

    pieces = [bump(x, a, b, f((a + b) / 2), 2000.0) for a, b in itertools.pairwise(edges)]
    assert np.abs(sum(pieces) - f(x)).max() < 0.05


def test_sawtooth_by_hand():
    x = np.arange(9) / 8
    np.testing.assert_allclose(sawtooth(x, 1), [0, 0.25, 0.5, 0.75, 1, 0.75, 0.5, 0.25, 0], atol=1e-12)
    np.testing.assert_allclose(sawtooth(x, 2), [0, 0.5, 1, 0.5, 0, 0.5, 1, 0.5, 0], atol=1e-12)
    np.testing.assert_allclose(sawtooth(x, 3), [0, 1, 0, 1, 0, 1, 0, 1, 0], atol=1e-12)
    assert sawtooth(np.zeros(2, np.float32), 3).dtype == np.float32


@pytest.mark.parametrize("depth", range(1, 8))
def test_sawtooth_doubles_its_pieces_with_every_layer(depth):
    y = sawtooth(np.linspace(0, 1, 2**11 + 1), depth)
    assert 1 + np.count_nonzero(np.diff(np.sign(np.diff(y)))) == 2**depth


def test_xor_net():
    X, t = xor()
    np.testing.assert_array_equal(xor_hidden(X), [[0, 0], [1, 0], [1, 0], [2, 1]])
    np.testing.assert_array_equal(xor_net(X), t)
    assert xor_net(X).dtype == xor_hidden(X).dtype == np.float32
    np.testing.assert_array_equal(xor_hidden(np.array([[-1.0, -2.0], [3.0, -1.0]])), [[0, 0], [2, 1]])


@settings(max_examples=20, deadline=None)
@given(data=st.data(), H=st.integers(1, 6), seed=st.integers(0, 99))
def test_symmetries_change_the_weights_and_not_the_function(data, H, seed):
    rng = np.random.default_rng(seed)
    W1, b1, W2, X = (rng.standard_normal(s) for s in [(H, 3), H, (2, H), (5, 3)])
    order = data.draw(st.permutations(range(H)))
    signs = np.array(data.draw(st.lists(st.sampled_from([-1, 1]), min_size=H, max_size=H)))

    def net(W1, b1, W2):
        return np.tanh(X @ W1.T + b1) @ W2.T

    permuted, flipped = permute_hidden(W1, b1, W2, order), flip_signs(W1, b1, W2, signs)
    np.testing.assert_allclose(net(*permuted), net(W1, b1, W2), atol=1e-12)
    np.testing.assert_allclose(net(*flipped), net(W1, b1, W2), atol=1e-12)
    np.testing.assert_array_equal(permuted[0], [W1[i] for i in order])
    np.testing.assert_array_equal(permuted[1], [b1[i] for i in order])
    np.testing.assert_array_equal(flipped[1], b1 * signs)
    np.testing.assert_array_equal(flipped[0], np.diag(signs) @ W1)
    assert {a.dtype for a in flip_signs(*(w.astype(np.float32) for w in (W1, b1, W2)), signs)} == {np.dtype(np.float32)}


def test_bad_arguments():
    with pytest.raises(ValueError, match="depth must be an integer of at least 1, got 0"):
        sawtooth(np.zeros(2), 0)
    with pytest.raises(ValueError, match="steepness must be a finite number above 0"):
        bump(np.zeros(2), 0, 1, steepness=0)
    with pytest.raises(ValueError, match=r"X must have shape \(N, 2\), got \(4, 3\)"):
        xor_net(np.zeros((4, 3)))
    with pytest.raises(ValueError, match=r"W2 must have shape \(K, H\) with H = 3, got \(2, 4\)"):
        permute_hidden(np.ones((3, 2)), np.ones(3), np.ones((2, 4)), [0, 1, 2])
    with pytest.raises(ValueError, match=r"signs must have shape \(H\) with H = 3, got \(2,\)"):
        flip_signs(np.ones((3, 2)), np.ones(3), np.ones((2, 3)), np.ones(2))

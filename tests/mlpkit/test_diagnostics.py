"""Sizes of deltas layer by layer, and angles, against worked numbers and the whole backward pass."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mlpkit import ACTIVATIONS
from mlpkit.backprop import backward_pass, forward_pass
from mlpkit.diagnostics import angle, delta_sizes, root_mean_square

SIZES = (4, 6, 3, 5, 2)


def network(seed):
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=(m, n)) for n, m in pairwise(SIZES)]
    layers = [ACTIVATIONS[name] for name in ("tanh", "softplus", "sigmoid", "identity")]
    Zs, As = forward_pass(rng.normal(size=(7, 4)), weights, [rng.normal(size=m) for m in SIZES[1:]], layers)
    return rng.normal(size=(7, 2)), Zs, As, weights, layers


def test_root_mean_square_is_the_size_of_a_typical_entry():
    assert root_mean_square(np.array([[1.0, -7.0]])) == 5.0
    assert root_mean_square(np.full((2, 3), -2.0, np.float32)) == 2.0


def test_root_mean_square_does_not_overflow_in_float32():
    assert root_mean_square(np.full(3, 1e30, np.float32)) == pytest.approx(1e30)


@pytest.mark.parametrize("seed", range(3))
def test_sizes_are_those_of_the_bias_gradients_of_single_examples(seed):
    dZ, Zs, As, weights, layers = network(seed)
    squares = np.zeros(len(weights))
    for n in range(len(dZ)):
        one = slice(n, n + 1)
        _, dbs = backward_pass(dZ[one], [Z[one] for Z in Zs], [A[one] for A in As], weights, layers)
        squares += [np.sum(db**2) for db in dbs]
    expected = np.sqrt(squares / (len(dZ) * np.array(SIZES[1:])))
    np.testing.assert_allclose(delta_sizes(dZ, Zs, weights, layers), expected, rtol=1e-12)


def test_one_layer_has_one_size():
    assert delta_sizes(np.array([[2.0, -2.0]]), [np.zeros((1, 2))], [np.eye(2)], [ACTIVATIONS["tanh"]]) == [2.0]


@pytest.mark.parametrize(
    "A, B, degrees", [([1, 0], [0, 2], 90), ([1, 0], [-3, 0], 180), ([2, 2], [5, 5], 0), ([3**0.5, 1], [1, 0], 30)]
)
def test_angles_one_knows(A, B, degrees):
    assert angle(np.array(A, float), np.array(B, float)) == pytest.approx(degrees, abs=1e-5)


def test_float32_and_matrices():
    A = np.array([[0.1, 0.2], [0.3, 0.7]], np.float32)
    assert angle(A, 3 * A) == pytest.approx(0, abs=0.05)
    assert isinstance(angle(A, A), float)


VECTORS = arrays(float, (2, 3), elements=st.floats(-10, 10)).filter(lambda a: np.linalg.norm(a) > 1e-3)


@settings(max_examples=30, deadline=None)
@given(A=VECTORS, B=VECTORS, c=st.floats(0.1, 10))
def test_symmetric_unchanged_by_length_and_turned_by_a_minus(A, B, c):
    assert angle(A, B) == pytest.approx(angle(B, c * A), abs=1e-4)
    assert angle(A, -B) == pytest.approx(180 - angle(A, B), abs=1e-4)

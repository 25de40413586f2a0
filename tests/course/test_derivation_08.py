"""What lecture 08 derives, checked by machine, and right values of other people's making."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import EXERCISES, check
from mlpkit import constructions, datasets, plots
from mlpkit.activations import sigmoid
from mlpkit.losses import bce_with_logits
from tests.variants import lecture08_double, lecture08_loops, lecture08_matrices

X, LABELS = datasets.xor()
X, T = X.astype(float), LABELS.astype(float)
number = st.floats(-20, 20)


@settings(max_examples=30, deadline=None)
@given(number, number, number)
def test_no_logistic_unit_loses_less_than_log_2_on_xor(w1, w2, b):
    loss, _ = bce_with_logits(X @ np.array([w1, w2]) + b, T)
    assert loss >= np.log(2) - 1e-12
    assert bce_with_logits(np.zeros(4), T)[0] == pytest.approx(np.log(2))


@pytest.mark.parametrize("n", [2, 3, 4])
def test_a_detector_knows_its_corner_and_no_other(n):
    cube = np.array(list(product((0, 1), repeat=n)))
    detected = np.maximum(cube @ (2 * cube - 1).T - cube.sum(axis=1) + 1, 0)
    np.testing.assert_array_equal(detected, np.eye(2**n))


@pytest.mark.parametrize("n", [2, 3, 5, 7])
def test_n_units_that_fold_the_sum_compute_parity(n):
    s, k = np.arange(n + 1), np.arange(n)
    folded = np.maximum(s[:, None] - k, 0) @ np.where(k == 0, 1, 2 * (-1) ** k)
    np.testing.assert_array_equal(folded, s % 2)


def test_detectors_of_xor_are_the_absolute_difference():
    x1, x2 = X.T
    np.testing.assert_array_equal(np.maximum(x2 - x1, 0) + np.maximum(x1 - x2, 0), T)


def gradients(W, b, v, c):
    """∂L/∂(W, b, v, c) of a tanh network on XOR, unit by unit."""
    H = np.tanh(X @ W.T + b)
    delta = (sigmoid(H @ v + c) - T) / 4
    D = delta[:, None] * v * (1 - H**2)
    return D.T @ X, D.sum(axis=0), H.T @ delta, delta.sum()


def test_zero_stays_zero_and_equal_units_stay_equal():
    assert all(np.all(g == 0) for g in gradients(np.zeros((3, 2)), np.zeros(3), np.zeros(3), 0.0))
    W, b, v, c = np.array([[0.3, -0.8], [0.3, -0.8], [1.0, 0.2]]), np.array([0.1, 0.1, -0.5]), np.ones(3), 0.2
    for _ in range(50):
        dW, db, dv, dc = gradients(W, b, v, c)
        W, b, v, c = W - dW, b - db, v - dv, c - dc
    np.testing.assert_allclose(np.column_stack([W, b, v])[0], np.column_stack([W, b, v])[1], rtol=1e-12)
    assert not np.allclose(W[0], W[2])


def test_three_units_have_48_twins_with_the_same_function():
    rng = np.random.default_rng(0)
    W1, b1, W2 = rng.normal(size=(3, 2)), rng.normal(size=3), rng.normal(size=(1, 3))
    points = rng.normal(size=(20, 2))
    outputs, twins = np.tanh(points @ W1.T + b1) @ W2.T, set()
    for order, signs in product(permutations(range(3)), product((-1, 1), repeat=3)):
        moved = constructions.permute_hidden(W1, b1, W2, list(order))
        V1, c1, V2 = constructions.flip_signs(*moved, np.array(signs))
        np.testing.assert_allclose(np.tanh(points @ V1.T + c1) @ V2.T, outputs, atol=1e-12)
        twins.add((*V1.ravel(), *c1, *V2.ravel()))
    assert len(twins) == 48


@settings(max_examples=30, deadline=None)
@given(number)
def test_half_way_between_flipped_twins_the_loss_is_at_least_log_2(bias):
    assert bce_with_logits(np.full(4, bias), T)[0] >= np.log(2) - 1e-12


def test_filter_normalised_directions_scale_with_the_units():
    rng = np.random.default_rng(0)
    params = [rng.normal(size=(4, 2)), rng.normal(size=4), rng.normal(size=(1, 4)), rng.normal(size=1)]
    scaled = [c * w for c, w in zip((10, 10, 0.1, 1), params, strict=True)]
    one, two = (
        plots.filter_normalised(plots.random_direction(np.random.default_rng(1), p), p) for p in (params, scaled)
    )
    for c, d, e in zip((10, 10, 0.1, 1), one, two, strict=True):
        np.testing.assert_allclose(c * d, e, rtol=1e-12)


VALUES = ("parity_with_relus", "xor_with_steps", "trained_xor", "spiral_settings")
MODULES = (lecture08_double, lecture08_loops, lecture08_matrices)


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("module", MODULES)
def test_other_right_values_earn_all_points(module, name):
    result = check(name, getattr(module, name))
    assert float(result) == EXERCISES[name].points, str(result)


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        "w",
        (1, 2),
        ([[1, 1]], [0], [1], 0),
        ([[1, 1]], [0, 1], [1, 1], 0),
        ([[np.nan, 1]] * 2, [0, 0], [1, 1], 0),
    ],
)
def test_other_values_earn_nothing_and_say_why(name, value):
    result = check(name, value)
    assert float(result) == 0
    assert result.findings

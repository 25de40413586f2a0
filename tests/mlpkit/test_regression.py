"""Outputs in a range, robust training, and the share of variation explained."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import r2_score

from mlpkit.gradcheck import numerical_gradient
from mlpkit.losses import huber
from mlpkit.regression import huber_step, r_squared, regression_head

LIMITS = [(-np.inf, np.inf), (2.0, np.inf), (-np.inf, -1.0), (-10.0, 40.0)]


@pytest.mark.parametrize(("low", "high"), LIMITS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_outputs_stay_within_the_limits_and_rise(low, high, dtype):
    z = np.linspace(-200, 200, 401).astype(dtype)
    y, slope = regression_head(z, low, high)
    assert y.dtype == slope.dtype == z.dtype
    assert np.all(y >= low) and np.all(y <= high)
    assert np.all(np.diff(y) >= 0) and np.all(slope >= 0)
    assert y is not z


@pytest.mark.parametrize(("low", "high"), LIMITS)
def test_slopes_are_those_of_the_outputs(low, high):
    z = np.random.default_rng(0).normal(0, 2, (3, 4))
    weights = np.random.default_rng(1).normal(size=z.shape)
    measured = numerical_gradient(lambda v: float(np.sum(weights * regression_head(v, low, high)[0])), z)
    np.testing.assert_allclose(weights * regression_head(z, low, high)[1], measured, rtol=1e-6, atol=1e-8)


def test_the_middle_of_a_range_is_at_zero():
    y, slope = regression_head(np.zeros(1), -10.0, 40.0)
    assert (y[0], slope[0]) == (15.0, 12.5)


def network(seed=0, dtype="float64"):
    rng = np.random.default_rng(seed)
    shapes = [(4, 3), (4,), (2, 4), (2,), (6, 3), (6, 2)]
    return [(2 * rng.normal(size=s)).astype(dtype) for s in shapes]


@pytest.mark.parametrize("delta", [0.3, 1.0, 10.0])
def test_a_step_follows_the_measured_gradient(delta):
    *params, X, T = network()

    def loss(theta, k):
        W1, b1, W2, b2 = [theta if i == k else p for i, p in enumerate(params)]
        return huber(np.tanh(X @ W1.T + b1) @ W2.T + b2, T, delta)[0]

    new = huber_step(*params, X, T, lr=0.7, delta=delta)
    for k, (before, after) in enumerate(zip(params, new, strict=True)):
        measured = numerical_gradient(lambda theta, k=k: loss(theta, k), before)
        np.testing.assert_allclose((before - after) / 0.7, measured, rtol=1e-5, atol=1e-7)


def test_a_step_keeps_dtype_and_arguments():
    *params, X, T = network(dtype="float32")
    copies = [p.copy() for p in params]
    assert all(p.dtype == np.float32 for p in huber_step(*params, X, T, lr=0.1))
    for p, copy in zip(params, copies, strict=True):
        np.testing.assert_array_equal(p, copy)


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 20), st.integers(1, 3), st.integers(0, 10**6), st.floats(0.1, 100), st.floats(-100, 100))
def test_r_squared_has_no_units(n, k, seed, scale, shift):
    Y, T = np.random.default_rng(seed).normal(size=(2, n, k))
    assert r_squared(scale * Y + shift, scale * T + shift) == pytest.approx(r_squared(Y, T), rel=1e-6, abs=1e-6)


def test_r_squared_of_one_output_agrees_with_scikit_learn():
    y, t = np.random.default_rng(0).normal(size=(2, 30))
    assert r_squared(y, t) == pytest.approx(r2_score(t, y))
    assert r_squared(t, t) == 1
    assert (
        r_squared(np.column_stack([t, t]), np.column_stack([t, np.ones(30)])) < 1
    )  # one of two targets may be constant
    assert r_squared(np.full(30, t.mean()), t) == pytest.approx(0)


def test_complaints_name_what_is_wrong():
    with pytest.raises(ValueError, match="delta"):
        huber_step(*network(), lr=0.1, delta=0.0)
    with pytest.raises(ValueError, match="T must vary"):
        r_squared(np.ones((3, 2)), np.ones((3, 2)))
    with pytest.raises(ValueError, match="finite"):
        regression_head(np.array([np.nan]))

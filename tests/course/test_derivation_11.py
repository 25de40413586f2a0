"""What lecture 11 derives, checked by machine."""

from itertools import product

import numpy as np
import pytest
import sympy as sp

from mlpkit.gradcheck import numerical_gradient


def test_the_network_worked_by_hand():
    w1, w2, b1, b2, v1, v2, c, x, t = sp.symbols("w1 w2 b1 b2 v1 v2 c x t", real=True)
    # Both units are on, so that relu(z) = z around these weights.
    y = v1 * (w1 * x + b1) + v2 * (w2 * x + b2) + c
    at = {w1: 1, w2: -1, b1: -1, b2: 3, v1: 2, v2: 1, c: sp.Rational(1, 2), x: 2, t: 5}
    loss = (y - t) ** 2 / 2
    assert y.subs(at) == sp.Rational(7, 2) and loss.subs(at) == sp.Rational(9, 8)
    slopes = [loss.diff(p).subs(at) for p in (w1, w2, b1, b2, v1, v2, c)]
    assert slopes == [-6, -3, -3, sp.Rational(-3, 2), sp.Rational(-3, 2), sp.Rational(-3, 2), sp.Rational(-3, 2)]


def test_squared_error_splits_into_distance_from_the_mean_and_variance():
    t = np.random.default_rng(0).exponential(size=50)
    for y in (-1.0, 0.5, 3.0):
        assert np.mean((y - t) ** 2) == pytest.approx((y - t.mean()) ** 2 + t.var())


def test_the_likeliest_deviation_is_the_root_mean_square():
    s, S, N = sp.symbols("s S N", positive=True)
    slope = sp.diff(N * sp.log(s) + S / (2 * s**2), s)
    assert sp.solve(slope, s) == [sp.sqrt(S / N)]


@pytest.mark.parametrize(
    ("y", "slope"),
    [
        (lambda z: np.log1p(np.exp(z)), lambda z: 1 / (1 + np.exp(-z))),
        (lambda z: -np.log1p(np.exp(-z)), lambda z: 1 / (1 + np.exp(z))),
        (lambda z: 50 / (1 + np.exp(-z)), lambda z: 50 / ((1 + np.exp(-z)) * (1 + np.exp(z)))),
    ],
)
def test_slopes_of_the_output_units(y, slope):
    z = np.array([-3.0, -0.5, 0.0, 2.0])
    np.testing.assert_allclose(numerical_gradient(lambda v: float(np.sum(y(v))), z), slope(z), rtol=1e-6)


def test_the_smaller_of_two_dice():
    mean = sp.Rational(sum(min(roll) for roll in product(range(1, 7), repeat=2)), 36)
    assert mean == sp.Rational(91, 36) == sum(sp.Rational(7 - k, 6) ** 2 for k in range(1, 7))
    assert round(float(mean), 2) == 2.53

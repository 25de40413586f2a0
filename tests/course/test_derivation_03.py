"""The derivations of lecture 03, checked symbolically or numerically, apart from the library."""

import numpy as np
import pytest
import sympy as sp
from scipy.optimize import minimize_scalar

y, t, z = sp.symbols("y t z", real=True)
SIGMA = 1 / (1 + sp.exp(-z))


def softplus(x):
    return sp.log(1 + sp.exp(x))


def test_squared_error_is_the_gaussian_negative_log_likelihood():
    spread = sp.symbols("s", positive=True)
    density = sp.exp(-((t - y) ** 2) / (2 * spread**2)) / (sp.sqrt(2 * sp.pi) * spread)
    rest = sp.expand_log(-sp.log(density), force=True) - (y - t) ** 2 / 2 / spread**2
    assert sp.simplify(sp.diff(rest, y)) == 0
    assert sp.diff((y - t) ** 2 / 2, y).expand() == y - t


def test_the_two_forms_of_binary_cross_entropy_agree_for_hard_targets_only():
    long = t * softplus(-z) + (1 - t) * softplus(z)
    short = -sp.log(SIGMA.subs(z, (2 * t - 1) * z))
    for target, agree in ((0, True), (1, True), (sp.Rational(9, 10), False)):
        gap = (long - short).subs({t: target, z: sp.Rational(13, 10)})
        assert (abs(sp.N(gap, 30)) < 1e-25) == agree


def test_the_gradient_of_binary_cross_entropy_is_output_minus_target():
    long = t * softplus(-z) + (1 - t) * softplus(z)
    assert sp.simplify(sp.diff(long, z) - (SIGMA - t)) == 0
    squared = (SIGMA - t) ** 2 / 2
    assert sp.simplify(sp.diff(squared, z) - (SIGMA - t) * SIGMA * (1 - SIGMA)) == 0


def test_the_pieces_of_huber_meet_in_value_and_slope():
    d, limit = sp.symbols("d delta", positive=True)
    inner, outer = d**2 / 2, limit * (d - limit / 2)
    assert sp.simplify((inner - outer).subs(d, limit)) == 0
    assert sp.diff(inner - outer, d).subs(d, limit) == 0


def test_cross_entropy_is_entropy_plus_divergence_and_the_divergence_is_not_negative():
    rng = np.random.default_rng(0)
    P, Q = rng.dirichlet(np.ones(5), (2, 200))
    entropy = -(P * np.log(P)).sum(axis=1)
    divergence = (P * np.log(P / Q)).sum(axis=1)
    np.testing.assert_allclose(-(P * np.log(Q)).sum(axis=1), entropy + divergence, rtol=1e-12)
    assert (divergence > 0).all()


@pytest.mark.parametrize(
    ("loss", "best"), [(lambda d: d * d / 2, np.mean), (np.abs, np.median)], ids=["squared", "absolute"]
)
def test_the_best_constant_is_the_mean_or_the_median(loss, best):
    targets = np.array([1.0, 2.0, 2.4, 4.0, 60.0])
    found = minimize_scalar(lambda c: loss(c - targets).mean(), bounds=(0, 60), method="bounded")
    assert found.x == pytest.approx(best(targets), abs=1e-4)


def test_the_best_forecast_is_the_observed_frequency():
    counts = np.array([3, 1])
    found = minimize_scalar(lambda q: -(counts * np.log([q, 1 - q])).sum() / 4, bounds=(0.01, 0.99), method="bounded")
    assert found.x == pytest.approx(0.75, abs=1e-4)


@pytest.mark.parametrize(("p", "q", "expected"), [(0.8, 0.7, 0.170), (0.9, 0.999, 0.0998)])
def test_the_brier_score_is_what_is_not_known_plus_the_squared_distance(p, q, expected):
    score = p * (1 - q) ** 2 + (1 - p) * q**2
    assert score == pytest.approx(p * (1 - p) + (p - q) ** 2) and score == pytest.approx(expected, abs=5e-5)

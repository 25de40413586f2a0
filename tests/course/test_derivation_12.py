"""The derivations of lecture 12, done again by SymPy or by quadrature."""

import pytest
import sympy as sp
from scipy.integrate import quad
from scipy.stats import norm


def test_the_mean_squared_error_is_squared_bias_plus_variance():
    y, h = sp.symbols("y0:4"), sp.Symbol("h")
    mean = sum(y) / 4
    error, variance = sum((v - h) ** 2 for v in y) / 4, sum((v - mean) ** 2 for v in y) / 4
    assert sp.expand(error - variance - (mean - h) ** 2) == 0
    by_hand = {y[0]: 1, y[1]: 3, y[2]: 1, y[3]: 3, h: 1}
    assert (error.subs(by_hand), variance.subs(by_hand), ((mean - h) ** 2).subs(by_hand)) == (2, 1, 1)


def test_the_smallest_of_ten_normal_numbers():
    expected = quad(lambda z: z * 10 * norm.pdf(z) * norm.sf(z) ** 9, -10, 10)[0]
    assert expected == pytest.approx(-1.54, abs=0.005)

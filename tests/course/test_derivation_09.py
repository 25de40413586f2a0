"""The derivations of lecture 09, done again by SymPy or by enumeration."""

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad
from scipy.stats import norm


def test_the_variance_of_a_sum_of_weighted_inputs():
    """With independent weights ±s, every product of two different ones averages to 0, whatever the inputs."""
    s, a = sp.Symbol("s"), sp.symbols("a0:3")
    signs = [[1 if k >> i & 1 else -1 for i in range(3)] for k in range(8)]
    sums = [sum(sign * s * x for sign, x in zip(row, a, strict=True)) for row in signs]
    assert sp.expand(sum(sums)) == 0
    assert sp.expand(sum(z**2 for z in sums) / 8 - s**2 * sum(x**2 for x in a)) == 0


@pytest.mark.parametrize("density", [norm.pdf, lambda z: np.exp(-abs(z)) / 2, lambda z: 0.5 * (abs(z) < 1)])
def test_relu_passes_half_of_the_mean_square_of_anything_symmetric(density):
    def mean_square(low):
        return quad(lambda z: z * z * density(z), low, 40, points=[-1, 0, 1], limit=200)[0]

    assert mean_square(0) == pytest.approx(mean_square(-40) / 2, rel=1e-6)


def test_variances_of_uniform_and_leaky():
    u, n, alpha = sp.symbols("u n alpha", positive=True)
    z = sp.Symbol("z", real=True)
    variance = sp.integrate(z**2 / (2 * u), (z, -u, u))
    assert sp.simplify(variance.subs(u, sp.sqrt(3 / n)) - 1 / n) == 0
    assert variance.subs(u, sp.Rational(1, 10)) == sp.Rational(1, 300)
    gauss = sp.exp(-(z**2) / 2) / sp.sqrt(2 * sp.pi)
    kept = sp.integrate(z**2 * gauss, (z, 0, sp.oo)) + alpha**2 * sp.integrate(z**2 * gauss, (z, -sp.oo, 0))
    assert sp.simplify(kept - (1 + alpha**2) / 2) == 0

"""What lecture 02 derives beside its exercises, checked by machine: identities, one-sided slopes, SELU's integrals."""

import numpy as np
import pytest
import sympy
from sympy import Rational, exp, log, oo, pi, sqrt

z, k = sympy.symbols("z k", real=True)
p = sympy.symbols("p", positive=True)
alpha, beta = sympy.symbols("alpha beta", positive=True)


def sigma(x):
    return 1 / (1 + exp(-x))


def equal(a, b):
    return sympy.simplify((a - b).rewrite(exp)) == 0


def test_the_sigmoid_and_its_mirror_image_add_up_to_one_and_tanh_is_the_sigmoid_stretched():
    assert equal(1 - sigma(z), sigma(-z))
    assert equal(sigma(z), exp(z) / (1 + exp(z)))
    assert equal(2 * sigma(2 * z) - 1, sympy.tanh(z))


def test_with_a_steepness_the_slope_is_that_of_the_output_and_at_most_a_quarter_of_it():
    f = sigma(beta * z)
    assert equal(sympy.diff(f, z), beta * f * (1 - f))
    assert sympy.maximum(p * (1 - p), p, sympy.Interval(0, 1)) == Rational(1, 4)


def test_softplus_has_two_forms_and_the_slope_of_softsign_is_one_formula():
    assert equal(sympy.diff(log(1 + exp(z)) - z - log(1 + exp(-z)), z), 0)
    assert equal(log(1 + exp(z)).subs(z, 0), (z + log(1 + exp(-z))).subs(z, 0))
    for softsign, magnitude in ((z / (1 + z), z), (z / (1 - z), -z)):
        slope = sympy.diff(softsign, z)
        assert equal(slope, 1 / (1 + magnitude) ** 2) and slope.subs(z, 0) == 1


def test_elu_has_no_kink_for_alpha_one_only():
    left = alpha * (exp(z) - 1)
    assert sympy.limit(left, z, 0) == 0
    assert sympy.solve(sympy.limit(sympy.diff(left, z), z, 0) - 1, alpha) == [1]
    assert sympy.limit(left, z, -oo) == -alpha


def test_the_two_integrals_of_selu_and_its_constants():
    density = exp(-(z**2) / 2) / sqrt(2 * pi)
    assert sympy.integrate(z * density, (z, 0, oo)) == 1 / sqrt(2 * pi)
    below = {n: sympy.integrate(exp(n * z) * density, (z, -oo, 0)) for n in (1, 2)}
    for n in below:
        assert float(below[n] - exp(Rational(n * n, 2)) * (1 + sympy.erf(-n / sqrt(2))) / 2) == pytest.approx(
            0, abs=1e-12
        )
    scale_of_left = 1 / sqrt(2 * pi) / (Rational(1, 2) - below[1])
    factor = 1 / sqrt(Rational(1, 2) + scale_of_left**2 * (below[2] - 2 * below[1] + Rational(1, 2)))
    assert [round(float(v), 4) for v in (scale_of_left, factor)] == [1.6733, 1.0507]


def test_the_mean_slope_of_randomised_relu_and_where_swish_is_steeper_than_one():
    assert (Rational(1, 8) + Rational(1, 3)) / 2 == Rational(11, 48)
    slope = sympy.diff(z * sigma(z), z)
    assert equal(slope + slope.subs(z, -z), 1), "so it is above 1 on the right exactly where it is below 0 on the left"
    edge = float(sympy.nsolve(slope - 1, z, 1.3))
    values = sympy.lambdify(z, slope, "numpy")
    assert (values(np.linspace(edge + 0.01, 20, 200)) > 1).all() and (
        values(np.linspace(-edge + 0.01, edge - 0.01, 200)) < 1
    ).all()

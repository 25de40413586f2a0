"""What lecture 05 derives, checked by machine: one pass in two forms, the bound on bumps, the number of pieces."""

import math
from itertools import pairwise

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import EXERCISES, check
from mlpkit import backprop, constructions, loops
from mlpkit.activations import ACTIVATIONS
from tests.variants import lecture05_double, lecture05_einsum, lecture05_loops


def test_the_worked_network():
    weights = [np.array([[1.0, -1.0], [0.5, 0.5]]), np.array([[2.0, 3.0], [1.0, -1.0]])]
    biases = [np.array([0.0, -0.5]), np.array([0.5, 0.0])]
    acts = [ACTIVATIONS["relu"], ACTIVATIONS["identity"]]
    zs, activities = loops.forward_by_unit(np.array([1.0, 2.0]), weights, biases, acts)
    assert [z.tolist() for z in zs] == [[-1, 1], [3.5, -1]]
    assert [a.tolist() for a in activities] == [[1, 2], [0, 1], [3.5, -1]]


@given(st.integers(0, 10_000), st.lists(st.integers(1, 5), min_size=2, max_size=5), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_unit_by_unit_and_matrices_are_the_same(seed, sizes, rows):
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=(m, n)) for n, m in pairwise(sizes)]
    biases = [rng.normal(size=m) for m in sizes[1:]]
    acts = [ACTIVATIONS[name] for name in ("tanh", "relu", "softplus", "identity")][: len(weights)]
    X = rng.normal(size=(rows, sizes[0]))
    Zs, As = backprop.forward_pass(X, weights, biases, acts)
    for n, x in enumerate(X):
        zs, activities = loops.forward_by_unit(x, weights, biases, acts)
        for got, expected in zip([*Zs, *As], [*zs, *activities], strict=True):
            np.testing.assert_allclose(got[n], expected, rtol=1e-12, atol=1e-12)


@given(st.integers(0, 10_000), st.integers(2, 60), st.floats(10, 60))
@settings(max_examples=30, deadline=None)
def test_a_sum_of_bumps_keeps_to_the_bound_of_the_proof(seed, n, sharpness):
    a, b, c = np.random.default_rng(seed).uniform(-3, 3, 3)
    x, width = np.linspace(0, 1, 1001), 1 / n

    def f(x):
        return a * x + b * np.sin(c * 3 * x)

    edges = np.linspace(0, 1, n + 1)
    heights = f(edges[:-1] + width / 2)
    edges[0], edges[-1] = -width, 1 + width
    made = sum(constructions.bump(x, *e, h, sharpness / width) for e, h in zip(pairwise(edges), heights, strict=True))
    largest = np.abs(f(np.linspace(0, 1, 5001))).max() + 0.01
    omega = (abs(a) + 3 * abs(b * c)) * width
    bound = omega + largest * (4 * math.exp(-sharpness / 2) + 2 * math.exp(-sharpness))
    assert np.abs(made - f(x)).max() <= bound


@given(st.integers(0, 10_000), st.integers(1, 3), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_a_relu_network_has_no_more_pieces_than_the_product(seed, depth, width):
    rng = np.random.default_rng(seed)
    a, on = np.linspace(-3, 3, 4001)[:, None], []
    for _ in range(depth):
        z = backprop.dense_forward(a, rng.normal(size=(width, a.shape[1])), rng.normal(size=width))
        on.append(z > 0)
        a = np.maximum(z, 0)
    on = np.hstack(on)
    assert 1 + np.count_nonzero((on[1:] != on[:-1]).any(axis=1)) <= (width + 1) ** depth


@pytest.mark.parametrize("depth", [1, 2, 5, 9])
def test_the_sawtooth_has_two_to_the_depth_pieces(depth):
    x = np.linspace(0, 1, 2**11 + 1)
    slopes = np.diff(constructions.sawtooth(x, depth)) / np.diff(x)
    assert set(np.abs(slopes)) == {2.0**depth}
    assert 1 + np.count_nonzero(np.diff(slopes)) == 2**depth


def test_tent_by_relus_is_the_tent():
    x = sympy.symbols("x", real=True)
    g = 2 * sympy.Max(x, 0) - 4 * sympy.Max(x - sympy.Rational(1, 2), 0)
    for value in (0, sympy.Rational(1, 8), sympy.Rational(1, 2), sympy.Rational(7, 8), 1):
        assert g.subs(x, value) == 1 - abs(2 * value - 1)


@pytest.mark.parametrize("module", [lecture05_double, lecture05_einsum, lecture05_loops])
def test_different_networks_for_the_maximum_earn_all_points(module):
    assert float(check("maximum", module.maximum)) == EXERCISES["maximum"].points


@pytest.mark.parametrize("value", [None, 3, ([[1, -1]], [0], [1], 0), ([[1, -1]], 0, [[1]], [0]), "abcd"])
def test_something_else_as_a_network_earns_nothing_and_says_why(value):
    result = check("maximum", value)
    assert float(result) == 0
    assert result.findings

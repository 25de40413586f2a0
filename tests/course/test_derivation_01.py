"""What lecture 01 derives, checked by machine: XOR's contradiction, the normal equations, ADALINE's loop, Novikoff."""

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import EXERCISES, check
from mlpkit import linear as lib
from mlpkit.datasets import xor
from tests.variants import lecture01_double, lecture01_einsum, lecture01_loops

CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]
XOR = [0, 1, 1, 0]
w1, w2, b, eta = sympy.symbols("w1 w2 b eta", real=True)


def test_the_four_inequalities_of_xor_contradict_each_other():
    sums = [w1 * x1 + w2 * x2 + b for x1, x2 in CORNERS]
    ones = sum(z for z, t in zip(sums, XOR, strict=True) if t)
    zeros = sum(z for z, t in zip(sums, XOR, strict=True) if not t)
    assert sympy.simplify(ones - zeros) == 0


def test_the_four_equations_of_a_linear_unit_have_no_solution():
    equations = [w1 * x1 + w2 * x2 + b - t for (x1, x2), t in zip(CORNERS, XOR, strict=True)]
    assert sympy.linsolve(equations, w1, w2, b) == sympy.EmptySet
    assert sympy.linsolve(equations[:3], w1, w2, b) == sympy.FiniteSet((1, 1, 0))


def test_the_normal_equations_of_xor():
    cost = sum((w1 * x1 + w2 * x2 + b - t) ** 2 for (x1, x2), t in zip(CORNERS, XOR, strict=True)) / 8
    found = sympy.solve([sympy.diff(cost, v) for v in (w1, w2, b)], (w1, w2, b))
    assert found == {w1: 0, w2: 0, b: sympy.Rational(1, 2)}
    assert cost.subs(found) == sympy.Rational(1, 8)


def test_adaline_in_fixed_order_comes_back_to_the_point_that_the_lecture_names():
    end = (-eta / (1 - eta), -eta / (2 * (1 - eta)), 1 / (2 * (1 - eta)))
    u, v, c = end
    for (x1, x2), t in zip(CORNERS, XOR, strict=True):
        miss = u * x1 + v * x2 + c - t
        u, v, c = u - eta * miss * x1, v - eta * miss * x2, c - eta * miss
    assert [sympy.simplify(new - old) for new, old in zip((u, v, c), end, strict=True)] == [0, 0, 0]


def test_one_step_multiplies_the_miss_by_what_the_lecture_says():
    rng = np.random.default_rng(0)
    w, x = rng.normal(size=(2, 4))
    new_w, new_b = lib.adaline_step(w, 0.3, x, 1.0, 0.05)
    assert new_w @ x + new_b - 1 == pytest.approx((1 - 0.05 * (x @ x + 1)) * (w @ x + 0.3 - 1))


@given(st.integers(0, 10_000), st.floats(0.02, 0.3))
@settings(max_examples=30, deadline=None)
def test_the_perceptron_keeps_to_novikoffs_bound(seed, gap):
    rng = np.random.default_rng(seed)
    u, c = rng.normal(size=2), rng.uniform(-0.2, 0.2)
    u /= np.hypot(*u)
    X = rng.uniform(-1, 1, (200, 2))
    X = X[np.abs(X @ u + c) >= gap]
    t = lib.neuron(X, u, c)
    bound = np.max(np.sum(X * X, axis=1) + 1) / (np.min(np.abs(X @ u + c)) / np.sqrt(1 + c * c)) ** 2
    w, b, mistakes = np.zeros(2), 0.0, 0
    while (wrong := np.flatnonzero(lib.neuron(X, w, b) != t)).size:
        w, b = lib.perceptron_step(w, b, X[wrong[0]], float(t[wrong[0]]))
        mistakes += 1
        assert mistakes <= bound


def test_xor_drives_the_perceptron_in_a_circle():
    X, t = xor()
    w, b, seen = np.zeros(2), 0.0, []
    for _ in range(6):
        for x, target in zip(X.astype(float), t, strict=True):
            w, b = lib.perceptron_step(w, b, x, float(target))
        seen.append((*w, b))
    assert len(set(seen[1:])) == 1
    assert np.any(lib.neuron(X.astype(float), w, b) != t)


@pytest.mark.parametrize("module", [lecture01_double, lecture01_einsum, lecture01_loops])
def test_different_weights_for_the_implication_earn_all_points(module):
    assert float(check("implication", module.implication)) == EXERCISES["implication"].points


@pytest.mark.parametrize("value", [None, (1, 2), "w", (np.nan, 1, 1), [(-1, 1, 0)], lambda x: x])
def test_something_else_as_weights_earns_nothing_and_says_why(value):
    result = check("implication", value)
    assert float(result) == 0
    assert result.findings

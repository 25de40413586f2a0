"""The derivations of lecture 10, done again by SymPy or by enumeration."""

from itertools import combinations

import numpy as np
import pytest
import sympy as sp

from mlpkit.optim import adam_step, momentum_step

STEPS = 5


def test_descent_on_a_bowl_shrinks_by_one_minus_rate_times_curvature():
    eta, lam, w = sp.symbols("eta lambda w")
    moved = w
    for _ in range(STEPS):
        moved = moved - eta * sp.diff(lam * w**2 / 2, w).subs(w, moved)
    assert sp.expand(moved - (1 - eta * lam) ** STEPS * w) == 0


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_the_variance_of_a_batch_drawn_without_replacement(size):
    g = [sp.Integer(v) for v in (1, 3, 5, 7)]
    mean, N = sum(g) / 4, 4
    sigma2 = sum((v - mean) ** 2 for v in g) / N
    batches = [sum(pair) / sp.Integer(size) for pair in combinations(g, size)]
    assert sum(batches) / len(batches) == mean
    variance = sum((b - mean) ** 2 for b in batches) / len(batches)
    assert variance == sigma2 / size * sp.Rational(N - size, N - 1)


def test_the_noise_floor_is_a_fixed_point():
    eta, lam, sigma = sp.symbols("eta lambda sigma", positive=True)
    v = eta * sigma**2 / (lam * (2 - eta * lam))
    assert sp.simplify((1 - eta * lam) ** 2 * v + eta**2 * sigma**2 - v) == 0
    assert sp.limit(v / eta, eta, 0) == sigma**2 / (2 * lam)


def test_momentum_is_a_weighted_mean_of_the_gradients():
    gamma, g = sp.Symbol("gamma"), sp.symbols(f"g1:{STEPS + 1}")
    v = sp.Integer(0)
    for gradient in g:
        v = gamma * v + gradient
    weights = [(1 - gamma) * gamma**k / (1 - gamma**STEPS) for k in range(STEPS)]
    assert sp.simplify(sum(weights) - 1) == 0
    mean = sum(p * g[STEPS - 1 - k] for k, p in enumerate(weights))
    assert sp.simplify(v - (1 - gamma**STEPS) / (1 - gamma) * mean) == 0


@pytest.mark.parametrize("gamma", [0.5, 0.9])
def test_constant_gradients_are_amplified_and_alternating_ones_damped(gamma):
    ends = []
    for sign in (1, -1):
        w, v = np.zeros(1), np.zeros(1)
        for t in range(400):
            w, v = momentum_step(w, np.array([float(sign) ** t]), v, lr=0.1, momentum=gamma)
        ends.append(abs(v[0]))
    assert ends == pytest.approx([1 / (1 - gamma), 1 / (1 + gamma)])


def test_adam_corrects_its_means_exactly_when_the_gradient_is_constant():
    w, m, s = np.zeros(1), np.zeros(1), np.zeros(1)
    for t in range(1, 8):
        w, m, s = adam_step(w, np.array([-4.0]), m, s, t, lr=0.1)
        assert m / (1 - 0.9**t) == pytest.approx(-4) and s / (1 - 0.999**t) == pytest.approx(16)
    assert w == pytest.approx(0.7)


def test_rosenbrock_by_hand():
    a, b = sp.symbols("a b")
    f = (1 - a) ** 2 + 10 * (b - a**2) ** 2
    claimed = sp.Matrix([-2 * (1 - a) - 40 * a * (b - a**2), 20 * (b - a**2)])
    assert sp.expand(sp.Matrix([f]).jacobian([a, b]).T - claimed) == sp.zeros(2, 1)
    assert sp.hessian(f, (a, b)).subs({a: 1, b: 1}) == sp.Matrix([[82, -40], [-40, 20]])
    assert f.subs({a: 0, b: 1}) == 11 and list(claimed.subs({a: 0, b: 1})) == [-2, 20]


@pytest.mark.parametrize("kappa", [4.0, 30.0, 1000.0])
def test_momentum_needs_the_root_of_the_condition_number(kappa):
    """Eigenvalues of the step (w, v) → (w − η(γv + hw), γv + hw), for the smallest and the largest curvature."""
    root = np.sqrt(kappa)
    eta, gamma = 4 / (1 + root) ** 2, ((root - 1) / (root + 1)) ** 2
    for h in (1.0, kappa):
        step = np.array([[1 - eta * h, -eta * gamma], [h, gamma]])
        radius = np.abs(np.linalg.eigvals(step)).max()
        assert radius == pytest.approx((root - 1) / (root + 1), rel=1e-6)
    plain = max(abs(1 - 2 / (1 + kappa) * h) for h in (1.0, kappa))
    assert plain == pytest.approx((kappa - 1) / (kappa + 1))


def test_the_answers_to_the_questions():
    assert np.log(0.1) / np.log(0.9) == pytest.approx(22, abs=0.2)
    assert (1 - 0.9) / np.sqrt(1 - 0.999) == pytest.approx(3, abs=0.2)

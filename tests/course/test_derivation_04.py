"""The derivations of lecture 04, checked symbolically or numerically, apart from the library."""

import numpy as np
import pytest
import sympy as sp

Z = sp.symbols("z1:4", real=True)
T = sp.symbols("t1:4", positive=True)
SUM = sum(sp.exp(z) for z in Z)
P = [sp.exp(z) / SUM for z in Z]


def is_zero(expression):
    return sp.simplify(expression) == 0


def test_the_jacobian_of_softmax_is_p_times_delta_minus_p():
    for i in range(3):
        for k in range(3):
            assert is_zero(sp.diff(P[i], Z[k]) - P[i] * (int(i == k) - P[k]))


def test_both_routes_to_the_gradient_of_cross_entropy_agree():
    direct = [sp.diff(sp.log(SUM) - Z[1], z) for z in Z]
    assert all(is_zero(direct[k] - (P[k] - int(k == 1))) for k in range(3))
    for k in range(3):
        through_p = sum(-T[i] / P[i] * P[i] * (int(i == k) - P[k]) for i in range(3))
        assert is_zero(through_p - (P[k] * sum(T) - T[k]))
        loss = -sum(t * (z - sp.log(SUM)) for t, z in zip(T, Z, strict=True))
        assert is_zero(sp.diff(loss, Z[k]) - through_p)


def test_two_classes_are_the_logistic_of_the_difference():
    two = sp.exp(Z[0]) / (sp.exp(Z[0]) + sp.exp(Z[1]))
    assert is_zero(two - 1 / (1 + sp.exp(-(Z[0] - Z[1]))))


def test_log_sum_exp_lies_between_the_maximum_and_log_k_more():
    z = np.random.default_rng(0).normal(0, 3, (200, 5))
    lse = np.log(np.exp(z).sum(axis=1))
    assert (z.max(axis=1) <= lse).all() and (lse <= z.max(axis=1) + np.log(5)).all()


def regression():
    """Cost, dW and db of softmax regression in the indices of the lecture, for given λ."""
    rng = np.random.default_rng(3)
    X, t = rng.normal(size=(6, 2)), rng.integers(0, 3, 6)

    def cost(W, b, l2):
        z = X @ W.T + b
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        return -log_p[np.arange(6), t].mean() + l2 / 2 * (W**2).sum()

    def gradients(W, b, l2):
        z = X @ W.T + b
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        error = p - np.eye(3)[t]
        dW = np.array([[(error[:, k] * X[:, j]).mean() for j in range(2)] for k in range(3)]) + l2 * W
        return dW, error.mean(axis=0)

    return X, t, cost, gradients


@pytest.mark.parametrize("l2", [0.0, 0.4])
def test_the_gradients_of_softmax_regression_are_those_of_the_lecture(l2):
    _, _, cost, gradients = regression()
    rng = np.random.default_rng(4)
    W, b = rng.normal(size=(3, 2)), rng.normal(size=3)
    dW, db = gradients(W, b, l2)
    for _ in range(5):
        V, v, h = rng.normal(size=(3, 2)), rng.normal(size=3), 1e-6
        slope = (cost(W + h * V, b + h * v, l2) - cost(W - h * V, b - h * v, l2)) / (2 * h)
        assert slope == pytest.approx((dW * V).sum() + db @ v, rel=1e-7, abs=1e-9)


def test_with_free_biases_the_mean_prediction_is_the_frequency():
    X, t, _, gradients = regression()
    W, b = np.zeros((3, 2)), np.zeros(3)
    for _ in range(5000):
        dW, db = gradients(W, b, 0.4)
        W, b = W - 0.5 * dW, b - 0.5 * db
    p = np.exp(X @ W.T + b)
    p /= p.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(p.mean(axis=0), np.bincount(t, minlength=3) / 6, atol=1e-6)


def test_the_mean_of_equal_batches_is_the_mean_of_all():
    g = np.random.default_rng(5).normal(size=(12, 4))
    batches = np.random.default_rng(6).permutation(g).reshape(3, 4, 4)
    np.testing.assert_allclose(batches.mean(axis=1).mean(axis=0), g.mean(axis=0), atol=1e-12)


def test_the_loss_is_convex_because_its_second_derivative_along_a_line_is_a_variance():
    s = sp.Symbol("s", real=True)
    V = sp.symbols("v1:4", real=True)
    along = [z + s * v for z, v in zip(Z, V, strict=True)]
    loss = sp.log(sum(sp.exp(a) for a in along)) - along[1]
    p = [sp.exp(a) / sum(sp.exp(b) for b in along) for a in along]
    mean = sum(q * v for q, v in zip(p, V, strict=True))
    variance = sum(q * v**2 for q, v in zip(p, V, strict=True)) - mean**2
    assert is_zero(sp.diff(loss, s) - (mean - V[1]))
    assert is_zero(sp.diff(loss, s, 2) - variance)
    assert is_zero(variance - sum(q * (v - mean) ** 2 for q, v in zip(p, V, strict=True)))  # and so never negative


def test_softmax_is_what_its_three_requirements_leave():
    u, v = sp.symbols("u v", real=True)
    assert is_zero(sp.exp(u + v) - sp.exp(u) * sp.exp(v))  # sums into products
    shifted = [sp.exp(z + u) / sum(sp.exp(y + u) for y in Z) for z in Z]
    assert all(is_zero(a - b) for a, b in zip(shifted, P, strict=True))
    raised = P[0].subs(Z[0], Z[0] + 1) / P[1].subs(Z[0], Z[0] + 1)
    assert is_zero(raised - sp.E * P[0] / P[1])


def test_the_numbers_of_the_opening_question_and_of_label_smoothing():
    p = np.exp([2.0, 1.0, 0.1])
    np.testing.assert_allclose(p, [7.389, 2.718, 1.105], atol=5e-4)
    assert round(p.sum(), 2) == 11.21
    np.testing.assert_allclose(p / p.sum() - [0, 1, 0], [0.66, -0.76, 0.10], atol=5e-3)
    smooth = np.where(np.arange(10) == 3, 1 - 0.1 + 0.1 / 10, 0.1 / 10)
    assert smooth.sum() == pytest.approx(1) and smooth[3] == pytest.approx(0.91)
    assert round(np.log(smooth[3] / smooth[0]), 1) == 4.5

"""Linear models: steps by hand, convergence, normal equations, and the same answers as scikit-learn."""

import numpy as np
import pytest

from mlpkit.datasets import gaussians, xor
from mlpkit.linear import (
    adaline,
    adaline_normal_equations,
    adaline_step,
    linear_cost,
    linear_regression,
    neuron,
    parameter_count,
    perceptron,
    perceptron_step,
    softmax_regression,
    softmax_regression_cost,
)
from mlpkit.losses import one_hot


def problem(N=40, D=3, K=3, seed=0):
    rng = np.random.default_rng(seed)
    X, t = rng.standard_normal((N, D)), rng.integers(0, K, N)
    return X, one_hot(t, K, np.float64), t


def test_neuron():
    X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    np.testing.assert_array_equal(neuron(X, np.ones(2), -1.5), [0, 0, 0, 1])
    np.testing.assert_array_equal(neuron(X, np.ones(2), -1.0), [0, 1, 1, 1])
    np.testing.assert_array_equal(neuron(X, np.array([-2.0, 1.0]), 0.5), [1, 1, 0, 0])
    assert neuron(np.array([1.0, 2.0]), np.array([3.0, -1.0]), -1.0) == 1


def test_perceptron_step_by_hand():
    w, x = np.array([1.0, -1.0]), np.array([2.0, 1.0])
    for b, t, expected_w, expected_b in [
        (0.0, 0, [0, -1.5], -0.5),
        (0.0, 1, [1, -1], 0),
        (-5.0, 1, [2, -0.5], -4.5),
        (-5.0, 0, [1, -1], -5),
    ]:
        new_w, new_b = perceptron_step(w, b, x, t, lr=0.5)
        np.testing.assert_array_equal(new_w, expected_w)
        assert new_b == expected_b
    np.testing.assert_array_equal(w, [1, -1])
    np.testing.assert_array_equal(perceptron_step(w, -5.0, x, 1)[0], w + x)


def test_adaline_step_by_hand_is_a_gradient_step():
    w, x = np.array([1.0, -1.0]), np.array([2.0, 1.0])
    new_w, new_b = adaline_step(w, 0.5, x, 1.0)
    np.testing.assert_allclose([*new_w, new_b], [0.9, -1.05, 0.45])
    new_w, new_b = adaline_step(w, 0.5, x, 3.5, lr=0.5)
    np.testing.assert_allclose([*new_w, new_b], [3, 0, 1.5])
    _, dW, db = linear_cost(w[None], np.array([0.5]), x[None], np.array([[1.0]]))
    np.testing.assert_allclose(adaline_step(w, 0.5, x, 1.0, lr=0.3)[0], w - 0.3 * dW[0])
    np.testing.assert_allclose(adaline_step(w, 0.5, x, 1.0, lr=0.3)[1], 0.5 - 0.3 * db[0])


def test_perceptron_converges_where_a_line_separates_and_only_there():
    X, t = gaussians(np.random.default_rng(0), 100, spread=0.2)
    w, b, mistakes = perceptron(X, t)
    assert mistakes == 0
    np.testing.assert_array_equal(neuron(X, w, b), t)
    X, t = xor()
    assert perceptron(X, t, epochs=50)[2] > 0


def test_perceptron_agrees_with_scikit_learn():
    Perceptron = pytest.importorskip("sklearn.linear_model").Perceptron
    X, t = gaussians(np.random.default_rng(1), 60, spread=0.5)
    X = X.astype(np.float64)
    w, b, _ = perceptron(X, t, epochs=1, lr=1.0)
    peer = Perceptron(shuffle=False, max_iter=1, tol=None, eta0=1.0)
    peer.fit(X, t)
    np.testing.assert_allclose(neuron(X, w, b).mean(), peer.predict(X).mean(), atol=0.15)


def test_adaline_approaches_the_normal_equations():
    X, _, _ = problem()
    t = X @ np.array([1.0, -2.0, 0.5]) + 0.3
    w, b = adaline(X, t, lr=0.05, epochs=100)
    np.testing.assert_allclose(w, [1, -2, 0.5], atol=1e-6)
    np.testing.assert_allclose(b, 0.3, atol=1e-6)
    noisy = t + np.random.default_rng(5).standard_normal(40)
    np.testing.assert_allclose(
        adaline(X, noisy, lr=1e-3, epochs=3000)[0], adaline_normal_equations(X, noisy)[0], atol=0.01
    )
    one = adaline(X[:1], t[:1], lr=0.1, epochs=1)
    np.testing.assert_allclose(one[0], 0.1 * t[0] * X[0])


def test_xor_has_no_linear_answer_better_than_one_half():
    w, b = adaline_normal_equations(*xor())
    np.testing.assert_allclose(w, 0, atol=1e-12)
    np.testing.assert_allclose(b, 0.5)


def test_normal_equations_agree_with_scikit_learn():
    linear_model = pytest.importorskip("sklearn.linear_model")
    X, T, _ = problem()
    W, b = linear_regression(X, T)
    peer = linear_model.LinearRegression().fit(X, T)
    np.testing.assert_allclose(W, peer.coef_, atol=1e-10)
    np.testing.assert_allclose(b, peer.intercept_, atol=1e-10)
    W, b = linear_regression(X, T, l2=0.5)
    peer = linear_model.Ridge(alpha=0.5 * len(X)).fit(X, T)
    np.testing.assert_allclose(W, peer.coef_, atol=1e-10)
    np.testing.assert_allclose(b, peer.intercept_, atol=1e-10)
    assert W.shape == (3, 3) and b.shape == (3,)


@pytest.mark.parametrize("l2", [0.0, 0.7])
def test_the_normal_equations_have_no_gradient_left(l2):
    X, T, _ = problem()
    _, dW, db = linear_cost(*linear_regression(X, T, l2), X, T, l2)
    np.testing.assert_allclose(dW, 0, atol=1e-12)
    np.testing.assert_allclose(db, 0, atol=1e-12)


@pytest.mark.parametrize("cost", [linear_cost, softmax_regression_cost])
@pytest.mark.parametrize("l2", [0.0, 0.7])
def test_cost_gradients_along_random_directions(cost, l2):
    X, T, _ = problem()
    rng = np.random.default_rng(1)
    W, b, V, v = (rng.standard_normal(shape) for shape in [(3, 3), 3, (3, 3), 3])
    _, dW, db = cost(W, b, X, T, l2)
    up, down = (cost(W + s * V, b + s * v, X, T, l2)[0] for s in (1e-6, -1e-6))
    np.testing.assert_allclose((up - down) / 2e-6, np.sum(dW * V) + db @ v, rtol=1e-7)


def test_costs_worked_by_hand():
    W, b = np.array([[1.0], [-1.0]]), np.array([0.0, 0.5])
    cost, dW, db = linear_cost(W, b, np.array([[2.0], [0.0]]), np.array([[1.0, -1.0], [0.0, 0.5]]), l2=3.0)
    assert cost == (0.5 * (1 + 0.25)) / 2 + 1.5 * 2
    np.testing.assert_array_equal(dW, [[1 + 3], [-0.5 - 3]])
    np.testing.assert_array_equal(db, [0.5, -0.25])
    cost, dW, db = softmax_regression_cost(W, np.zeros(2), np.array([[0.0], [0.0]]), np.eye(2), l2=0.5)
    np.testing.assert_allclose(cost, np.log(2) + 0.5)
    np.testing.assert_allclose(dW, [[0.5], [-0.5]])
    np.testing.assert_allclose(db, 0)
    assert softmax_regression_cost(W, b, np.array([[1.0]]), np.array([[1.0, 0.0]]))[0] < cost


def test_softmax_regression_agrees_with_scikit_learn():
    LogisticRegression = pytest.importorskip("sklearn.linear_model").LogisticRegression
    X, T, t = problem()
    W, b, costs = softmax_regression(X, T, l2=0.1, epochs=600)
    peer = LogisticRegression(C=1 / (0.1 * len(X)), tol=1e-10, max_iter=1000).fit(X, t)
    np.testing.assert_allclose(W, peer.coef_, atol=1e-5)
    np.testing.assert_allclose(b - b.mean(), peer.intercept_ - peer.intercept_.mean(), atol=1e-5)
    assert len(costs) == 600 and costs[0] == pytest.approx(np.log(3)) and costs[-1] < costs[0]
    W, b, _ = softmax_regression(X, T, lr=0.25, epochs=1)
    _, dW, db = softmax_regression_cost(np.zeros((3, 3)), np.zeros(3), X, T)
    np.testing.assert_allclose(W, -0.25 * dW)
    np.testing.assert_allclose(b, -0.25 * db)


def test_parameter_count():
    assert parameter_count([3, 4, 2]) == 3 * 4 + 4 + 4 * 2 + 2
    assert parameter_count([3, 4, 2], bias=False) == 20
    assert parameter_count([784, 256, 128, 10]) == 235_146


def test_float32_is_kept():
    X, T, _t = problem()
    X, T, W, b = X.astype(np.float32), T.astype(np.float32), np.ones((3, 3), np.float32), np.zeros(3, np.float32)
    for step in (perceptron_step, adaline_step):
        assert step(W[0], np.float32(0.5), X[0], np.float32(0), np.float64(0.1))[0].dtype == np.float32
    for cost in (linear_cost, softmax_regression_cost):
        assert [g.dtype for g in cost(W, b, X, T, 0.1)[1:]] == [np.float32, np.float32]
    assert [a.dtype for a in softmax_regression(X, T, epochs=2)[:2]] == [np.float32, np.float32]


def test_bad_arguments():
    X, T, t = problem()
    with pytest.raises(ValueError, match=r"w must have shape \(D\) with D = 3, got \(2,\)"):
        neuron(X, np.ones(2), 0.0)
    with pytest.raises(ValueError, match=r"b must have shape \(\), got \(3,\)"):
        neuron(X, np.ones(3), np.ones(3))
    for train in (perceptron, adaline, adaline_normal_equations):
        with pytest.raises(ValueError, match="X must be finite"):
            train(X * np.inf, t)
        with pytest.raises(ValueError, match=r"t must have shape .*N = 40.*got \(39,\)"):
            train(X, t[1:])
    with pytest.raises(ValueError, match="T must be finite"):
        softmax_regression_cost(np.ones((3, 3)), np.ones(3), X, T * np.nan)
    with pytest.raises(ValueError, match="l2 must be a finite number of at least 0"):
        linear_regression(X, T, l2=-1)


def test_learning_begins_at_zero_and_goes_on_after_a_mistake():
    w, b, mistakes = perceptron(np.array([[1.0]]), np.array([1]), epochs=1)
    assert (w.tolist(), b, mistakes) == ([0.0], 0.0, 0)
    w, b, mistakes = perceptron(np.array([[1.0]]), np.array([0]))  # one mistake at the start, none afterwards
    assert (w.tolist(), b, mistakes) == ([-1.0], -1.0, 0)
    w, b = adaline(np.array([[2.0]]), np.array([1.0]), lr=0.1, epochs=1)
    np.testing.assert_allclose([*w, b], [0.2, 0.1])

"""What lecture 13 derives, checked by machine."""

from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pytest

from autograder.exercises.lecture13_trials import mended_pooling_backward
from mlpkit.gradcheck import numerical_gradient
from mlpkit.layers import Dense


def binomial(N, u):
    """{accuracy on N images: its probability}, exactly, for a network that is right with probability u."""
    return {Fraction(k, N): comb(N, k) * u**k * (1 - u) ** (N - k) for k in range(N + 1)}


@pytest.mark.parametrize("u", [Fraction(1, 2), Fraction(9, 10)])
def test_the_best_of_several_equal_networks_is_too_good_on_average(u):
    N, one = 4, binomial(4, u)
    assert sum(v * p for v, p in one.items()) == u
    assert sum((v - u) ** 2 * p for v, p in one.items()) == u * (1 - u) / N
    expected = [u]
    for networks in (2, 3):
        runs = list(product(one.items(), repeat=networks))
        chance = [np.prod([p for _, p in run]) for run in runs]
        largest = [max(v for v, _ in run) for run in runs]
        assert sum(chance) == 1
        noise = sum((v - u) * p for v, p in zip(largest, chance, strict=True))
        expected.append(sum(v * p for v, p in zip(largest, chance, strict=True)))
        assert expected[-1] == u + noise, "the first line of the derivation"
    assert expected[0] < expected[1] < expected[2], "the more are compared, the more the winner is flattered"


def test_the_deviation_worked_by_hand():
    assert 100 * np.sqrt(0.95 * 0.05 / 300) == pytest.approx(1.26, abs=0.005)


def test_an_average_of_vectors_is_a_dense_layer_also_where_one_stands_twice():
    rng = np.random.default_rng(0)
    layer = Dense(7, 3, rng=rng, dtype=np.float64)
    watched = [2, 5, 5, 0]
    x = np.bincount(watched, minlength=7)[None] / len(watched)
    np.testing.assert_allclose(layer.forward(x) - layer.b, layer.W[:, watched].mean(axis=1)[None])
    layer.backward(dY := rng.normal(size=(1, 3)))
    # Each vector gets its part of the gradient, as it would from the mean itself.
    numeric = numerical_gradient(lambda E: float(E[:, watched].mean(axis=1) @ dY[0]), layer.W)
    np.testing.assert_allclose(layer.dW, numeric, atol=1e-9)


def test_the_recommendation_worked_by_hand():
    e = np.array([[1.0, 0.0], [0.0, 2.0], [4.0, 4.0]])
    average = e[:2].mean(axis=0)
    assert average.tolist() == [0.5, 1] and (e @ average).tolist() == [0.5, 2, 6]
    both = Fraction(9, 10) + Fraction(1, 60)
    best = Fraction(31, 32) * both + Fraction(1, 32) * (Fraction(9, 50) + Fraction(1, 60))
    assert float(best) == pytest.approx(0.894, abs=5e-4)


def test_a_moved_filter_is_a_dense_layer_with_tied_weights():
    W = np.array([[1, -1, 0, 0], [0, 1, -1, 0], [0, 0, 1, -1]])
    x = np.array([1, 3, 2, 0])
    assert (W @ x).tolist() == [-2, 1, 2] == np.correlate(x, [1, -1], "valid").tolist()


@pytest.mark.parametrize(("rows", "columns", "size"), [(2, 3, 2), (3, 1, 3)])
def test_average_pooling_sends_each_pixel_its_part(rows, columns, size):
    rng = np.random.default_rng(1)
    dY, X = rng.normal(size=(2, rows, columns)), rng.normal(size=(2, size * rows, size * columns))

    def loss(X):
        squares = X.reshape(2, rows, size, columns, size)
        return float((squares.mean(axis=(2, 4)) * dY).sum())

    np.testing.assert_allclose(mended_pooling_backward(dY, size), numerical_gradient(loss, X), atol=1e-9)


def test_attention_worked_by_hand():
    logits = np.array([[1.0, 0, 0, 0], [0, 1, 0, 0]]) @ [2.0, 0, 0, 0] / np.sqrt(4)
    weights = np.exp(logits) / np.exp(logits).sum()
    assert logits.tolist() == [1, 0] and weights.round(2).tolist() == [0.73, 0.27]


def test_two_thirds_of_a_block_are_the_mlp():
    D = 12288
    assert 8 * D * D * 3 == 2 * (4 * D * D + 8 * D * D)

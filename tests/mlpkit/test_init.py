"""Initial weights: their spread, their generator, their dtype."""

import numpy as np
import pytest

from mlpkit.init import INITS, gaussian, he, xavier


@pytest.mark.parametrize("init, std", [(gaussian, 0.01), (xavier, 1 / 20), (he, 2**0.5 / 20)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_mean_spread_and_shape(init, std, dtype):
    W = init(300, 400, np.random.default_rng(0), dtype)
    assert W.shape == (300, 400) and W.dtype == dtype
    np.testing.assert_allclose(W.std(), std, rtol=0.01)
    np.testing.assert_allclose(W.mean(), 0, atol=0.02 * std)
    within = np.mean(np.abs(W) < std)
    np.testing.assert_allclose(within, 0.6827, atol=0.01)


@pytest.mark.parametrize("init", INITS.values())
def test_same_generator_same_weights(init):
    first, second, other = (init(3, 4, np.random.default_rng(seed)) for seed in (5, 5, 6))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other) and first.dtype == np.float32


def test_gaussian_takes_a_spread():
    wide, usual = (gaussian(3, 4, np.random.default_rng(0), np.float64, std) for std in (0.5, 0.01))
    np.testing.assert_allclose(wide, 50 * usual)


def test_he_keeps_the_signal_through_relu_layers_and_the_small_gaussian_does_not():
    rng = np.random.default_rng(0)
    for init, low, high in [(he, 0.3, 3), (gaussian, 0, 1e-6)]:
        A = rng.standard_normal((200, 300))
        for _ in range(10):
            A = np.maximum(A @ init(300, 300, rng, np.float64).T, 0)
        assert low <= np.mean(A**2) <= high


@pytest.mark.parametrize("init", INITS.values())
def test_bad_arguments(init):
    with pytest.raises(ValueError, match="n_out must be an integer of at least 1, got 0"):
        init(0, 3, np.random.default_rng(0))
    with pytest.raises(ValueError, match="n_in must be an integer of at least 1, got True"):
        init(3, True, np.random.default_rng(0))
    with pytest.raises(ValueError, match="rng must be"):
        init(3, 3, np.random)
    with pytest.raises(ValueError, match="std must be a finite number above 0, got 0"):
        gaussian(3, 3, np.random.default_rng(0), std=0)

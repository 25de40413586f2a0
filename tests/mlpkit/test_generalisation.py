"""Bias and variance: their sum is the mean squared error."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpkit.generalisation import bias_variance


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 7))
def test_their_sum_is_the_mean_squared_error(seed, networks, points):
    rng = np.random.default_rng(seed)
    truth, Y = rng.normal(size=points), rng.normal(size=(networks, points))
    assert sum(bias_variance(Y, truth)) == pytest.approx(np.mean((Y - truth) ** 2))


def test_shapes_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match="truth"):
        bias_variance(np.zeros((2, 3)), np.zeros(2))

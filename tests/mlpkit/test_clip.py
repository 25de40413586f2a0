"""Clipping keeps the direction, and the length is at most the limit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpkit.clip import clip_by_norm


@given(st.integers(0, 10_000), st.floats(0.01, 10))
def test_the_direction_stays_and_the_length_is_at_most_the_limit(seed, limit):
    rng = np.random.default_rng(seed)
    grads = [rng.normal(size=(3, 2)), rng.normal(size=4)]
    before = np.concatenate([g.ravel() for g in grads])
    after = np.concatenate([g.ravel() for g in clip_by_norm(grads, limit)])
    length = np.linalg.norm(before)
    np.testing.assert_allclose(after, before * min(1, limit / length))


def test_dtypes_stay_and_a_limit_must_be_positive():
    assert clip_by_norm([np.full(3, 2, np.float32)], 1.0)[0].dtype == np.float32
    with pytest.raises(ValueError, match="limit"):
        clip_by_norm([np.ones(2)], 0.0)

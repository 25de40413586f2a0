"""Counting right and wrong labels, and choosing by them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlpkit.metrics import accuracy_score, calibration_error, choose_on_validation, confusion_matrix


@settings(max_examples=30, deadline=None)
@given(pairs=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40))
def test_agrees_with_scikit_learn(pairs):
    metrics = pytest.importorskip("sklearn.metrics")
    t, y = np.array(pairs).T
    C = confusion_matrix(t, y, 4)
    np.testing.assert_array_equal(C, metrics.confusion_matrix(t, y, labels=range(4)))
    assert accuracy_score(t, y) == pytest.approx(metrics.accuracy_score(t, y))
    assert C.dtype == np.int64 and C.sum() == len(t) and np.trace(C) == pytest.approx(len(t) * accuracy_score(t, y))


def test_by_hand():
    C = confusion_matrix(np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 1, 1, 2]), 3)
    np.testing.assert_array_equal(C, [[1, 1, 0], [0, 1, 0], [0, 2, 1]])
    assert accuracy_score(np.array([0, 1, 2, 3]), np.array([0, 1, 2, 0])) == 0.75
    assert type(accuracy_score(np.array([1]), np.array([1]))) is float


def test_choose_on_validation():
    tried = []

    def error(setting):
        return tried.append(setting) or abs(setting - 3)

    assert choose_on_validation([5, 2, 4, 9], error) == (2, 1)
    assert tried == [5, 2, 4, 9]
    assert choose_on_validation([{"lr": 1}, {"lr": 2}], lambda setting: 0.5) == ({"lr": 1}, 0.5)
    with pytest.raises(ValueError, match="settings is empty: there is nothing to choose from"):
        choose_on_validation([], error)


def test_bad_arguments():
    with pytest.raises(ValueError, match="t must hold labels 0 to 1 for 2 classes, got 0 to 2"):
        confusion_matrix(np.array([0, 2]), np.array([0, 1]), 2)
    with pytest.raises(ValueError, match="y must hold labels 0 to 1 for 2 classes, got -1 to 0"):
        confusion_matrix(np.array([0, 1]), np.array([0, -1]), 2)
    with pytest.raises(ValueError, match=r"y must have shape \(N\) with N = 2, got \(3,\)"):
        confusion_matrix(np.array([0, 1]), np.array([0, 1, 1]), 2)
    with pytest.raises(ValueError, match="n_classes must be an integer of at least 1"):
        confusion_matrix(np.array([0, 1]), np.array([0, 1]), 0)
    with pytest.raises(ValueError, match=r"y must have shape"):
        accuracy_score(np.array([0, 1]), np.array([0]))


def test_calibration_error_by_hand():
    sure = np.array([0.1, 0.3, 0.6, 0.8, 1.0])
    right = np.array([0.0, 1.0, 1.0, 0.0, 1.0])
    # Below ½: |1 − 0.4|; above: |2 − 2.4|; together 1.0, over 5 answers.
    assert calibration_error(sure, right, bins=2) == pytest.approx(0.2)
    assert calibration_error(right, right) == 0.0
    # The last bin includes 1: both answers are in it, and their gaps, −1 and 0.1, add up before the modulus.
    together = np.array([1.0, 0.9]), np.array([0.0, 1.0])
    assert calibration_error(*together, bins=2) == pytest.approx(0.45)
    assert calibration_error(*together, bins=3) == pytest.approx(0.45)
    assert calibration_error(np.array([0.4, 0.9]), np.array([1.0, 0.0]), bins=3) == pytest.approx(0.75)
    assert calibration_error(1 - right, right) == 1.0
    assert type(calibration_error(sure.astype(np.float32), right.astype(np.float32))) is float


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000), bins=st.integers(1, 12))
def test_calibration_error_is_between_the_plain_gap_and_the_mean_distance(seed, bins):
    rng = np.random.default_rng(seed)
    sure = rng.random(50)
    right = (rng.random(50) < sure).astype(float)
    error = calibration_error(sure, right, bins)
    assert abs(np.mean(right - sure)) - 1e-12 <= error <= np.mean(np.abs(right - sure)) + 1e-12


def test_calibration_error_bad_arguments():
    with pytest.raises(ValueError, match="right must have shape"):
        calibration_error(np.zeros(3), np.zeros(2))
    with pytest.raises(ValueError, match="bins must be an integer of at least 1"):
        calibration_error(np.zeros(3), np.zeros(3), 0)

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlpkit import losses, preprocessing
from mlpkit.preprocessing import one_hot, standardise


def test_standardise_worked_by_hand():
    X = np.array([[1.0, 10.0, 7.0], [2.0, 20.0, 7.0], [6.0, 60.0, 7.0]])
    deviation = np.sqrt(14 / 3)
    column = np.array([-2.0, -1.0, 3.0]) / deviation
    np.testing.assert_allclose(standardise(X), np.column_stack([column, column, np.zeros(3)]), rtol=1e-14)


def test_standardise_agrees_with_scikit_learn():
    scale = pytest.importorskip("sklearn.preprocessing").scale
    X = np.random.default_rng(0).normal(3, 5, (50, 4))
    np.testing.assert_allclose(standardise(X), scale(X), rtol=1e-12, atol=1e-14)


@given(rows=st.integers(2, 30), columns=st.integers(1, 5), seed=st.integers(0, 999), double=st.booleans())
@settings(max_examples=30, deadline=None)
def test_standardised_columns_have_mean_0_and_deviation_1(rows, columns, seed, double):
    dtype = np.float64 if double else np.float32
    X = np.random.default_rng(seed).uniform(-5, 9, (rows, columns)).astype(dtype)
    before = X.copy()
    S = standardise(X)
    assert S.dtype == dtype and S.shape == X.shape
    np.testing.assert_allclose(S.mean(axis=0), 0, atol=1e-3)
    np.testing.assert_allclose(S.std(axis=0), 1, rtol=1e-3)
    np.testing.assert_array_equal(X, before)


def test_a_constant_column_becomes_zeros_even_if_its_mean_is_rounded():
    assert (np.abs(standardise(np.full((3, 1), 0.1))) < 1e-15).all()
    assert (standardise(np.ones((1, 4))) == 0).all()


@given(labels=st.lists(st.integers(0, 6), min_size=1, max_size=20))
@settings(max_examples=30, deadline=None)
def test_one_hot_rows_hold_a_single_one_at_the_label(labels):
    T = one_hot(np.array(labels), 7)
    assert T.shape == (len(labels), 7) and T.dtype == np.float32
    assert (T.argmax(axis=1) == labels).all() and (T.sum(axis=1) == 1).all() and (T.max(axis=1) == 1).all()
    assert one_hot(np.array(labels), 7, np.float64).dtype == np.float64


def test_there_is_one_one_hot():
    assert losses.one_hot is one_hot


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: standardise(np.ones(3)), r"X must have shape \(N, D\), got \(3,\)"),
        (lambda: standardise(np.array([[np.nan, 1.0]])), "X must be finite"),
        (lambda: one_hot(np.array([0, 3]), 3), "t must hold labels 0 to 2 for 3 classes, got 0 to 3"),
        (lambda: one_hot(np.array([-1, 0]), 3), "t must hold labels 0 to 2"),
        (lambda: one_hot(np.array([0.0, 1.0]), 3), "t must be a 1-D array of integer labels"),
    ],
)
def test_bad_input_gets_a_clear_error(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_examples_in_docstrings():
    results = doctest.testmod(preprocessing)
    assert results.attempted == 2 and results.failed == 0

"""Softmax, its logarithm and its Jacobian, entropy and divergence."""

import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mlpkit.gradcheck import gradcheck
from mlpkit.probability import entropy, kl_divergence, log_softmax, softmax, softmax_jacobian
from tests.support.peers import TOLERANCE, distributions, matrices

quick = settings(max_examples=30, deadline=None)
BOTH = [(softmax, scipy.special.softmax), (log_softmax, scipy.special.log_softmax)]


@pytest.mark.parametrize("ours, theirs", BOTH)
@quick
@given(Z=matrices(1, limit=1e4))
def test_softmax_agrees_with_scipy(ours, theirs, Z):
    (Z,) = Z
    before = Z.copy()
    result = ours(Z)
    assert result.dtype == Z.dtype and result.shape == Z.shape
    np.testing.assert_allclose(result, theirs(Z.astype(np.float64), axis=-1), rtol=1e-2, atol=TOLERANCE[Z.dtype])
    np.testing.assert_allclose(result, theirs(Z, axis=-1), rtol=TOLERANCE[Z.dtype], atol=TOLERANCE[Z.dtype])
    np.testing.assert_array_equal(Z, before)


@quick
@given(Z=matrices(1, limit=1e4), shift=st.integers(-512, 512))
def test_a_shift_of_a_row_changes_nothing(Z, shift):
    Z = np.round(Z[0])
    np.testing.assert_array_equal(softmax(Z), softmax(Z + shift))
    np.testing.assert_array_equal(log_softmax(Z), log_softmax(Z + shift))


@quick
@given(Z=matrices(1, limit=1e4))
def test_rows_of_softmax_are_probabilities(Z):
    P = softmax(Z[0])
    assert (P >= 0).all() and np.isfinite(P).all()
    np.testing.assert_allclose(P.sum(axis=-1), 1, rtol=1e-6)


def test_softmax_worked_by_hand():
    np.testing.assert_allclose(
        softmax(np.log([[1.0, 2.0, 5.0], [1.0, 1.0, 2.0]])), [[1 / 8, 2 / 8, 5 / 8], [1 / 4, 1 / 4, 1 / 2]]
    )
    np.testing.assert_allclose(log_softmax(np.log([1.0, 3.0])), np.log([1 / 4, 3 / 4]))


@pytest.mark.parametrize("scale", [1e3, 1e30, 1e38])
def test_extreme_logits_in_float32(scale):
    Z = np.array([[-scale, 0, scale]], dtype=np.float32)
    np.testing.assert_array_equal(softmax(Z), np.array([[0, 0, 1]], dtype=np.float32))
    np.testing.assert_array_equal(log_softmax(Z), Z - np.float32(scale))


@quick
@given(Z=matrices(1, limit=10))
def test_the_jacobian_is_the_derivative_of_softmax(Z):
    Z = Z[0].astype(np.float64)
    J = softmax_jacobian(Z)
    assert J.shape == (*Z.shape, Z.shape[1])
    rng = np.random.default_rng(0)
    dZ, step = rng.standard_normal(Z.shape), 1e-6
    numerical = (softmax(Z + step * dZ) - softmax(Z - step * dZ)) / (2 * step)
    np.testing.assert_allclose(np.einsum("nik,nk->ni", J, dZ), numerical, atol=1e-8)
    np.testing.assert_allclose(J, J.swapaxes(1, 2), atol=1e-16)
    assert softmax_jacobian(Z.astype(np.float32)).dtype == np.float32


def test_gradients_along_random_directions():
    Z = np.random.default_rng(1).normal(size=(4, 3))

    def through_jacobian(Z, dP):
        return np.einsum("nik,ni->nk", softmax_jacobian(Z), dP)

    assert gradcheck(softmax, through_jacobian, Z) < 1e-7


@quick
@given(PQ=distributions(2))
def test_entropy_and_divergence_agree_with_scipy(PQ):
    P, Q = PQ
    tolerance = TOLERANCE[P.dtype]
    assert entropy(P).dtype == P.dtype and kl_divergence(P, Q).dtype == P.dtype
    np.testing.assert_allclose(entropy(P), scipy.stats.entropy(P.astype(np.float64), axis=-1), atol=tolerance)
    # SciPy before 1.12 divides first: its result is infinite where the quotient is too large for a float.
    assume(Q[Q > 0].min() > 1e-300)
    expected = scipy.special.rel_entr(P.astype(np.float64), Q.astype(np.float64)).sum(axis=-1)
    np.testing.assert_allclose(kl_divergence(P, Q), expected, rtol=tolerance, atol=30 * tolerance)
    np.testing.assert_array_equal(kl_divergence(P, P), 0)


def test_entropy_and_divergence_worked_by_hand():
    P, Q = np.array([[0.5, 0.5, 0.0], [1.0, 0.0, 0.0]]), np.array([[0.25, 0.75, 0.0], [0.5, 0.25, 0.25]])
    np.testing.assert_allclose(entropy(P), [np.log(2), 0])
    np.testing.assert_allclose(kl_divergence(P, Q), [0.5 * np.log(2) + 0.5 * np.log(2 / 3), np.log(2)])
    np.testing.assert_array_equal(kl_divergence(Q[1], P[1]), np.inf)
    least = np.nextafter(0.0, 1.0)
    np.testing.assert_allclose(kl_divergence(np.array([1.0, 0.0]), np.array([least, 1.0])), 1074 * np.log(2))
    np.testing.assert_allclose(entropy(np.full(8, 1 / 8)), np.log(8))


def test_probabilities_must_be_numbers():
    with pytest.raises(ValueError, match="P must be finite, got 1 NaN"):
        entropy(np.array([[np.nan, 1.0]]))
    with pytest.raises(ValueError, match="Q must be finite"):
        kl_divergence(np.array([[0.5, 0.5]]), np.array([[np.inf, 1.0]]))
    with pytest.raises(ValueError, match="P must be finite"):
        kl_divergence(np.array([[np.inf, 0.5]]), np.array([[0.5, 0.5]]))
    with pytest.raises(ValueError, match=r"Q must have shape \(\.\.\., K\) with .*K = 2, got \(1, 3\)"):
        kl_divergence(np.array([[0.5, 0.5]]), np.ones((1, 3)))
    for function in (softmax, log_softmax, softmax_jacobian):
        with pytest.raises(ValueError, match="Z is empty"):
            function(np.zeros((0, 3)))


@pytest.mark.parametrize("shape", [(4,), (3, 2), (2, 3, 4)])
def test_the_classes_are_the_last_axis_whatever_comes_before(shape):
    Z = np.random.default_rng(5).normal(size=shape)
    expected = scipy.special.softmax(Z, axis=-1)
    np.testing.assert_allclose(softmax(Z), expected, rtol=1e-14)
    np.testing.assert_allclose(log_softmax(Z), np.log(expected), rtol=1e-13)
    np.testing.assert_allclose(entropy(expected), scipy.stats.entropy(expected, axis=-1), rtol=1e-13)
    rows = expected.reshape(-1, shape[-1])
    jacobians = np.array([np.diag(p) - np.outer(p, p) for p in rows]).reshape(*shape, shape[-1])
    np.testing.assert_allclose(softmax_jacobian(Z), jacobians, rtol=1e-12)


def test_a_row_with_only_large_logits_keeps_its_digits_whatever_the_other_rows_hold():
    Z = np.array([[0.0, 1.0, 2.0], [1000.0, 1001.0, 1002.0], [-1000.0, -999.0, -998.0]])
    np.testing.assert_allclose(softmax(Z), np.tile(softmax(Z[:1]), (3, 1)), rtol=1e-14)

"""Losses: values by hand and by peers, gradients along random directions, extremes, dtypes, bad arguments."""

import numpy as np
import pytest
from hypothesis import given, settings

from mlpkit.losses import (
    LOSSES,
    PREDICT,
    bce_with_logits,
    cross_entropy,
    huber,
    mae,
    mse,
    one_hot,
    softmax,
    softmax_cross_entropy,
)
from tests.support.peers import TOLERANCE, logits_and_labels, matrices, torch_or_skip

quick = settings(max_examples=30, deadline=None)


def compare(loss, gradient, expected_loss, expected_gradient, dtype):
    assert type(loss) is float
    assert gradient.dtype == dtype and gradient.shape == expected_gradient.shape
    np.testing.assert_allclose(loss, expected_loss, rtol=10 * TOLERANCE[dtype], atol=TOLERANCE[dtype])
    np.testing.assert_allclose(gradient, expected_gradient, rtol=TOLERANCE[dtype], atol=TOLERANCE[dtype])


def by_torch(function, Y, T):
    """Loss and gradient of a torch function of (Y, T), in float64."""
    torch = torch_or_skip()
    outputs = torch.tensor(Y.astype(np.float64), requires_grad=True)
    T = torch.tensor(T if T.dtype.kind == "i" else T.astype(np.float64))
    loss = function(torch.nn.functional, outputs, T)
    loss.backward()
    return loss.item(), outputs.grad.numpy()


REGRESSION = {
    "mse": (mse, lambda F, Y, T: F.mse_loss(Y, T, reduction="sum") / (2 * len(Y))),
    "mae": (mae, lambda F, Y, T: F.l1_loss(Y, T, reduction="sum") / len(Y)),
    "huber": (huber, lambda F, Y, T: F.huber_loss(Y, T, reduction="sum") / len(Y)),
    "huber 0.3": (
        lambda Y, T: huber(Y, T, 0.3),
        lambda F, Y, T: F.huber_loss(Y, T, reduction="sum", delta=0.3) / len(Y),
    ),
}


@pytest.mark.parametrize("name", REGRESSION)
@quick
@given(YT=matrices(2, limit=100))
def test_regression_losses_agree_with_torch(name, YT):
    ours, theirs = REGRESSION[name]
    Y, T = YT
    compare(*ours(Y, T), *by_torch(theirs, Y, T), Y.dtype)


@pytest.mark.parametrize("limit", [1, 50, 1e4])
def test_softmax_cross_entropy_agrees_with_torch(limit):
    @quick
    @given(Zt=logits_and_labels(limit))
    def check(Zt):
        Z, t = Zt
        expected = by_torch(lambda F, Z, t: F.cross_entropy(Z, t), Z, t)
        compare(*softmax_cross_entropy(Z, t), *expected, Z.dtype)
        compare(*softmax_cross_entropy(Z, one_hot(t, Z.shape[1], Z.dtype)), *expected, Z.dtype)

    check()


@pytest.mark.parametrize("limit", [1, 50, 1e4])
def test_bce_agrees_with_torch(limit):
    @quick
    @given(ZT=matrices(2, limit))
    def check(ZT):
        Z, T = ZT[0], np.abs(ZT[1]) / max(1, np.abs(ZT[1]).max())

        def bce(F, Z, T):
            return F.binary_cross_entropy_with_logits(Z, T, reduction="sum") / len(Z)

        compare(*bce_with_logits(Z, T), *by_torch(bce, Z, T), Z.dtype)

    check()


@quick
@given(Zt=logits_and_labels(10))
def test_cross_entropy_of_softmax_is_softmax_cross_entropy(Zt):
    Z, t = Zt[0].astype(np.float64), Zt[1]
    loss, dP = cross_entropy(softmax(Z), t)
    P = softmax(Z)
    expected, dZ = softmax_cross_entropy(Z, t)
    np.testing.assert_allclose(loss, expected, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(P * (dP - np.sum(P * dP, axis=1, keepdims=True)), dZ, atol=1e-12)


def difference_quotient(loss, Y, T, V, step=1e-6):
    return (loss(Y + step * V, T)[0] - loss(Y - step * V, T)[0]) / (2 * step)


@pytest.mark.parametrize("loss", [*LOSSES.values(), cross_entropy, lambda Y, T: huber(Y, T, 0.4)])
@pytest.mark.parametrize("seed", range(5))
def test_gradient_along_a_random_direction(loss, seed):
    rng = np.random.default_rng(seed)
    Y, T, V = rng.uniform(0.1, 0.9, (4, 3)), rng.uniform(0, 1, (4, 3)), rng.standard_normal((4, 3))
    T /= T.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(np.sum(loss(Y, T)[1] * V), difference_quotient(loss, Y, T, V), rtol=1e-6, atol=1e-8)


def test_worked_by_hand():
    Y, T = np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[0.0, 2.0], [1.0, 1.0]])
    loss, dY = mse(Y, T)
    assert loss == ((1 + 0) / 2 + (4 + 1) / 2) / 2
    np.testing.assert_array_equal(dY, [[1 / 2, 0], [2 / 2, -1 / 2]])
    loss, dY = mae(Y, T)
    assert loss == ((1 + 0) + (2 + 1)) / 2
    np.testing.assert_array_equal(dY, [[1 / 2, 0], [1 / 2, -1 / 2]])
    loss, dY = huber(Y, T)
    assert loss == ((1 / 2 + 0) + (2 - 1 / 2 + 1 / 2)) / 2
    np.testing.assert_array_equal(dY, [[1 / 2, 0], [1 / 2, -1 / 2]])
    loss, dY = huber(Y, T, delta=0.5)
    assert loss == (0.5 * (1 - 0.25) + 0.5 * (2 - 0.25) + 0.5 * (1 - 0.25)) / 2
    np.testing.assert_array_equal(dY, [[0.5 / 2, 0], [0.5 / 2, -0.5 / 2]])
    loss, dZ = softmax_cross_entropy(np.log([[1.0, 3.0], [1.0, 1.0]]), np.array([1, 0]))
    np.testing.assert_allclose(loss, (np.log(4 / 3) + np.log(2)) / 2)
    np.testing.assert_allclose(dZ, [[1 / 8, -1 / 8], [-1 / 4, 1 / 4]])
    loss, dZ = bce_with_logits(np.log([[3.0, 1.0]]), np.array([[1.0, 0.0]]))
    np.testing.assert_allclose(loss, np.log(4 / 3) + np.log(2))
    np.testing.assert_allclose(dZ, [[-1 / 4, 1 / 2]])


def test_huber_is_continuous_where_its_pieces_meet():
    for delta in (0.5, 2.0):
        Y = np.array([[delta * (1 - 1e-9)], [delta * (1 + 1e-9)]])
        below, above = (huber(y[None], np.zeros((1, 1)), delta) for y in Y)
        np.testing.assert_allclose(below[0], above[0], rtol=1e-8)
        np.testing.assert_allclose(below[1], above[1], rtol=1e-8)


def test_extreme_logits_stay_exact_in_float32():
    Z = np.array([[0, 1000]], dtype=np.float32)
    loss, dZ = softmax_cross_entropy(Z, np.array([0]))
    assert loss == 1000.0
    np.testing.assert_array_equal(dZ, np.array([[-1, 1]], dtype=np.float32))
    assert softmax_cross_entropy(Z, np.array([1]))[0] == 0.0
    T = np.array([[1, 0]], dtype=np.float32)
    loss, dZ = bce_with_logits(Z * np.float32([1, 1]) - np.float32([1000, 0]), T)
    assert loss == 2000.0
    np.testing.assert_array_equal(dZ, np.array([[-1, 1]], dtype=np.float32))
    assert bce_with_logits(np.float32([[1e30, -1e30]]), T)[0] == 0.0


def test_small_bce_is_not_lost_in_rounding():
    loss, _ = bce_with_logits(np.float32([[30]]), np.float32([[1]]))
    np.testing.assert_allclose(loss, np.exp(-30.0), rtol=1e-5)


def test_cross_entropy_where_probabilities_are_zero():
    P, T = np.array([[0.0, 1.0], [0.5, 0.5]]), np.array([[0.0, 1.0], [1.0, 0.0]])
    loss, dP = cross_entropy(P, T)
    np.testing.assert_allclose(loss, np.log(2) / 2)
    np.testing.assert_array_equal(dP, [[0, -1 / 2], [-1, 0]])
    loss, dP = cross_entropy(P[:1], np.array([0]))
    assert loss == np.inf
    np.testing.assert_array_equal(dP, [[-np.inf, 0]])


@pytest.mark.parametrize("loss", [mse, mae, huber, bce_with_logits])
def test_one_axis_is_one_output(loss):
    Y, T = np.array([0.5, -2.0, 3.0]), np.array([0.0, 1.0, 1.0])
    flat, column = loss(Y, T), loss(Y[:, None], T[:, None])
    assert flat[0] == column[0] and flat[1].shape == (3,)
    np.testing.assert_array_equal(flat[1], column[1][:, 0])


def test_mae_has_no_slope_at_the_target():
    np.testing.assert_array_equal(mae(np.ones((2, 1)), np.ones((2, 1)))[1], 0)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("T_dtype", [np.float32, np.float64, np.int64])
def test_float32_stays_float32_and_inputs_stay_as_they_were(name, T_dtype):
    Y, T = np.array([[0.5, 2.0], [1.0, -1.0]], np.float32), np.array([[1, 0], [0, 1]], T_dtype)
    kept = Y.copy(), T.copy()
    assert LOSSES[name](Y, T)[1].dtype == np.float32
    np.testing.assert_array_equal(Y, kept[0])
    np.testing.assert_array_equal(T, kept[1])
    assert huber(Y, T, np.float64(0.5))[1].dtype == np.float32


@pytest.mark.parametrize("loss", [*LOSSES.values(), cross_entropy])
def test_bad_arguments(loss):
    Y, T = np.full((3, 2), 0.5), np.full((3, 2), 0.5)
    with pytest.raises(ValueError, match=r"T must have shape .* got \(2, 2\)"):
        loss(Y, T[:2])
    with pytest.raises(ValueError, match=r"T must have shape .* got \(3, 1\)"):
        loss(Y, T[:, :1])
    with pytest.raises(ValueError, match="is empty"):
        loss(Y[:0], T[:0])
    with pytest.raises(ValueError, match="T must be finite, got 2 NaN or infinite values, the first at "):
        loss(Y, np.where([[1, 0], [0, 1], [0, 0]], np.nan, T))
    with pytest.raises(ValueError, match="must be a NumPy array, got list"):
        loss(Y.tolist(), T)
    with pytest.raises(ValueError, match="must be floating point, got dtype int64"):
        loss(np.ones((3, 2), int), T)
    with pytest.raises(ValueError, match="T must hold real numbers, got dtype complex128"):
        loss(Y, T + 1j)


@pytest.mark.parametrize("loss", [softmax_cross_entropy, cross_entropy])
def test_bad_labels(loss):
    P = np.full((2, 3), 1 / 3)
    with pytest.raises(ValueError, match="labels 0 to 2 for 3 classes, got 0 to 3"):
        loss(P, np.array([0, 3]))
    with pytest.raises(ValueError, match="labels 0 to 2 for 3 classes, got -1 to 2"):
        loss(P, np.array([2, -1]))
    with pytest.raises(ValueError, match="integer labels, got float64"):
        loss(P, np.array([0.0, 1.0]))
    with pytest.raises(ValueError, match=r"T must have shape \(N, K\) or \(N\) with N = 2.*got \(3,\)"):
        loss(P, np.array([0, 1, 2]))


@pytest.mark.parametrize("delta", [0, -1, np.nan, np.inf, "1"])
def test_bad_delta(delta):
    with pytest.raises(ValueError, match="delta must be a finite number above 0"):
        huber(np.ones((1, 1)), np.ones((1, 1)), delta)


def test_one_hot():
    np.testing.assert_array_equal(one_hot(np.array([2, 0]), 3), [[0, 0, 1], [1, 0, 0]])
    assert one_hot(np.array([0]), 2).dtype == np.float32
    assert one_hot(np.array([0], np.uint8), 2, np.float64).dtype == np.float64


def test_decisions():
    Z = np.array([[1.0, 3.0, 2.0], [0.0, -1.0, -2.0]])
    np.testing.assert_array_equal(PREDICT["softmax_cross_entropy"](Z), [1, 0])
    np.testing.assert_array_equal(PREDICT["bce_with_logits"](Z), [[1, 1, 1], [0, 0, 0]])

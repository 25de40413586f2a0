"""Right answers of a third class to lectures 00 to 04, written from the notebooks alone."""

import functools
import itertools
import math

import numpy as np
from scipy.special import erf, erfc, expit, log_ndtr


def _standardise_columns(X):
    out = np.empty_like(X)
    for d, column in enumerate(X.T):
        m = sum(column.tolist()) / len(column)
        s = math.sqrt(sum((v - m) ** 2 for v in column.tolist()) / len(column))
        out[:, d] = [(v - m) / s if not np.all(column == column[0]) else 0.0 for v in column.tolist()]
    return out


def _standardise_float64(X):
    Y = np.array(X, dtype=np.float64)
    Y -= Y.mean(0, keepdims=True)
    scale = np.sqrt(np.einsum("nd,nd->d", Y, Y) / Y.shape[0])
    constant = np.ptp(X, axis=0) == 0
    scale[constant] = 1.0
    Y[:, constant] = 0
    return Y.__truediv__(scale).astype(X.dtype)


def _one_hot_put(t, n_classes, dtype=np.float32):
    table = np.zeros((t.shape[0], n_classes), dtype)
    np.put_along_axis(table, t.reshape(-1, 1), 1, axis=1)
    return table


def _one_hot_list(t, n_classes, dtype=np.float32):
    return np.array([[int(k == c) for k in range(n_classes)] for c in t], dtype=dtype).reshape(len(t), n_classes)


def _one_hot_equal(t, n_classes, dtype=np.float32):
    return np.equal.outer(t, np.arange(n_classes)).astype(dtype)


def _neuron_vectorised(x, w, b):
    z = np.einsum("...d,d->...", x, w) + b
    return (~(z < 0)).astype("int64")


def _neuron_loops(x, w, b):
    if x.ndim == 1:
        z = b
        for p, q in zip(x, w, strict=True):
            z = z + p * q
        return np.int64(1 if z >= 0 else 0)
    return np.array([_neuron_loops(row, w, b) for row in x], dtype=np.int64)


def _neuron_heaviside(x, w, b):
    return np.heaviside(np.dot(x, w) + b, 1.0).astype(np.int64)


def _perceptron_if(w, b, x, t, lr=1.0):
    fires = (w * x).sum() + b >= 0
    if fires and t == 0:
        return w - lr * x, b - lr
    if not fires and t == 1:
        return w + lr * x, b + lr
    return w.copy(), b


def _perceptron_list(w, b, x, t, lr=1.0):
    y = int(sum(p * q for p, q in zip(w, x, strict=True)) + b >= 0)
    return np.array([p + lr * (t - y) * q for p, q in zip(w, x, strict=True)], dtype=w.dtype), b + lr * (t - y)


def _perceptron_augmented(w, b, x, t, lr=1.0):
    v, u = np.append(w, b), np.append(x, 1)
    v = v + lr * (float(t) - float(v @ u >= 0)) * u
    return v[:-1].astype(w.dtype), float(v[-1])


def _adaline_named(w, b, x, t, lr=0.1):
    def gradient(error):
        return error * x, error

    dw, db = gradient(np.inner(w, x) + b - t)
    return np.subtract(w, lr * dw), np.subtract(b, lr * db)


def _adaline_loop(w, b, x, t, lr=0.1):
    y = b
    for i in range(w.size):
        y += w[i] * x[i]
    new = np.empty_like(w)
    for i in range(w.size):
        new[i] = w[i] - lr * (y - t) * x[i]
    return new, b - lr * (y - t)


def _adaline_copy(w, b, x, t, lr=0.1):
    w = w.copy()
    error = t - np.vdot(w, x) - b
    w += lr * error * x
    return w, b + lr * error


def _normal_centred(X, t, l2=0.0):
    X, t = np.asarray(X, float), np.asarray(t, float)
    mx, mt = X.mean(0), t.mean()
    A = (X - mx).T @ (X - mx) / len(X) + l2 * np.identity(X.shape[1])
    w = np.linalg.solve(A, (X - mx).T @ (t - mt) / len(X))
    return w, mt - mx @ w


def _normal_lstsq(X, t, l2=0.0):
    n, d = np.shape(X)
    rows = np.vstack([np.c_[X, np.ones(n)], math.sqrt(l2 * n) * np.eye(d, d + 1)])
    sol = np.linalg.lstsq(rows, np.concatenate([t, np.zeros(d)]), rcond=None)[0]
    return sol[:d], float(sol[d])


def _normal_pinv(X, t, l2=0.0):
    A = np.insert(np.asarray(X, float), 0, 1, axis=1)
    D = np.diag([0.0] + [l2 * len(t)] * (A.shape[1] - 1))
    b, *w = np.linalg.inv(A.T @ A + D) @ A.T @ t
    return np.array(w), b


def _count_recursive(sizes, bias=True):
    if len(sizes) < 2:
        return 0
    return (sizes[0] + bool(bias)) * sizes[1] + _count_recursive(sizes[1:], bias)


def _count_numpy(sizes, bias=True):
    s = np.array(sizes)
    return np.dot(s[:-1], s[1:]) + (s[1:].sum() if bias else 0)


def _count_reduce(sizes, bias=True):
    return functools.reduce(lambda n, p: n + p[0] * p[1] + p[1] * bias, itertools.pairwise(sizes), 0)


def _sigmoid_pieces(z, slope=1):
    e = np.exp(-np.abs(slope * z))
    return np.where(z >= 0, 1, e) / (1 + e)


def _sigmoid_log(z, slope=1):
    return np.exp(-np.logaddexp(0, -slope * z))


def _sigmoid_grad_cosh(z, slope=1):
    half = np.tanh(slope * z / 2)
    return slope / 4 * (1 - half) * (1 + half)


def _sigmoid_grad_exp(z, slope=1):
    e = np.exp(-slope * np.abs(z))
    return (slope * e / (1 + e) ** 2).astype(z.dtype)


def _sigmoid_grad_product(z, slope=1):
    return slope * expit(slope * z) * expit(-slope * z)


def _relu_grad_loop(z):
    out = np.zeros(z.shape, z.dtype)
    it = np.nditer(z, flags=["multi_index"])
    for v in it:
        if v > 0:
            out[it.multi_index] = 1
    return out


def _relu_grad_one_at_zero(z):
    return np.greater_equal(z, 0).astype(z.dtype)


def _relu_grad_heaviside(z):
    return np.heaviside(z, np.array(0, z.dtype))


def _prelu_two(z, alpha=0.25):
    return np.maximum(z, 0) + np.asarray(alpha, z.dtype) * np.minimum(z, 0)


def _prelu_copy(z, alpha=0.25):
    factor = np.broadcast_to(alpha, z.shape)
    out = np.copy(z)
    out[z < 0] *= factor[z < 0].astype(z.dtype)
    return out


def _prelu_select(z, alpha=0.25):
    return np.select([z > 0, z <= 0], [z, z * alpha]).astype(z.dtype)


def _elu_pieces(z, alpha=1):
    out = np.array(z, copy=True)
    left = z < 0
    out[left] = alpha * (np.exp(z[left]) - 1)
    return out


def _elu_sum(z, alpha=1):
    return (
        np.maximum(z, 0) + np.float32(alpha) * np.expm1(np.minimum(z, 0))
        if z.dtype == np.float32
        else (np.maximum(z, 0) + alpha * np.expm1(np.minimum(z, 0)))
    )


def _elu_vectorised(z, alpha=1):
    return np.vectorize(lambda v: v if v > 0 else alpha * math.expm1(v), otypes=[z.dtype])(z)


def _derivative_wide(f, f_grad):
    points = np.concatenate([np.linspace(-6, 6, 241) + 0.0123, [-60.0, 60.0, -900.0, 900.0]])
    h = 1e-5
    measured = (f(points + h) - f(points - h)) / (2 * h)
    claimed = f_grad(points)
    assert claimed.shape == points.shape
    if not np.isfinite(claimed).all():
        raise AssertionError("not finite")
    if not np.allclose(measured, claimed, rtol=1e-4, atol=1e-4):
        raise AssertionError("not the derivative")


def _derivative_one_by_one(f, f_grad):
    for z in [*np.random.default_rng(3).normal(0, 4, 200), -1000.0, -50.0, 50.0, 1000.0]:
        p, h = np.array([z]), 1e-4
        with np.errstate(all="ignore"):
            slope, claim = ((f(p + h) - f(p - h)) / (2 * h))[0], f_grad(p)
        assert claim.shape == (1,)
        claim = claim[0]
        assert abs(slope - claim) <= 1e-3 * (1 + abs(slope))


def _swish_expit(z, beta=1):
    return np.multiply(z, expit(np.multiply(z, beta).astype(z.dtype)))


def _swish_tanh(z, beta=1):
    return z / 2 + z / 2 * np.tanh(beta * z / 2)


def _swish_pieces(z, beta=1):
    e = np.exp(-np.abs(beta * z))
    return z * np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def _mended_swish_longhand(z, beta=1):
    gate = expit(beta * z)
    first, second = gate, beta * z * gate * expit(-beta * z)
    return first + second


def _mended_swish_swish(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    y = z * s
    return beta * y + s * (1 - beta * y)


def _mended_swish_original(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return s + z * (beta * s) * (1 - s)


def _gelu_erf(z):
    return z * (1 + erf(z / math.sqrt(2))) / 2


def _gelu_erfc(z):
    return (0.5 * z * erfc(-z * math.sqrt(0.5))).astype(z.dtype)


def _gelu_log(z):
    return (z * np.exp(log_ndtr(z.astype(float)))).astype(z.dtype)


def _mse_vdot(Y, T):
    difference = Y - T
    return float(np.vdot(difference, difference)) / 2 / Y.shape[0], difference / Y.shape[0]


def _mse_rows(Y, T):
    total, rows = 0.0, []
    for y, t in zip(Y, T, strict=True):
        total += 0.5 * float(np.sum((y - t) ** 2))
        rows.append((y - t) / len(Y))
    return total / len(Y), np.array(rows)


def _mse_norm(Y, T):
    n = len(T)
    return np.linalg.norm((Y - T).astype(np.float64)) ** 2 / (2 * n), np.divide(Y - T, n, dtype=Y.dtype)


def _huber_clip(Y, T, delta=1.0):
    d = Y - T
    c = np.clip(d, -delta, delta)
    return float((c * d - c * c / 2).sum() / len(Y)), (c / len(Y)).astype(Y.dtype)


def _huber_loop(Y, T, delta=1.0):
    loss, dY = 0.0, np.zeros_like(Y)
    for i in np.ndindex(*Y.shape):
        d = float(Y[i]) - float(T[i])
        if abs(d) > delta:
            loss += delta * (abs(d) - delta / 2)
            dY[i] = math.copysign(delta, d) / len(Y)
        else:
            loss += d * d / 2
            dY[i] = d / len(Y)
    return loss / len(Y), dY


def _huber_min(Y, T, delta=1.0):
    a = np.abs(Y - T)
    q = np.minimum(a, delta)
    return float(np.sum(0.5 * q**2 + delta * (a - q)) / len(Y)), (np.sign(Y - T) * q / len(Y)).astype(Y.dtype)


def _loss_test_full(loss):
    rng = np.random.default_rng(7)
    for n, k in ((1, 1), (4, 3), (2, 5)):
        Y, T = rng.normal(0, 2, (n, k)), rng.normal(0, 2, (n, k))
        claimed, h = loss(Y, T)[1], 1e-5
        assert claimed.shape == Y.shape
        for i in np.ndindex(n, k):
            step = np.zeros((n, k))
            step[i] = h
            assert math.isclose(
                (loss(Y + step, T)[0] - loss(Y - step, T)[0]) / (2 * h), claimed[i], rel_tol=1e-3, abs_tol=1e-5
            )


def _loss_test_directions(loss):
    rng = np.random.default_rng(11)
    for _ in range(30):
        Y, T, V = rng.random((3, 4, 3)) * 0.8 + 0.1
        h = 1e-6
        slope = (loss(Y + h * V, T)[0] - loss(Y - h * V, T)[0]) / (2 * h)
        dY = loss(Y, T)[1]
        assert dY.shape == Y.shape
        assert abs(slope - (dY * V).sum()) < 1e-4


def _bce_logaddexp(Z, T):
    n = Z.shape[0]
    return float(np.sum(np.logaddexp(0, Z) - T * Z)) / n, ((expit(Z) - T) / n).astype(Z.dtype)


def _bce_two(Z, T):
    away = np.maximum(Z, 0) - Z * T + np.log1p(np.exp(-np.abs(Z)))
    p = 0.5 + 0.5 * np.tanh(Z / 2)
    return np.float64(away.sum(dtype=float) / len(Z)), ((p - T) / len(Z)).astype(Z.dtype)


def _bce_weighted(Z, T):
    with np.errstate(over="ignore"):
        each = T * np.logaddexp(0, -Z) + (1 - T) * np.logaddexp(0, Z)
    g = (1 - T) * expit(Z) - T * expit(-Z)
    return float(each.sum() / len(Z)), (g / len(Z)).astype(Z.dtype)


def _log_cosh_logaddexp(Y, T):
    D = Y - T
    return float(np.sum(np.logaddexp(D, -D) - np.log(2)) / len(D)), np.tanh(D) / len(D)


def _log_cosh_abs(Y, T):
    D = Y - T
    each = np.abs(D) + np.log1p(np.exp(-2 * np.abs(D))) - np.log(2)
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)


def _log_cosh_softplus(Y, T):
    D = Y - T
    each = D + np.logaddexp(0, -2 * D) - math.log(2)
    return float(each.sum() / len(D)), np.tanh(D) / len(D)


def _kl_rows(P, Q):
    def one(p, q):
        if p == 0:
            return 0.0
        return math.inf if q == 0 else p * (math.log(p) - math.log(q))

    flat = [sum(map(one, p, q)) for p, q in zip(P.reshape(-1, P.shape[-1]), Q.reshape(-1, Q.shape[-1]), strict=True)]
    return np.array(flat, dtype=P.dtype).reshape(P.shape[:-1])


def _kl_masked(P, Q):
    terms = np.zeros(P.shape, P.dtype)
    on = P > 0
    with np.errstate(divide="ignore"):
        terms[on] = P[on] * np.log(P[on] / Q[on])
    return np.sum(terms, axis=P.ndim - 1)


def _softmax_rows(Z):
    return np.apply_along_axis(lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(), -1, Z).astype(Z.dtype)


def _softmax_logsumexp(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=-1, keepdims=True))


def _softmax_buffer(Z):
    P = np.array(Z)
    P -= np.amax(P, -1)[..., None]
    np.exp(P, out=P)
    P /= P.sum(-1)[..., None]
    return P


def _softmax_test_whole(f):
    rng = np.random.default_rng(2)
    for scale in (1, 30, 3000):
        Z = rng.normal(0, scale, (4, 3))
        Z[0] += 5000
        P = f(Z)
        e = np.exp(Z - Z.max(1, keepdims=True))
        assert P.shape == Z.shape
        assert np.isfinite(P).all()
        assert np.allclose(P, e / e.sum(1, keepdims=True), atol=1e-9)


def _softmax_test_ratios(f):
    Z = np.random.default_rng(5).uniform(-3, 3, (5, 4))
    P = f(Z)
    assert np.all(np.abs(P.sum(axis=1) - 1) < 1e-8), "sums"
    for n in range(5):
        for k in range(1, 4):
            assert abs(P[n, k] / P[n, 0] - math.exp(Z[n, k] - Z[n, 0])) < 1e-6 * math.exp(Z[n, k] - Z[n, 0])
    assert np.allclose(f(Z + np.array([[1e4], [-1e4], [0], [5], [800]])), P, atol=1e-6)


def _jacobian_loops(Z):
    e = np.exp(Z - Z.max(-1, keepdims=True))
    P = e / e.sum(-1, keepdims=True)
    k = Z.shape[-1]
    J = np.zeros((*Z.shape, k), Z.dtype)
    for i in range(k):
        for j in range(k):
            J[..., i, j] = P[..., i] * ((i == j) - P[..., j])
    return J


def _jacobian_einsum(Z):
    e = np.exp(Z - Z.max(-1)[..., np.newaxis])
    P = e / np.einsum("...k->...", e)[..., np.newaxis]
    J = -np.einsum("...i,...k->...ik", P, P)
    np.einsum("...ii->...i", J)[...] += P
    return J


def _ce_logaddexp(Z, T):
    log_p = Z - np.logaddexp.reduce(Z, axis=1)[:, None]
    return float(-np.einsum("nk,nk->", T, log_p) / len(Z)), ((np.exp(log_p) - T) / len(Z)).astype(Z.dtype)


def _ce_rows(Z, T):
    losses, grads = [], []
    for z, t in zip(Z, T, strict=True):
        shifted = z - max(z)
        e = np.exp(shifted)
        losses.append(np.log(e.sum()) - np.dot(t, shifted))
        grads.append(e / e.sum() - t)
    return float(np.mean(losses)), np.asarray(np.array(grads) / len(Z), dtype=Z.dtype)


def _ce_difference(Z, T):
    m = Z.max(axis=1)
    s = np.exp(Z - m[:, None])
    loss = np.mean(np.log(s.sum(1)) - (T * (Z - m[:, None])).sum(1))
    return float(loss), ((s / s.sum(1)[:, None] - T) / Z.shape[0]).astype(Z.dtype)


def _cost_by_example(W, b, X, T, l2=0.0):
    cost, dW, db = 0.0, l2 * W, np.zeros_like(b)
    for x, t in zip(X, T, strict=True):
        z = W @ x + b
        log_p = z - np.logaddexp.reduce(z)
        cost -= float(t @ log_p) / len(X)
        d = (np.exp(log_p) - t) / len(X)
        dW = dW + np.outer(d, x)
        db = db + d
    return cost + l2 * float(np.vdot(W, W)) / 2, dW.astype(W.dtype), db.astype(b.dtype)


def _cost_homogeneous(W, b, X, T, l2=0.0):
    V, U = np.c_[W, b], np.c_[X, np.ones(len(X), X.dtype)]
    Z = U @ V.T
    loss, dZ = _ce_logaddexp(Z, T)
    D = dZ.T @ U
    D[:, :-1] += l2 * W
    return loss + 0.5 * l2 * float((W**2).sum()), D[:, :-1].astype(W.dtype), D[:, -1].astype(b.dtype)


RIGHT = {
    "standardise": (_standardise_columns, _standardise_float64),
    "one_hot": (_one_hot_put, _one_hot_list, _one_hot_equal),
    "neuron": (_neuron_vectorised, _neuron_loops, _neuron_heaviside),
    "neuron_counterexample": (
        (np.array([0.0, 0.0]), np.array([3.0, 1.0]), 0.0),
        (np.array([[0.5, 0.25], [1.0, 1.0]]), np.array([2.0, 4.0]), -2),
        ([1.0], [1.0], -1.0),
    ),
    "implication": ((-1, 1, 0), np.array([-1.0, 1.0, 0.5]), [-2, 2, 1.5]),
    "perceptron_step": (_perceptron_if, _perceptron_list, _perceptron_augmented),
    "adaline_step": (_adaline_named, _adaline_loop, _adaline_copy),
    "adaline_normal_equations": (_normal_centred, _normal_lstsq, _normal_pinv),
    "parameter_count": (_count_recursive, _count_numpy, _count_reduce),
    "sigmoid": (_sigmoid_pieces, _sigmoid_log),
    "sigmoid_grad": (_sigmoid_grad_cosh, _sigmoid_grad_exp, _sigmoid_grad_product),
    "relu_grad": (_relu_grad_loop, _relu_grad_one_at_zero, _relu_grad_heaviside),
    "prelu": (_prelu_two, _prelu_copy, _prelu_select),
    "elu": (_elu_pieces, _elu_sum, _elu_vectorised),
    "leaky_counterexample": ((np.array([1.0]), 2.0), (np.array([-3.0, 3.0]), 1.5), ([1.0], 4)),
    "softplus_counterexample": ((np.array([800.0]),), np.array([1000.0, 1.0]), [710.0]),
    "derivative_test": (_derivative_wide, _derivative_one_by_one),
    "swish": (_swish_expit, _swish_tanh, _swish_pieces),
    "mended_swish_grad": (_mended_swish_longhand, _mended_swish_swish, _mended_swish_original),
    "gelu": (_gelu_erf, _gelu_erfc, _gelu_log),
    "mse": (_mse_vdot, _mse_rows, _mse_norm),
    "huber": (_huber_clip, _huber_loop, _huber_min),
    "loss_gradient_test": (_loss_test_full, _loss_test_directions),
    "guarded_counterexample": (
        (np.array([[-100.0]]), np.array([[1.0]])),
        (np.array([[50.0], [1.0]]), np.array([[0.0], [1.0]])),
        (np.array([[60.0]]), np.array([[0.5]])),
    ),
    "bce_with_logits": (_bce_logaddexp, _bce_two, _bce_weighted),
    "mended_log_cosh": (_log_cosh_logaddexp, _log_cosh_abs, _log_cosh_softplus),
    "kl_divergence": (_kl_rows, _kl_masked),
    "softmax": (_softmax_rows, _softmax_logsumexp, _softmax_buffer),
    "softmax_test": (_softmax_test_whole, _softmax_test_ratios),
    "softmax_jacobian": (_jacobian_loops, _jacobian_einsum),
    "softmax_cross_entropy": (_ce_logaddexp, _ce_rows, _ce_difference),
    "softmax_regression_cost": (_cost_by_example, _cost_homogeneous),
    "log_softmax_counterexample": ((np.array([[0.0, 800.0]]),), np.array([[0.0, -1000.0]])),
}

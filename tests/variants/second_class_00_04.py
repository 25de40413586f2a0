"""Right answers of a second class to lectures 00 to 04: recursion, einsum, buffers, float64 and comprehensions."""

import math
from functools import reduce

import numpy as np
from scipy.special import ndtr, xlogy


def _s(z):
    return 0.5 * (1 + np.tanh(z / 2))


def _softmax(Z):
    E = np.exp(Z - Z.max(-1, keepdims=True))
    return E / E.sum(-1, keepdims=True)


def _standardise_out(X):
    out = np.subtract(X, X.mean(axis=0))
    s = np.sqrt((out * out).mean(axis=0))
    np.divide(out, s, out=out, where=s > 0)
    return out


def _standardise_columns(X):
    def one(c):
        spread = c.std()
        return np.zeros_like(c) if spread == 0 else (c - c.mean()) / spread

    return np.stack([one(c) for c in X.T], axis=1)


def _standardise_float64(X):
    Y = X.astype(np.float64)
    s = Y.std(0)
    return ((Y - Y.mean(0)) / np.where(s, s, np.inf)).astype(X.dtype)


def _standardise_constant_first(X):
    constant = (X == X[0]).all(axis=0)
    D = X - X.mean(axis=0)
    D[:, constant] = 0
    s = np.std(D, axis=0)
    s[constant] = 1
    return D / s


def _one_hot_fancy(t, n_classes, dtype=np.float32):
    out = np.zeros((len(t), n_classes), dtype=dtype)
    out[np.arange(len(t)), t] = 1
    return out


def _one_hot_lists(t, n_classes, dtype=np.float32):
    return np.array([[1 if k == c else 0 for k in range(n_classes)] for c in t], dtype).reshape(len(t), n_classes)


def _one_hot_put(t, n_classes, dtype=np.float32):
    out = np.zeros((t.size, n_classes), dtype)
    np.put_along_axis(out, t[:, None], 1, axis=1)
    return out


def _one_hot_flat(t, n_classes, dtype=np.float32):
    flat = np.zeros(t.size * n_classes, dtype)
    flat[np.arange(t.size) * n_classes + t] = 1
    return flat.reshape(t.size, n_classes)


def _neuron_sum(x, w, b):
    return np.asarray(~(np.sum(np.asarray(x) * w, axis=-1) + b < 0)).astype(np.int64)


def _neuron_heaviside(x, w, b):
    return np.heaviside(np.tensordot(x, w, axes=1) + b, 1).astype(np.int64)


def _neuron_where(x, w, b):
    return np.where(np.inner(x, w) >= -b, 1, 0)


def _neuron_each(x, w, b):
    x = np.asarray(x)
    rows = x.reshape(-1, x.shape[-1])
    return np.array([int(sum(a * c for a, c in zip(r, w, strict=True)) + b >= 0) for r in rows]).reshape(x.shape[:-1])


def _perceptron_signed(w, b, x, t, lr=1.0):
    y = int(np.dot(w, x) + b >= 0)
    if y == t:
        return w.copy(), b
    sign = 1 if t > y else -1
    return w + x * w.dtype.type(sign * lr), b + sign * lr


def _perceptron_bool(w, b, x, t, lr=1.0):
    miss = float(t) - float(w @ x >= -b)
    return np.add(w, lr * miss * x), b + lr * miss


def _normal_centred(X, t, l2=0.0):
    m, u = X.mean(axis=0), t.mean()
    C = X - m
    w = np.linalg.solve(C.T @ C / len(X) + l2 * np.eye(X.shape[1], dtype=X.dtype), C.T @ (t - u) / len(X))
    return w, u - m @ w


def _normal_lstsq(X, t, l2=0.0):
    N, D = X.shape
    m, u = X.mean(axis=0), t.mean()
    A = np.vstack([X - m, math.sqrt(N * l2) * np.eye(D)]).astype(X.dtype)
    w = np.linalg.lstsq(A, np.concatenate([t - u, np.zeros(D)]).astype(X.dtype), rcond=None)[0]
    return w, u - m @ w


def _normal_blocks(X, t, l2=0.0):
    N, D = X.shape
    M = np.zeros((D + 1, D + 1), X.dtype)
    M[:D, :D] = X.T @ X / N + l2 * np.eye(D)
    M[:D, D] = M[D, :D] = X.mean(axis=0)
    M[D, D] = 1
    v = np.linalg.inv(M) @ np.append(X.T @ t / N, t.mean()).astype(X.dtype)
    return v[:D], v[D]


def _sigmoid_logaddexp(z, slope=1):
    return np.exp(-np.logaddexp(0, -slope * z)).astype(z.dtype)


def _sigmoid_masks(z, slope=1):
    u = np.asarray(slope * z)
    out = np.empty_like(u)
    out[u >= 0] = 1 / (1 + np.exp(-u[u >= 0]))
    e = np.exp(u[u < 0])
    out[u < 0] = e / (1 + e)
    return out.astype(z.dtype)


def _sigmoid_clip(z, slope=1):
    limit = 80 if z.dtype == np.float32 else 700
    return (1 / (1 + np.exp(np.clip(-slope * z, -limit, limit)))).astype(z.dtype)


def _elu_put(z, alpha=1):
    out = z.copy()
    low = out < 0
    out[low] = alpha * np.expm1(out[low])
    return out


def _elu_sum(z, alpha=1):
    return (np.maximum(z, 0) + alpha * (np.exp(np.minimum(z, 0)) - 1)).astype(z.dtype)


def _elu_select(z, alpha=1):
    return np.select([z >= 0], [z], alpha * np.expm1(-np.abs(z))).astype(z.dtype)


def _prelu_slope(z, alpha=0.25):
    return (z * np.where(z < 0, alpha, 1)).astype(z.dtype)


def _prelu_abs(z, alpha=0.25):
    return ((1 + alpha) / 2 * z + (1 - alpha) / 2 * np.abs(z)).astype(z.dtype)


def _prelu_where(z, alpha=0.25):
    out = z.copy()
    np.multiply(z, alpha, out=out, where=z < 0, casting="unsafe")
    return out


def _derivative_test_loop(f, f_grad):
    for z in (-1000.0, -4.3, -1.7, -0.6, -0.15, 0.2, 0.9, 2.3, 5.1, 1000.0):
        z = np.array([z])
        h = 1e-5
        assert f_grad(z).shape == (1,)
        slope = (f(z + h)[0] - f(z - h)[0]) / (2 * h)
        if not abs(slope - f_grad(z)[0]) <= 1e-5 * max(1, abs(slope)):
            raise AssertionError(f"at {z[0]}: {f_grad(z)[0]} instead of {slope}")


def _derivative_test_matrix(f, f_grad):
    rng = np.random.default_rng(4)
    z = rng.normal(0, 3, (6, 7))
    z = np.append(z[np.abs(z) > 0.01], [-2000.0, 2000.0]).reshape(-1, 1)
    left, right = f(z - 1e-6), f(z + 1e-6)
    np.testing.assert_allclose(f_grad(z), (right - left) / 2e-6, rtol=1e-5, atol=1e-6)


def _derivative_test_five_points(f, f_grad):
    z, h = np.array([-900.0, *np.linspace(-5.03, 4.96, 60), 900.0]), 1e-3
    slope = (8 * (f(z + h) - f(z - h)) - (f(z + 2 * h) - f(z - 2 * h))) / (12 * h)
    g = f_grad(z)
    assert g.shape == z.shape
    assert np.max(np.abs(g - slope)) < 1e-5


def _swish_grad_quotient(z, beta=1):
    s = (1 + np.tanh(beta * z / 2)) / 2
    return (s * (1 + beta * z * (1 - s))).astype(z.dtype)


def _swish_grad_cosh(z, beta=1):
    half = np.tanh(beta * z / 2)
    return ((1 + half) / 2 + z * beta * (1 - half**2) / 4).astype(z.dtype)


def _gelu_erf(z):
    return (z * np.vectorize(lambda v: 0.5 * math.erfc(-v / math.sqrt(2)), otypes=[float])(z)).astype(z.dtype)


def _gelu_out(z):
    out = ndtr(z)
    out *= z
    return out


def _mae_where(Y, T):
    up, down = Y > T, Y < T
    return float((Y - T)[up].sum() + (T - Y)[down].sum()) / len(Y), ((up * 1.0 - down) / len(Y)).astype(Y.dtype)


def _mae_each(Y, T):
    loss = 0.0
    d = np.zeros_like(Y)
    for i in np.ndindex(Y.shape):
        gap = float(Y[i]) - float(T[i])
        loss += abs(gap)
        d[i] = math.copysign(1, gap) if gap else 0
    return loss / Y.shape[0], d / Y.shape[0]


def _mae_max(Y, T):
    D = Y - T
    return float(np.sum(np.maximum(D, -D), dtype=float) / D.shape[0]), np.sign(D) / D.shape[0]


def _huber_clip(Y, T, delta=1.0):
    D = Y - T
    c = np.clip(D, -delta, delta)
    return float(np.sum(c * (D - c / 2)) / len(Y)), (c / len(Y)).astype(Y.dtype)


def _huber_min(Y, T, delta=1.0):
    D = np.abs(Y - T)
    m = np.minimum(D, delta)
    return float((m * m / 2 + delta * (D - m)).sum()) / len(Y), (np.sign(Y - T) * m / len(Y)).astype(Y.dtype)


def _huber_each(Y, T, delta=1.0):
    def piece(d):
        return d * d / 2 if abs(d) < delta else delta * (abs(d) - delta / 2)

    def slope(d):
        return max(-delta, min(delta, d))

    D = (Y - T).astype(float)
    values = [piece(d) for d in D.ravel().tolist()]
    return sum(values) / len(Y), np.array([slope(d) for d in D.ravel()], Y.dtype).reshape(Y.shape) / len(Y)


def _bce_two_pieces(Z, T):
    each = np.maximum(Z, 0) - Z * T + np.log1p(np.exp(-np.abs(Z)))
    return float(each.sum() / Z.shape[0]), ((_s(Z) - T) / Z.shape[0]).astype(Z.dtype)


def _bce_mixture(Z, T):
    each = T * np.logaddexp(0, -Z) + (1 - T) * np.logaddexp(0, Z)
    return math.fsum(each.ravel().tolist()) / len(Z), (((1 - T) * _s(Z) - T * _s(-Z)) / len(Z)).astype(Z.dtype)


def _entropy_where(P):
    logs = np.zeros_like(P)
    np.log(P, out=logs, where=P > 0)
    return -(P * logs).sum(axis=-1)


def _entropy_masked(P):
    return np.array(-np.where(P > 0, P * np.log(np.where(P > 0, P, 1)), 0).sum(-1))


def _entropy_last(P):
    return reduce(np.add, [-xlogy(P[..., k], P[..., k]) for k in range(P.shape[-1])])


def _kl_where(P, Q):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(P > 0, P * (np.log(P) - np.log(Q)), 0).sum(axis=-1)


def _kl_two_sums(P, Q):
    return np.sum(xlogy(P, P) - xlogy(P, Q), axis=-1)


def _loss_test_directions(loss):
    rng = np.random.default_rng(7)
    for N, K in ((1, 2), (3, 4), (5, 1)):
        for _ in range(20):
            Y, T = rng.normal(size=(N, K)), rng.uniform(size=(N, K))
            T /= T.sum(axis=1, keepdims=True)
            V = rng.normal(size=(N, K))
            assert loss(Y, T)[1].shape == Y.shape
            slope = (loss(Y + 1e-6 * V, T)[0] - loss(Y - 1e-6 * V, T)[0]) / 2e-6
            assert math.isclose(slope, float(np.sum(loss(Y, T)[1] * V)), rel_tol=1e-4, abs_tol=1e-6)


def _loss_test_entries(loss):
    rng = np.random.default_rng(2)
    Y, T = 3 * rng.normal(size=(4, 3)), 3 * rng.normal(size=(4, 3))
    g = np.empty_like(Y)
    for n in range(4):
        for k in range(3):
            a, b = Y.copy(), Y.copy()
            a[n, k] += 1e-6
            b[n, k] -= 1e-6
            g[n, k] = (loss(a, T)[0] - loss(b, T)[0]) / (a[n, k] - b[n, k])
    dY = loss(Y, T)[1]
    assert np.shape(dY) == Y.shape, "shape"
    assert np.abs(dY - g).max() < 1e-5, "gradient"


def _log_cosh_abs(Y, T):
    D = Y - T
    A = np.abs(D)
    each = A + np.log1p(np.exp(-2 * A)) - np.log(2)
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)


def _log_cosh_logaddexp(Y, T):
    D = Y - T
    each = np.logaddexp(D, -D) - np.log(2.0)
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)


def _jacobian_einsum(Z):
    P = _softmax(Z)
    return np.einsum("...i,ik->...ik", P, np.eye(Z.shape[-1], dtype=Z.dtype)) - np.einsum("...i,...k->...ik", P, P)


def _jacobian_rows(Z):
    if Z.ndim > 1:
        return np.array([_jacobian_rows(z) for z in Z]).astype(Z.dtype).reshape(*Z.shape, Z.shape[-1])
    p = _softmax(Z)
    return np.diag(p) - np.outer(p, p)


def _jacobian_two_cases(Z):
    P = _softmax(Z)
    K = Z.shape[-1]
    J = np.empty((*P.shape, K), Z.dtype)
    for i in range(K):
        for k in range(K):
            J[..., i, k] = P[..., i] * (1 - P[..., i]) if i == k else -P[..., i] * P[..., k]
    return J


def _regression_loop(W, b, X, T, l2=0.0):
    cost, dW, db = 0.0, np.zeros_like(W), np.zeros_like(b)
    for x, t in zip(X, T, strict=True):
        z = W @ x + b
        m = z.max()
        lse = m + np.log(np.exp(z - m).sum())
        cost += float(lse - t @ z)
        d = np.exp(z - lse) - t
        dW += np.outer(d, x)
        db += d
    return cost / len(X) + l2 / 2 * float(np.sum(W * W)), dW / len(X) + l2 * W, db / len(X)


def _regression_augmented(W, b, X, T, l2=0.0):
    A = np.c_[X, np.ones(len(X), X.dtype)]
    Z = A @ np.c_[W, b].T
    P = _softmax(Z)
    logs = Z - Z.max(1, keepdims=True)
    logs = logs - np.log(np.exp(logs).sum(1, keepdims=True))
    G = (P - T).T @ A / len(X)
    return float(-(T * logs).sum() / len(X) + l2 * np.vdot(W, W) / 2), G[:, :-1] + l2 * W, G[:, -1]


def _sgd_bracket(w, dw, lr, weight_decay=0.0):
    return (1 - lr * weight_decay) * w - lr * dw


def _sgd_out(w, dw, lr, weight_decay=0.0):
    out = np.multiply(w, -lr * weight_decay)
    out -= lr * dw
    out += w
    return out


def _softmax_test_shift(f):
    rng = np.random.default_rng(0)
    for N, K in ((1, 3), (4, 2), (3, 3)):
        Z = 3 * rng.normal(size=(N, K))
        E = np.exp(Z)
        want = E / E.sum(axis=1, keepdims=True)
        for c in (0, 500, 1500, -1500):
            P = f(Z + c)
            assert P.shape == Z.shape
            assert np.abs(P - want).max() < 1e-6
        assert np.abs(f(Z + np.linspace(0, 3000, N)[:, None]) - want).max() < 1e-6


def _softmax_test_rows(f):
    for row in ([0.0, 1.0, 3.0], [900.0, 901.0, 899.0], [-5.0, 5.0, 0.0], [-2000.0, -2001.0, -2000.5]):
        Z = np.array([row, row[::-1], [5000.0, 5001.0, 5000.0]])
        got = f(Z)
        for z, p in zip(Z, got, strict=True):
            m = max(z)
            e = [math.exp(v - m) for v in z]
            if not all(math.isclose(a, b / sum(e), rel_tol=1e-6, abs_tol=1e-9) for a, b in zip(p, e, strict=True)):
                raise AssertionError("not softmax")


RIGHT = {
    "standardise": (_standardise_out, _standardise_columns, _standardise_float64, _standardise_constant_first),
    "one_hot": (_one_hot_fancy, _one_hot_lists, _one_hot_put, _one_hot_flat),
    "neuron": (_neuron_sum, _neuron_heaviside, _neuron_where, _neuron_each),
    "perceptron_step": (_perceptron_signed, _perceptron_bool),
    "adaline_normal_equations": (_normal_centred, _normal_lstsq, _normal_blocks),
    "sigmoid": (_sigmoid_logaddexp, _sigmoid_masks, _sigmoid_clip),
    "elu": (_elu_put, _elu_sum, _elu_select),
    "prelu": (_prelu_slope, _prelu_abs, _prelu_where),
    "derivative_test": (_derivative_test_loop, _derivative_test_matrix, _derivative_test_five_points),
    "mended_swish_grad": (
        lambda z, beta=1: (lambda s: s + beta * z * s * (1 - s))((1 + np.tanh(beta * z / 2)) / 2),
        _swish_grad_quotient,
        _swish_grad_cosh,
    ),
    "gelu": (_gelu_erf, _gelu_out, lambda z: z - z * ndtr(-z)),
    "mae": (_mae_where, _mae_each, _mae_max),
    "huber": (_huber_clip, _huber_min, _huber_each),
    "bce_with_logits": (_bce_two_pieces, _bce_mixture),
    "entropy": (_entropy_where, _entropy_masked, _entropy_last),
    "kl_divergence": (_kl_where, _kl_two_sums),
    "loss_gradient_test": (_loss_test_directions, _loss_test_entries),
    "mended_log_cosh": (_log_cosh_abs, _log_cosh_logaddexp),
    "softmax_jacobian": (_jacobian_einsum, _jacobian_rows, _jacobian_two_cases),
    "softmax_regression_cost": (_regression_loop, _regression_augmented),
    "sgd_step": (_sgd_bracket, _sgd_out),
    "softmax_test": (_softmax_test_shift, _softmax_test_rows),
    "neuron_counterexample": (
        (np.array([1.0, 2.0]), np.array([2.0, -1.0]), 0.0),
        ([3.0], [1.0], -3),
        (np.zeros(2), np.ones(2), 0.0),
        (np.array([0.5]), np.array([4.0]), -2.0),
    ),
    "softplus_counterexample": (np.array([1000.0]), 800.0, [0.0, 750.0], np.array([[5000.0]])),
    "leaky_counterexample": (
        (np.array([2.0]), 3.0),
        (np.array([-2.0, 1.0]), 1.5),
        ([-1.0], 2),
        (-1.0, 10.0),
    ),
    "guarded_counterexample": (
        (np.array([[100.0]]), np.array([[0.0]])),
        ([[-60.0]], [[1.0]]),
        (np.array([[50.0], [0.0]]), np.array([[0.5], [1.0]])),
        (np.array([[1000.0]]), np.array([[0.0]])),
    ),
    "log_softmax_counterexample": (
        np.array([[0.0, 1000.0]]),
        [[-800.0, 0.0]],
        np.array([[1e4, 0.0, 1.0]]),
        np.array([[0.0, 0.0], [0.0, 760.0]]),
    ),
    "implication": ((-1.0, 1.0, 0.5), (-1, 1, 0), (-2.0, 3.0, 1.0), np.array([-1.0, 0.5, 0.75])),
}


def _loss_test_complex_free(loss):
    rng = np.random.default_rng(13)
    Y, T = rng.normal(size=(2, 6)), rng.uniform(size=(2, 6))
    dY, h = np.asarray(loss(Y, T)[1]), 1e-6
    assert dY.shape == Y.shape
    for shift in h * np.eye(Y.size).reshape(Y.size, *Y.shape):
        slope = (loss(Y + shift, T)[0] - loss(Y - shift, T)[0]) / (2 * h)
        assert abs(slope - (dY * shift).sum() / h) < 1e-5


def _log_cosh_max(Y, T):
    D = Y - T
    each = np.maximum(D, -D) - np.log(2) + np.log(1 + np.exp(-2 * np.abs(D)))
    return float(np.sum(each) / len(D)), np.tanh(D) / len(D)


def _softmax_test_ratios(f):
    for Z in (np.array([[0.0, 2.0], [3.0, -1.0]]), np.array([[1000.0, 1001.0, 999.0], [-3000.0, -3000.5, -2999.0]])):
        P = np.asarray(f(Z))
        assert P.shape == Z.shape
        assert np.allclose(P.sum(axis=1), 1)
        assert np.allclose(P[:, 1:] / P[:, :1], np.exp(Z[:, 1:] - Z[:, :1]))


def _fractions_by_row(X):
    return np.stack([row / sum(row) for row in X])


def _fractions_transposed(X):
    return (X.T / X.sum(axis=-1)).T


def _fractions_none(X):
    return X / np.einsum("nd->n", X)[:, None]


RIGHT["mended_fractions"] = (_fractions_by_row, _fractions_transposed, _fractions_none)
RIGHT["float32_counterexample"] = (
    np.array([[1e8], [1e8 + 1.0], [1e8 + 2.0]]),
    [[1764000000, 1], [1764000030, 2]],
    np.array([[1e300], [-1e300], [0.0]]),
    np.array([[1 + 1e-9, 3.0], [1.0, 4.0]]),
)
RIGHT["loss_gradient_test"] += (_loss_test_complex_free,)
RIGHT["mended_log_cosh"] += (_log_cosh_max,)
RIGHT["softmax_test"] += (_softmax_test_ratios,)

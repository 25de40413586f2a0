"""Right answers of a class to lectures 00 to 04: loops, other formulas, float64 inside, masks, lists, einsum."""

import itertools
import math

import numpy as np


def _map(f):
    """One number at a time, into an array like z."""

    def whole(z, *more):
        out = np.empty_like(z)
        for i in np.ndindex(z.shape):
            out[i] = f(float(z[i]), *more)
        return out

    return whole


def _standardise_loop(X):
    out = np.empty_like(X)
    for j in range(X.shape[1]):
        column = X[:, j].astype(np.float64)
        s = math.sqrt(sum((v - column.mean()) ** 2 for v in column) / len(column))
        constant = all(v == column[0] for v in column)
        out[:, j] = 0 if constant else (column - column.mean()) / s
    return out


def _standardise_divide(X):
    C = X - X.mean(axis=0)
    s = np.sqrt((C.astype(np.float64) ** 2).mean(axis=0))
    s[X.min(axis=0) == X.max(axis=0)] = np.inf
    return (C / s).astype(X.dtype)


def _one_hot_loop(t, n_classes, dtype=np.float32):
    rows = []
    for label in t:
        row = [0] * n_classes
        row[label] = 1
        rows.append(row)
    return np.array(rows, dtype=dtype).reshape(len(t), n_classes)


def _one_hot_index(t, n_classes, dtype=np.float32):
    T = np.zeros((len(t), n_classes), dtype)
    T[np.arange(len(t)), t] = 1
    return T


def _neuron_loop(x, w, b):
    out = np.zeros(x.shape[:-1], np.int64)
    for i in np.ndindex(out.shape):
        out[i] = 1 if sum(float(p) * float(q) for p, q in zip(x[i], w, strict=True)) + b >= 0 else 0
    return out


def _perceptron_if(w, b, x, t, lr=1.0):
    y = 1.0 if float(sum(w * x)) + b >= 0 else 0.0
    if y == t:
        return w.copy(), b
    sign = 1 if t > y else -1
    return w + sign * lr * x, b + sign * lr


def _perceptron_numpy(w, b, x, t, lr=1.0):
    y = np.where(np.dot(w, x) + b >= 0, 1, 0)
    new = np.array(w)
    new += lr * float(t - y) * x
    return new, float(b + lr * (t - y))


def _perceptron_numpy_scalar(w, b, x, t, lr=1.0):
    miss = t - np.where(x @ w + b >= 0, 1, 0)
    return w + lr * miss * x, b + lr * miss


def _adaline_loop(w, b, x, t, lr=0.1):
    y = b
    for i in range(len(w)):
        y += float(w[i] * x[i])
    new = w.copy()
    for i in range(len(w)):
        new[i] -= lr * (y - t) * x[i]
    return new, b - lr * (y - t)


def _normal_centred(X, t, l2=0.0):
    Xc, tc = X - X.mean(axis=0), t - t.mean()
    w = np.linalg.solve(Xc.T @ Xc + len(X) * l2 * np.eye(X.shape[1]), Xc.T @ tc)
    return w, t.mean() - X.mean(axis=0) @ w


def _normal_bias_first(X, t, l2=0.0):
    A = np.hstack([np.ones((len(X), 1)), X])
    R = np.eye(A.shape[1])
    R[0, 0] = 0
    v = np.linalg.solve(A.T @ A / len(X) + l2 * R, A.T @ t / len(X))
    return v[1:], float(v[0])


def _sigmoid_masked(z, slope=1):
    out, u = np.empty_like(z), slope * z
    up = u >= 0
    out[up] = 1 / (1 + np.exp(-u[up]))
    out[~up] = np.exp(u[~up]) / (1 + np.exp(u[~up]))
    return out


def _softplus_masked(z):
    out = z.copy()
    small = z < 20
    out[small] = np.log1p(np.exp(z[small].astype(np.float64)))
    return out


def _tanh_stable(z):
    e = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)


def _s(z):
    return 0.5 * (1 + np.tanh(z / 2))


def _erf(z):
    return np.vectorize(math.erf, otypes=[float])(z.astype(np.float64))


def _phi(z):
    return np.exp(-(np.minimum(np.abs(z.astype(np.float64)), 1e3) ** 2) / 2) / math.sqrt(2 * math.pi)


def _mse_loop(Y, T):
    N, total = len(Y), 0.0
    for y, t in zip(np.ravel(Y), np.ravel(T), strict=True):
        total += (float(y) - float(t)) ** 2 / 2
    return total / N, (Y - T) / np.array(N, Y.dtype)


def _mae_masked(Y, T):
    D = Y - T
    g = np.zeros_like(D)
    g[D > 0], g[D < 0] = 1 / len(Y), -1 / len(Y)
    return float(abs(D).sum() / len(Y)), g


def _huber_where(Y, T, delta=1.0):
    D = Y - T
    inside = np.abs(D) <= delta
    loss = np.where(inside, D**2 / 2, delta * (np.abs(D) - delta / 2)).sum() / len(Y)
    return float(loss), np.where(inside, D, delta * np.sign(D)) / len(Y)


def _huber_loop(Y, T, delta=1.0):
    D, loss = Y.astype(float) - T, 0.0
    g = np.zeros_like(Y)
    for i in np.ndindex(D.shape):
        d = float(D[i])
        if abs(d) <= delta:
            loss, g[i] = loss + d * d / 2, d / len(Y)
        else:
            loss, g[i] = loss + delta * (abs(d) - delta / 2), math.copysign(delta, d) / len(Y)
    return loss / len(Y), g


def _entropy_masked(P):
    terms = np.zeros_like(P)
    terms[P > 0] = P[P > 0] * np.log(P[P > 0])
    return -terms.sum(axis=-1)


def _entropy_where(P):
    return -(P * np.log(np.where(P > 0, P, 1))).sum(-1)


def _kl_masked(P, Q):
    terms = np.zeros(P.shape, P.dtype)
    on = P > 0
    with np.errstate(divide="ignore"):
        terms[on] = P[on] * (np.log(P[on]) - np.log(Q[on]))
    return terms.sum(-1)


def _kl_rows(P, Q):
    def row(p, q):
        return sum((math.inf if b == 0 else a * math.log(a / b)) for a, b in zip(p, q, strict=True) if a > 0)

    out = [row(p, q) for p, q in zip(P.reshape(-1, P.shape[-1]), Q.reshape(-1, Q.shape[-1]), strict=True)]
    return np.array(out, P.dtype).reshape(P.shape[:-1])


def _bce_max(Z, T):
    loss = np.maximum(Z, 0) - Z * T + np.log1p(np.exp(-np.abs(Z)))
    return float(loss.sum() / len(Z)), ((_s(Z) - T) / len(Z)).astype(Z.dtype)


def _bce_logaddexp(Z, T):
    loss = T * np.logaddexp(0, -Z) + (1 - T) * np.logaddexp(0, Z)
    e = np.exp(-np.abs(Z))
    return float(np.sum(loss)) / len(Z), (np.where(Z > 0, 1 / (1 + e), e / (1 + e)) - T) / len(Z)


def _softmax_log(Z):
    S = Z - Z.max(-1, keepdims=True)
    return np.exp(S - np.log(np.exp(S).sum(-1, keepdims=True)))


def _softmax_rows(Z):
    flat, out = Z.reshape(-1, Z.shape[-1]), []
    for row in flat:
        e = [math.exp(float(v) - float(max(row))) for v in row]
        out.append([v / sum(e) for v in e])
    return np.array(out, Z.dtype).reshape(Z.shape)


def _log_softmax_double(Z):
    S = Z.astype(np.float64)
    m = S.max(-1, keepdims=True)
    return (S - (m + np.log(np.exp(S - m).sum(-1, keepdims=True)))).astype(Z.dtype)


def _log_softmax_lae(Z):
    return Z - np.logaddexp.reduce(Z, axis=-1, keepdims=True)


def _jacobian_loop(Z):
    P = _softmax_log(Z)
    K = Z.shape[-1]
    J = np.zeros((*Z.shape, K), Z.dtype)
    for i in range(K):
        for k in range(K):
            J[..., i, k] = P[..., i] * ((i == k) - P[..., k])
    return J


def _jacobian_einsum(Z):
    P = _softmax_log(Z)
    return np.einsum("...i,ik->...ik", P, np.eye(Z.shape[-1], dtype=Z.dtype)) - np.einsum("...i,...k->...ik", P, P)


def _sce_picks(Z, T):
    L = _log_softmax_lae(Z)
    return float(-(L * T).sum(axis=1).mean()), (np.exp(L) - T) / Z.dtype.type(len(Z))


def _sce_loop(Z, T):
    loss, dZ = 0.0, np.zeros_like(Z)
    for n in range(len(Z)):
        m = float(Z[n].max())
        lse = m + math.log(sum(math.exp(float(z) - m) for z in Z[n]))
        for k in range(Z.shape[1]):
            loss -= float(T[n, k]) * (float(Z[n, k]) - lse)
            dZ[n, k] = (math.exp(float(Z[n, k]) - lse) - T[n, k]) / len(Z)
    return loss / len(Z), dZ


def _regression_cost(W, b, X, T, l2=0.0):
    Z = np.einsum("nd,kd->nk", X, W) + b
    loss, dZ = _sce_picks(Z, T)
    return loss + 0.5 * l2 * float((W**2).sum()), np.einsum("nk,nd->kd", dZ, X) + l2 * W, np.einsum("nk->k", dZ)


def _regression_cost_rows(W, b, X, T, l2=0.0):
    dW, db, cost = l2 * W, np.zeros_like(b), l2 * float(np.linalg.norm(W)) ** 2 / 2
    for x, t in zip(X, T, strict=True):
        L = _log_softmax_lae(W @ x + b)
        d = (np.exp(L) - t) / len(X)
        cost, dW, db = cost - float(t @ L) / len(X), dW + np.outer(d, x), db + d
    return cost, dW.astype(W.dtype), db.astype(b.dtype)


def _selu(z, alpha=1.6732632423543772, scale=1.0507009873554805):
    return scale * np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


def _selu_grad(z, alpha=1.6732632423543772, scale=1.0507009873554805):
    return (scale * np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0)))).astype(z.dtype)


def _swish_grad(z, beta=1):
    s = _s(beta * z)
    return s + np.clip(beta * z, -1e4, 1e4) * s * _s(-beta * z)


RIGHT = {
    "selu": [
        _selu,
        lambda z, *more: np.array([float(_selu(np.array([v]), *more)[0]) for v in z.flat], z.dtype).reshape(z.shape),
    ],
    "selu_grad": [
        _selu_grad,
        lambda z, *more: np.array([float(_selu_grad(np.array([v]), *more)[0]) for v in z.flat], z.dtype).reshape(
            z.shape
        ),
    ],
    "swish_grad": [_swish_grad, lambda z, beta=1: _swish_grad(z.astype(float), beta).astype(z.dtype)],
    "standardise": [_standardise_loop, _standardise_divide],
    "one_hot": [
        _one_hot_loop,
        _one_hot_index,
        lambda t, n_classes, dtype=np.float32: (t[:, None] == np.arange(n_classes)).astype(dtype),
    ],
    "neuron": [
        _neuron_loop,
        lambda x, w, b: (np.dot(x, w) >= -b).astype(int),
        lambda x, w, b: np.heaviside(np.einsum("...i,i->...", x, w) + b, 1).astype(np.int64),
        lambda x, w, b: 1 - ((x * w).sum(axis=-1) + b < 0) * 1,
    ],
    "parameter_count": [
        lambda sizes, bias=True: sum(sizes[i] * sizes[i + 1] + bias * sizes[i + 1] for i in range(len(sizes) - 1)),
        lambda sizes, bias=True: sum((a + int(bias)) * b for a, b in itertools.pairwise(sizes)),
        lambda sizes, bias=True: int(np.dot(sizes[:-1], sizes[1:])) + (sum(sizes) - sizes[0]) * bool(bias),
    ],
    "perceptron_step": [_perceptron_if, _perceptron_numpy, _perceptron_numpy_scalar],
    "adaline_step": [
        _adaline_loop,
        lambda w, b, x, t, lr=0.1: (w + lr * (t - float(np.dot(x, w)) - b) * x, b + lr * (t - b - float(w @ x))),
        lambda w, b, x, t, lr=0.1: [w - lr * x * float(w @ x + b - t), b - lr * float(w @ x + b - t)],
    ],
    "adaline_normal_equations": [_normal_centred, _normal_bias_first],
    "step": [
        lambda z: np.where(z >= 0, 1, 0).astype(z.dtype),
        lambda z: (z >= 0) * np.ones_like(z),
        _map(lambda v: 1.0 if v >= 0 else 0.0),
        lambda z: 1 - np.asarray(z < 0, z.dtype),
    ],
    "sigmoid": [
        _sigmoid_masked,
        lambda z, slope=1: 0.5 * (np.tanh(slope * z / 2) + 1),
        lambda z, slope=1: np.exp(-np.logaddexp(0, -slope * z)),
        lambda z, slope=1: (1 / (1 + np.exp(-slope * z.astype(np.float64).clip(-300, 300)))).astype(z.dtype),
    ],
    "sigmoid_grad": [
        lambda z, slope=1: slope * _sigmoid_masked(z, slope) * (1 - _sigmoid_masked(z, slope)),
        lambda z, slope=1: slope / 4 * (1 - np.tanh(slope * z / 2) ** 2),
        lambda z, slope=1: slope * np.exp(-np.abs(slope * z)) / (1 + np.exp(-np.abs(slope * z))) ** 2,
    ],
    "tanh": [_tanh_stable, lambda z: 2 * _s(2 * z) - 1, _map(math.tanh)],
    "tanh_grad": [
        lambda z: 1 - np.tanh(z) ** 2,
        lambda z: (1 - np.tanh(z)) * (1 + np.tanh(z)),
        lambda z: 1 / np.cosh(np.clip(z, -40, 40)) ** 2,
    ],
    "relu": [
        lambda z: z * (z > 0),
        lambda z: np.where(z > 0, z, 0),
        lambda z: (z + np.abs(z)) / 2,
        lambda z: np.clip(z, 0, None),
        _map(lambda v: v if v > 0 else 0.0),
    ],
    "relu_grad": [
        lambda z: np.heaviside(z, 0),
        lambda z: np.where(z >= 0, np.ones_like(z), np.zeros_like(z)),
        _map(lambda v: float(v > 0)),
    ],
    "leaky_relu": [
        lambda z, alpha=0.01, scale=1: scale * np.where(z > 0, z, alpha * z),
        lambda z, alpha=0.01, scale=1: z * np.where(z > 0, scale, scale * alpha).astype(z.dtype),
        _map(lambda v, alpha=0.01, scale=1: scale * (v if v > 0 else alpha * v)),
    ],
    "leaky_relu_grad": [
        lambda z, alpha=0.01, scale=1: scale * (np.heaviside(z, 0) + alpha * (1 - np.heaviside(z, 0))),
        _map(lambda v, alpha=0.01, scale=1: scale if v > 0 else scale * alpha),
    ],
    "prelu": [
        lambda z, alpha=0.25: np.where(z > 0, z, alpha * z),
        lambda z, alpha=0.25: z * np.where(z > 0, 1, alpha).astype(z.dtype),
    ],
    "elu": [
        lambda z, alpha=1: np.where(z > 0, z, alpha * (np.exp(np.minimum(z, 0)) - 1)),
        _map(lambda v, alpha=1: v if v > 0 else alpha * math.expm1(v)),
    ],
    "elu_grad": [
        lambda z, alpha=1: np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0))).astype(z.dtype),
        _map(lambda v, alpha=1: 1 if v > 0 else alpha * math.exp(v)),
    ],
    "softplus": [
        _softplus_masked,
        lambda z: np.logaddexp(0, z),
        lambda z: np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z))),
        _map(lambda v: max(v, 0) + math.log1p(math.exp(-abs(v)))),
    ],
    "softplus_grad": [_s, lambda z: _sigmoid_masked(z), lambda z: 1 - _s(-z)],
    "softsign": [
        lambda z: np.where(z > 0, 1 - 1 / (1 + np.abs(z)), 1 / (1 + np.abs(z)) - 1),
        _map(lambda v: v / (1 + abs(v))),
    ],
    "softsign_grad": [
        lambda z: 1 / (1 + np.abs(z)) / (1 + np.abs(z)),
        lambda z: (1 + abs(z)) ** -1.0 * (1 + abs(z)) ** -1.0,
    ],
    "swish": [
        lambda z, beta=1: z * _s(beta * z),
        lambda z, beta=1: (z.astype(np.float64) * _s(beta * z.astype(np.float64))).astype(z.dtype),
        _map(lambda v, beta=1: v * 0.5 * (1 + math.tanh(beta * v / 2))),
    ],
    "gelu": [
        lambda z: (z * (1 + _erf(z / np.sqrt(np.array(2, z.dtype)))) / 2).astype(z.dtype),
        _map(lambda v: v * 0.5 * math.erfc(-v / math.sqrt(2))),
    ],
    "gelu_grad": [
        lambda z: (0.5 * (1 + _erf(z / 2**0.5)) + z * _phi(z)).astype(z.dtype),
        _map(
            lambda v: 0.5 * math.erfc(-v / 2**0.5) + v * math.exp(-(min(abs(v), 1e3) ** 2) / 2) / (2 * math.pi) ** 0.5
        ),
    ],
    "mse": [
        _mse_loop,
        lambda Y, T: (float(np.mean(np.square(Y - T).reshape(len(Y), -1).sum(axis=1))) / 2, (Y - T) / len(Y)),
        lambda Y, T: (0.5 * float(np.vdot(Y - T, Y - T)) / len(Y), (1 / len(Y)) * (Y - T)),
    ],
    "mae": [_mae_masked, lambda Y, T: (np.abs(Y - T).sum() / len(Y), np.where(Y > T, 1, -1).astype(Y.dtype) / len(Y))],
    "huber": [_huber_where, _huber_loop],
    "entropy": [_entropy_masked, _entropy_where],
    "kl_divergence": [_kl_masked, _kl_rows],
    "bce_with_logits": [_bce_max, _bce_logaddexp],
    "softmax": [_softmax_log, _softmax_rows, lambda Z: np.exp(_log_softmax_lae(Z))],
    "log_softmax": [_log_softmax_double, _log_softmax_lae],
    "softmax_jacobian": [_jacobian_loop, _jacobian_einsum],
    "softmax_cross_entropy": [_sce_picks, _sce_loop],
    "softmax_regression_cost": [_regression_cost, _regression_cost_rows],
    "sgd_step": [
        lambda w, dw, lr, weight_decay=0.0: (1 - lr * weight_decay) * w - lr * dw,
        lambda w, dw, lr, weight_decay=0.0: w - (lr * dw + lr * weight_decay * w),
        lambda w, dw, lr, weight_decay=0.0: np.subtract(w, np.multiply(lr, dw + weight_decay * w)),
    ],
}

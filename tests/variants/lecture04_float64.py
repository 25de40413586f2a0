"""Everything in float64 inside, cast back at the end."""

import numpy as np


def softmax(Z):
    z = np.asarray(Z, dtype=np.float64)
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return np.divide(e, np.sum(e, axis=-1, keepdims=True)).astype(Z.dtype)


def log_softmax(Z):
    z = Z.astype(np.float64)
    m = z.max(-1, keepdims=True)
    lse = m + np.log(np.sum(np.exp(z - m), axis=-1, keepdims=True))
    return (z - lse).astype(Z.dtype)


def softmax_jacobian(Z):
    p = softmax(Z.astype(np.float64))
    flat = p.reshape(-1, p.shape[-1])
    J = np.array([np.diag(row) - np.outer(row, row) for row in flat])
    return J.reshape(*p.shape, p.shape[-1]).astype(Z.dtype)


def softmax_cross_entropy(Z, T):
    z, t = Z.astype(np.float64), T.astype(np.float64)
    per_example = -(t * log_softmax(z)).sum(axis=1)
    return float(per_example.mean()), ((softmax(z) - t) / len(z)).astype(Z.dtype)


def softmax_regression_cost(W, b, X, T, l2=0.0):
    w, c, x = W.astype(np.float64), b.astype(np.float64), X.astype(np.float64)
    loss, dZ = softmax_cross_entropy(x @ w.T + c, T.astype(np.float64))
    dW, db = (x.T @ dZ).T + l2 * w, np.ones(len(x)) @ dZ
    return loss + l2 * (w**2).sum() / 2, dW.astype(W.dtype), db.astype(b.dtype)


def sgd_step(w, dw, lr, weight_decay=0.0):
    gradient = dw.astype(np.float64) + weight_decay * w.astype(np.float64)
    return (w - np.multiply(lr, gradient)).astype(w.dtype)

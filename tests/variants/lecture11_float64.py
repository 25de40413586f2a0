"""Computed in float64 and cast back, with masks."""

import numpy as np
from scipy.special import expit

from mlpkit.losses import huber


def regression_head(Z, low=-np.inf, high=np.inf):
    z = Z.astype(np.float64)
    has_low, has_high = low != -np.inf, high != np.inf
    if has_low and has_high:
        Y, slope = low + (high - low) * expit(z), (high - low) * expit(z) * expit(-z)
    elif has_low or has_high:
        way = 1 if has_low else -1
        Y = (low if has_low else high) + way * np.log1p(np.exp(-np.abs(z))) + way * np.maximum(way * z, 0)
        slope = expit(way * z)
    else:
        Y, slope = z, np.ones(z.shape)
    return Y.astype(Z.dtype), slope.astype(Z.dtype)


def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    old = [p.astype(np.float64) for p in (W1, b1, W2, b2)]
    A = np.tanh(X @ old[0].T + old[1])
    _, dY = huber(A @ old[2].T + old[3], T.astype(np.float64), delta)
    dZ = dY @ old[2]
    dZ -= dZ * A**2
    grads = (X.T @ dZ).T, dZ.sum(0), (A.T @ dY).T, dY.sum(0)
    return tuple((p - lr * g).astype(W1.dtype) for p, g in zip(old, grads, strict=True))


def r_squared(Y, T):
    Y, T = np.asarray(Y, np.float64), np.asarray(T, np.float64)
    left, total = ((T - Y) ** 2).sum(), (T**2).sum() - len(T) * (T.mean(axis=0) ** 2).sum()
    return (total - left) / total


def choose_on_validation(settings, validation_error):
    pairs = [(s, validation_error(s)) for s in settings]
    return sorted(pairs, key=lambda pair: pair[1])[0]

"""By way of tanh, logaddexp, einsum and variances."""

import numpy as np


def regression_head(Z, low=-np.inf, high=np.inf):
    s = (0.5 * (1 + np.tanh(Z / 2))).astype(Z.dtype)
    r = (0.5 * (1 - np.tanh(Z / 2))).astype(Z.dtype)
    zero = np.zeros_like(Z)
    if np.isinf(low) and np.isinf(high):
        return +Z, zero + 1
    if np.isinf(high):
        return np.logaddexp(Z, zero) + low, s
    if np.isinf(low):
        return high - np.logaddexp(-Z, zero), r
    return high - (high - low) * r, s * r * (high - low)


def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    A = np.tanh(np.einsum("nd,hd->nh", X, W1) + b1)
    D = np.einsum("nh,kh->nk", A, W2) + b2 - T
    pull = np.where(np.abs(D) <= delta, D, delta * np.sign(D)).astype(X.dtype)
    back = np.einsum("nk,kh->nh", pull, W2) / np.cosh(np.einsum("nd,hd->nh", X, W1) + b1) ** 2
    return (
        W1 - lr * np.einsum("nh,nd->hd", back, X) / len(X),
        b1 - lr * np.mean(back, axis=0),
        W2 - lr * np.einsum("nk,nh->kh", pull, A) / len(X),
        b2 - lr * np.mean(pull, axis=0),
    )


def r_squared(Y, T):
    return float(1 - np.mean(np.square(Y - T)) / np.mean(np.var(T, axis=0)))


def choose_on_validation(settings, validation_error):
    settings = list(settings)
    errors = np.array([validation_error(s) for s in settings])
    i = int(np.argmin(errors))
    return settings[i], float(errors[i])

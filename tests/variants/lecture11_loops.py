"""One number and one example at a time."""

import math

import numpy as np


def _sigma(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def _plus(z):
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


def regression_head(Z, low=-np.inf, high=np.inf):
    Y, slope = np.empty_like(Z), np.empty_like(Z)
    for i in np.ndindex(Z.shape):
        z = float(Z[i])
        if low > -np.inf and high < np.inf:
            Y[i], slope[i] = low + (high - low) * _sigma(z), (high - low) * _sigma(z) * _sigma(-z)
        elif low > -np.inf:
            Y[i], slope[i] = low + _plus(z), _sigma(z)
        elif high < np.inf:
            Y[i], slope[i] = high - _plus(-z), _sigma(-z)
        else:
            Y[i], slope[i] = z, 1
    return Y, slope


def huber_step(W1, b1, W2, b2, X, T, lr, delta=1.0):
    g1, h1, g2, h2 = (np.zeros_like(p) for p in (W1, b1, W2, b2))
    for x, t in zip(X, T, strict=True):
        a = np.tanh(W1 @ x + b1)
        d = W2 @ a + b2 - t
        for k in range(len(d)):
            d[k] = min(max(d[k], -delta), delta) / len(X)
        g2 += np.outer(d, a)
        h2 += d
        back = (W2.T @ d) * (1 - a**2)
        g1 += np.outer(back, x)
        h1 += back
    return W1 - lr * g1, b1 - lr * h1, W2 - lr * g2, b2 - lr * h2


def r_squared(Y, T):
    Y, T = Y.reshape(len(Y), -1), T.reshape(len(T), -1)
    left = total = 0.0
    for k in range(T.shape[1]):
        mean = float(np.mean(T[:, k]))
        for n in range(len(T)):
            left += float(T[n, k] - Y[n, k]) ** 2
            total += (float(T[n, k]) - mean) ** 2
    return 1 - left / total


def choose_on_validation(settings, validation_error):
    best, least = None, float("inf")
    for setting in settings:
        error = validation_error(setting)
        if error < least:
            best, least = setting, error
    return best, least

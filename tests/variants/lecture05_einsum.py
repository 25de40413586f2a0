"""Right answers by einsum and other formulas."""

import numpy as np


def unit(x, w, b):
    return float(np.einsum("i,i", x, w) + b)


def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [np.array(x)]
    for W, b, f in zip(weights, biases, activations, strict=True):
        zs.append(np.einsum("ji,i->j", W, activities[-1]) + b)
        activities.append(f.f(zs[-1]))
    return zs, activities


def dense_forward(X, W, b):
    return np.einsum("ni,ji->nj", X, W) + b[None, :]


def forward_pass(X, weights, biases, activations):
    As = [X]
    Zs = []
    for W, b, f in zip(weights, biases, activations, strict=True):
        extended = np.hstack([np.ones((len(X), 1), X.dtype), As[-1]])
        Zs.append(extended @ np.hstack([b[:, None], W]).T)
        As.append(f.f(Zs[-1]))
    return tuple(Zs), tuple(As)


def bump(x, left, right, height=1.0, steepness=100.0):
    half = steepness / 2
    return (height / 2 * (np.tanh(half * (x - left)) - np.tanh(half * (x - right)))).astype(x.dtype)


def sawtooth(x, depth):
    """Closed form: the distance of 2^(depth−1) x from the nearest integer, doubled."""
    y = x * 2 ** (depth - 1)
    return 2 * np.abs(y - np.round(y))


maximum = (np.array([[1, -1], [-1, 1], [1, 1], [-1, -1]]), np.zeros(4), np.array([[0.5, 0.5, 0.5, -0.5]]), np.zeros(1))

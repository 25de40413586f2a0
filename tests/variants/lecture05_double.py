"""Right answers with float64 inside, masks, and recursion."""

import numpy as np


def unit(x, w, b):
    return np.float64(np.dot(np.append(x, 1.0), np.append(w, b)))


def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [x.copy()]
    for layer in range(len(weights)):
        z = np.array([unit(activities[-1], row, c) for row, c in zip(weights[layer], biases[layer], strict=True)])
        zs.append(z)
        activities.append(np.array([activations[layer].f(np.array(v)) for v in z]))
    return zs, activities


def dense_forward(X, W, b):
    Z = W.astype(np.float64) @ X.T.astype(np.float64) + b.astype(np.float64)[:, np.newaxis]
    return Z.T.astype(X.dtype)


def forward_pass(X, weights, biases, activations):
    if not weights:
        return [], [X]
    Zs, As = forward_pass(X, weights[:-1], biases[:-1], activations[:-1])
    Z = np.matmul(As[-1], np.transpose(weights[-1])) + biases[-1]
    return [*Zs, Z], [*As, activations[len(weights) - 1].f(Z)]


def bump(x, left, right, height=1.0, steepness=100.0):
    def logistic(z):
        e = np.exp(-np.abs(z))
        return np.where(z >= 0, 1 / (1 + e), e / (1 + e))

    wide = x.astype(np.float64)
    return (height * logistic(steepness * (wide - left)) - height * logistic(steepness * (wide - right))).astype(
        x.dtype
    )


def sawtooth(x, depth):
    y = np.where(x < 0.5, 2 * x, 2 - 2 * x)
    return y if depth == 1 else sawtooth(y, depth - 1)


maximum = [[[2, -2], [0, 3], [0, -3], [1, 1]], [0, 0, 0, 0], [[0.5, 1 / 3, -1 / 3, 0]], [0]]

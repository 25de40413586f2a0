"""Right answers with Python loops."""

import math

import numpy as np


def unit(x, w, b):
    return b + sum(a * c for a, c in zip(x, w, strict=True))


def forward_by_unit(x, weights, biases, activations):
    zs, activities = [], [x]
    for r in range(len(weights)):
        z = []
        for j in range(weights[r].shape[0]):
            total = biases[r][j]
            for i in range(weights[r].shape[1]):
                total = total + weights[r][j, i] * activities[r][i]
            z.append(total)
        zs.append(np.array(z))
        activities.append(np.array([activations[r].f(v) for v in z]))
    return zs, activities


def dense_forward(X, W, b):
    Z = np.zeros((len(X), len(b)), dtype=X.dtype)
    for n in range(len(X)):
        for j in range(len(b)):
            Z[n, j] = b[j]
            for i in range(X.shape[1]):
                Z[n, j] += X[n, i] * W[j, i]
    return Z


def forward_pass(X, weights, biases, activations):
    Zs, As = [], [X]
    for r in range(len(weights)):
        Z = dense_forward(As[r], weights[r], biases[r])
        Zs = [*Zs, Z]
        As = [*As, activations[r].f(Z)]
    return Zs, As


def bump(x, left, right, height=1.0, steepness=100.0):
    out = np.empty_like(x)
    for i, v in enumerate(x.flat):
        up = 1 / (1 + math.exp(min(700, -steepness * (v - left))))
        down = 1 / (1 + math.exp(min(700, -steepness * (v - right))))
        out.flat[i] = height * (up - down)
    return out


def sawtooth(x, depth):
    out = np.empty_like(x)
    for i, v in enumerate(x.flat):
        for _ in range(depth):
            v = 2 * v if v <= 0.5 else 2 - 2 * v
        out.flat[i] = v
    return out


maximum = ([[1, -1], [0, 1], [0, -1]], [0, 0, 0], [[1, 1, -1]], [0])

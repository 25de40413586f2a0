"""Plain Python loops, one number at a time."""

import math

import numpy as np


def delta_sizes(dZ, Zs, weights, activations):
    sizes = [0.0] * len(weights)
    for r in range(len(weights) - 1, -1, -1):
        total = 0.0
        for value in dZ.ravel():
            total += float(value) ** 2
        sizes[r] = math.sqrt(total / dZ.size)
        if r:
            slope = activations[r - 1].grad(Zs[r - 1])
            before = np.zeros((len(dZ), weights[r].shape[1]), dZ.dtype)
            for n in range(len(dZ)):
                for i in range(weights[r].shape[1]):
                    before[n, i] = slope[n, i] * sum(dZ[n, j] * weights[r][j, i] for j in range(len(weights[r])))
            dZ = before
    return sizes


def he(n_out, n_in, rng, dtype=np.float32):
    rows = []
    for _ in range(n_out):
        rows.append(rng.normal(scale=math.sqrt(2 / n_in), size=n_in))
    return np.array(rows, dtype)


def feedback_alignment(dZ, Zs, As, feedback, activations):
    dWs, dbs = [None] * len(feedback), [None] * len(feedback)
    for r in range(len(feedback) - 1, -1, -1):
        dWs[r] = np.zeros_like(feedback[r])
        dbs[r] = np.zeros(len(feedback[r]), dZ.dtype)
        for n in range(len(dZ)):
            dWs[r] += np.outer(dZ[n], As[r][n])
            dbs[r] += dZ[n]
        if r > 0:
            slope = activations[r - 1].grad(Zs[r - 1])
            dZ = np.array([(d @ feedback[r]) * f for d, f in zip(dZ, slope, strict=True)])
    return dWs, dbs

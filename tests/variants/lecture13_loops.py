"""Counting with plain loops, and mini-batches as a list."""

import numpy as np


def minibatches(X, t, batch_size, rng):
    order = list(range(len(X)))
    rng.shuffle(order)
    out, start = [], 0
    while start < len(order):
        rows = order[start : start + batch_size]
        out.append((np.array([X[i] for i in rows]), np.array([t[i] for i in rows])))
        start += batch_size
    return out


def confusion_matrix(t, y, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=np.int64)
    for i, j in zip(t, y, strict=True):
        C[i, j] += 1
    return C


def calibration_error(sure, right, bins=10):
    groups = [[] for _ in range(bins)]
    for p, r in zip(sure, right, strict=True):
        groups[min(int(p * bins), bins - 1)].append((float(p), float(r)))
    total = 0.0
    for group in groups:
        if group:
            p, r = zip(*group, strict=True)
            total += len(group) / len(sure) * abs(sum(r) / len(r) - sum(p) / len(p))
    return total


def mended_pooling_backward(dY, size):
    N, rows, columns = dY.shape
    dX = np.empty((N, rows * size, columns * size), dY.dtype)
    for i in range(rows * size):
        for j in range(columns * size):
            dX[:, i, j] = dY[:, i // size, j // size] / size**2
    return dX

"""Products of one-hot arrays, one number for each pair, splits."""

import numpy as np


def minibatches(X, t, batch_size, rng):
    order = rng.choice(len(X), len(X), replace=False)
    for rows in np.split(order, range(batch_size, len(X), batch_size)):
        yield np.take(X, rows, axis=0), np.take(t, rows, axis=0)


def confusion_matrix(t, y, n_classes):
    eye = np.eye(n_classes, dtype=np.int64)
    return np.einsum("ni,nj->ij", eye[t], eye[y])


def calibration_error(sure, right, bins=10):
    k = np.digitize(sure, np.arange(1, bins) / bins)
    member = (k[:, None] == np.arange(bins)).astype(float)
    counts = member.sum(axis=0)
    gap = (member.T @ right.astype(float) - member.T @ sure.astype(float)) / np.maximum(counts, 1)
    return float(np.sum(counts / len(sure) * np.abs(gap)))


def mended_pooling_backward(dY, size):
    return np.kron(dY, np.ones((1, size, size), dY.dtype)) / size**2

"""One number for each pair of labels; float64 inside; batches from a deck that is dealt out."""

import numpy as np


def minibatches(X, t, batch_size, rng):
    deck = rng.permuted(np.arange(len(X)))
    while deck.size:
        hand, deck = deck[:batch_size], deck[batch_size:]
        yield X[hand].copy(), t[hand].copy()


def confusion_matrix(t, y, n_classes):
    return np.bincount(n_classes * t + y, minlength=n_classes**2).reshape(n_classes, n_classes)


def calibration_error(sure, right, bins=10):
    p, r = sure.astype(np.float64), right.astype(np.float64)
    k = np.clip(np.floor(p * bins), 0, bins - 1).astype(int)
    gaps = np.zeros(bins)
    np.add.at(gaps, k, (r - p) / len(p))
    return float(np.abs(gaps).sum())

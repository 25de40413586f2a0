"""The warm-up of lecture 00: columns on the same scale, and labels as rows of zeros and a one."""

from functools import wraps

import numpy as np

from mlpkit.validate import checked, require_labels


def _labels(function):
    """Refuse labels that are not integers from 0 to n_classes - 1 (-1 would count from the end, silently)."""

    @wraps(function)
    def call(t, n_classes, *args, **kwargs):
        require_labels("t", t, n_classes)
        return function(t, n_classes, *args, **kwargs)

    return call


@checked("X", X="N D")
def standardise(X):
    """Columns on one scale: every column gets mean 0 and standard deviation 1.

    X: (N, D) float, one row per example, not changed. The standard deviation divides by N, not by N - 1. Returns
    (N, D) in X's dtype. A constant column, whose deviation is 0, becomes zeros.

    Formula: (X - mean) / deviation, column by column, with the deviation sqrt(mean((x - mean)^2)).

    >>> standardise(np.array([[1.0, 5.0], [3.0, 5.0]]))
    array([[-1.,  0.],
           [ 1.,  0.]])
    """
    deviation = np.where(np.ptp(X, axis=0) > 0, X.std(axis=0), 1)
    return (X - X.mean(axis=0)) / deviation


@_labels
def one_hot(t, n_classes, dtype=np.float32):
    """Labels as rows: zeros, and a single 1 at the place of the class.

    t: (N,) integers from 0 to K - 1, with K = n_classes. Returns (N, K) in the given dtype.

    Formula: T[n, k] = 1 where k = t[n], else 0.

    >>> one_hot(np.array([2, 0]), 3)
    array([[0., 0., 1.],
           [1., 0., 0.]], dtype=float32)
    """
    return np.eye(n_classes, dtype=dtype)[t]

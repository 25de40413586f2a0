"""The same numbers by NumPy's own variance."""

import numpy as np


def bias_variance(Y, truth):
    return np.square(np.average(Y, axis=0) - truth).mean(), np.var(Y, axis=0).mean()


def dropout(A, U, p):
    mask = np.where(U < p, 0, 1 / (1 - p)).astype(A.dtype)
    return np.multiply(mask, A), mask

"""Right answers by other formulas: a centring matrix, and the gradient as a product with the Jacobian's three parts."""

import numpy as np


def _centring(N, dtype):
    return np.eye(N, dtype=dtype) - np.ones((N, N), dtype) / dtype.type(N)


def batch_norm(X, gamma, beta, eps=1e-5):
    C = _centring(len(X), X.dtype) @ X
    return C * (gamma / np.sqrt(np.einsum("nd,nd->d", C, C) / len(X) + eps)) + beta


def batch_norm_grad(dY, X, gamma, eps=1e-5):
    P = _centring(len(X), X.dtype)
    C = P @ X
    spread = np.sqrt(np.einsum("nd,nd->d", C, C) / len(X) + eps)
    hat, dhat = C / spread, dY * gamma
    dX = (P @ dhat - hat * np.einsum("nd,nd->d", dhat, hat) / len(X)) / spread
    return dX, np.einsum("nd,nd->d", dY, hat), np.ones(len(X), dY.dtype) @ dY


def running_statistics(mean, variance, X, momentum=0.9):
    new = np.var(X, axis=0) * (len(X) / (len(X) - 1))
    return mean + (1 - momentum) * (X.mean(axis=0) - mean), variance + (1 - momentum) * (new - variance)

"""Right answers in plain loops, sums in float64."""

import numpy as np


def batch_norm(X, gamma, beta, eps=1e-5):
    N, D = X.shape
    Y = np.zeros((N, D), X.dtype)
    for d in range(D):
        mean = sum(float(x) for x in X[:, d]) / N
        variance = sum((float(x) - mean) ** 2 for x in X[:, d]) / N
        for n in range(N):
            Y[n, d] = gamma[d] * (float(X[n, d]) - mean) / (variance + eps) ** 0.5 + beta[d]
    return Y


def batch_norm_grad(dY, X, gamma, eps=1e-5):
    """One example after another through the graph: first all that reaches μ and σ², then dX."""
    N, D = X.shape
    dX, dgamma, dbeta = np.zeros_like(X), np.zeros_like(gamma), np.zeros_like(gamma)
    for d in range(D):
        mean = sum(float(x) for x in X[:, d]) / N
        spread = (sum((float(x) - mean) ** 2 for x in X[:, d]) / N + eps) ** 0.5
        dvariance = dmean = total = 0.0
        for n in range(N):
            hat, dhat = (float(X[n, d]) - mean) / spread, float(dY[n, d]) * float(gamma[d])
            dvariance -= dhat * hat / (2 * spread**2)
            dmean -= dhat / spread
            total += float(dY[n, d]) * hat
        for n in range(N):
            way = float(dY[n, d]) * float(gamma[d]) / spread
            dX[n, d] = way + dvariance * 2 * (float(X[n, d]) - mean) / N + dmean / N
        dgamma[d], dbeta[d] = total, sum(float(dy) for dy in dY[:, d])
    return dX, dgamma, dbeta


def running_statistics(mean, variance, X, momentum=0.9):
    new_mean, new_variance = np.zeros_like(mean), np.zeros_like(variance)
    for d in range(X.shape[1]):
        column = [float(x) for x in X[:, d]]
        middle = sum(column) / len(column)
        squares = sum((x - middle) ** 2 for x in column) / (len(column) - 1)
        new_mean[d] = momentum * mean[d] + (1 - momentum) * middle
        new_variance[d] = momentum * variance[d] + (1 - momentum) * squares
    return new_mean, new_variance

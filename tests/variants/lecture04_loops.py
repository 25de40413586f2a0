"""Row by row and class by class, as in pseudo-code."""

import math

import numpy as np


def _row(z):
    top = max(float(v) for v in z)
    e = [math.exp(float(v) - top) for v in z]
    total = sum(e)
    return [v / total for v in e]


def softmax(Z):
    out = np.empty_like(Z)
    for index in np.ndindex(Z.shape[:-1]):
        out[index] = _row(Z[index])
    return out


def log_softmax(Z):
    rows = Z.reshape(-1, Z.shape[-1])
    out = np.empty_like(rows)
    for n, z in enumerate(rows):
        top = max(z)
        total = math.log(sum(math.exp(v - top) for v in z))
        for k in range(len(z)):
            out[n, k] = z[k] - top - total
    return out.reshape(Z.shape)


def softmax_jacobian(Z):
    K = Z.shape[-1]
    out = np.zeros((*Z.shape, K), Z.dtype)
    for index in np.ndindex(Z.shape[:-1]):
        p = _row(Z[index])
        for i in range(K):
            for k in range(K):
                out[index][i, k] = p[i] * (1 - p[i]) if i == k else -p[i] * p[k]
    return out


def softmax_cross_entropy(Z, T):
    N, K = Z.shape
    loss, dZ = 0.0, np.empty_like(Z)
    for n in range(N):
        top = float(Z[n].max())
        lse = top + math.log(sum(math.exp(float(z) - top) for z in Z[n]))
        p = _row(Z[n])
        for k in range(K):
            loss += float(T[n, k]) * (lse - float(Z[n, k]))
            dZ[n, k] = (p[k] - T[n, k]) / N
    return loss / N, dZ


def softmax_regression_cost(W, b, X, T, l2=0.0):
    K, D = W.shape
    N = len(X)
    cost, dW, db = 0.0, np.zeros_like(W), np.zeros_like(b)
    for n in range(N):
        z = [sum(W[k, j] * X[n, j] for j in range(D)) + b[k] for k in range(K)]
        p = _row(z)
        for k in range(K):
            delta = (p[k] - T[n, k]) / N
            cost -= T[n, k] * math.log(p[k]) / N
            db[k] += delta
            for j in range(D):
                dW[k, j] += delta * X[n, j]
    for k in range(K):
        for j in range(D):
            cost += 0.5 * l2 * float(W[k, j]) ** 2
            dW[k, j] += l2 * W[k, j]
    return cost, dW, db


def sgd_step(w, dw, lr, weight_decay=0.0):
    new = w.copy()
    for index in np.ndindex(w.shape):
        new[index] = w[index] - lr * dw[index] - lr * weight_decay * w[index]
    return new

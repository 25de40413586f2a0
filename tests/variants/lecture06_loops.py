"""Plain Python loops, nothing vectorised."""

import numpy as np


def numerical_gradient(f, x, eps=1e-5):
    moved = x.copy()
    gradient = np.empty(x.shape)
    for i in np.ndindex(*x.shape):
        before = moved[i]
        moved[i] = before + eps
        above = f(moved)
        moved[i] = before - eps
        gradient[i] = (above - f(moved)) / eps / 2
        moved[i] = before
    return gradient


def output_delta(A, T, slope):
    delta = np.zeros(A.shape, A.dtype)
    for n in range(len(A)):
        for k in range(A.shape[1]):
            delta[n, k] = (A[n, k] - T[n, k]) * slope[n, k] / len(A)
    return delta


def weight_gradient(dZ, A):
    dW = np.zeros((dZ.shape[1], A.shape[1]), dZ.dtype)
    for n in range(len(A)):
        for j in range(dZ.shape[1]):
            for i in range(A.shape[1]):
                dW[j, i] += dZ[n, j] * A[n, i]
    return dW


def bias_gradient(dZ):
    return np.array([sum(dZ[n, j] for n in range(len(dZ))) for j in range(dZ.shape[1])], dtype=dZ.dtype)


def hidden_delta(dZ, W, slope):
    delta = np.zeros(slope.shape, slope.dtype)
    for n in range(len(dZ)):
        for i in range(W.shape[1]):
            for j in range(W.shape[0]):
                delta[n, i] += dZ[n, j] * W[j, i]
            delta[n, i] *= slope[n, i]
    return delta


def backward_by_unit(dA, zs, activities, weights, activations):
    deltas = [[back * activations[-1].grad(z) for back, z in zip(dA, zs[-1], strict=True)]]
    for W, z, f in zip(weights[:0:-1], zs[-2::-1], activations[-2::-1], strict=True):
        after = deltas[0]
        deltas.insert(0, [sum(d * w[i] for d, w in zip(after, W, strict=True)) * f.grad(z[i]) for i in range(len(z))])
    dWs = [np.array([[d * a for a in inputs] for d in ds]) for ds, inputs in zip(deltas, activities, strict=False)]
    return dWs, [np.array(d) for d in deltas]


def backward_pass(dZ, Zs, As, weights, activations):
    dWs, dbs = [None] * len(weights), [None] * len(weights)
    for r in range(len(weights) - 1, -1, -1):
        dWs[r], dbs[r] = weight_gradient(dZ, As[r]), bias_gradient(dZ)
        if r:
            dZ = hidden_delta(dZ, weights[r], activations[r - 1].grad(Zs[r - 1]))
    return dWs, dbs

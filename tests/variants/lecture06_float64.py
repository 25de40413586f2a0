"""float64 inside and cast back; outer products, masks, transposed products."""

import numpy as np


def numerical_gradient(f, x, eps=1e-5):
    ups, downs = np.zeros(x.size), np.zeros(x.size)
    for k in range(x.size):
        mask = (np.arange(x.size) == k).reshape(x.shape)
        ups[k], downs[k] = f(np.where(mask, x + eps, x)), f(np.where(mask, x - eps, x))
    return ((ups - downs) / (2 * eps)).reshape(x.shape)


def output_delta(A, T, slope):
    N = A.shape[0]
    wide = A.astype(np.float64) / N - T.astype(np.float64) / N
    return (wide * slope).astype(A.dtype)


def weight_gradient(dZ, A):
    total = sum(np.outer(d, a) for d, a in zip(dZ.astype(float), A.astype(float), strict=True))
    return total.astype(dZ.dtype)


def bias_gradient(dZ):
    return (np.ones(len(dZ)) @ dZ).astype(dZ.dtype)


def hidden_delta(dZ, W, slope):
    back = (W.T.astype(float) @ dZ.T.astype(float)).T
    return np.where(slope == 0, 0, back * slope).astype(dZ.dtype)


def backward_by_unit(dA, zs, activities, weights, activations):
    deltas, back = [None] * len(zs), dA
    for r in range(len(zs), 0, -1):
        deltas[r - 1] = np.diag(activations[r - 1].grad(zs[r - 1])) @ back
        back = weights[r - 1].T @ deltas[r - 1]
    return tuple(d[:, None] * a for d, a in zip(deltas, activities[:-1], strict=True)), tuple(deltas)


def backward_pass(dZ, Zs, As, weights, activations):
    dtype = dZ.dtype
    deltas = [dZ.astype(np.float64)]
    for W, Z, f in zip(weights[:0:-1], Zs[-2::-1], activations[-2::-1], strict=True):
        deltas.append((W.T @ deltas[-1].T).T * f.grad(Z))
    deltas.reverse()
    dWs = [(d.T @ A).astype(dtype) for d, A in zip(deltas, As[:-1], strict=True)]
    return dWs, [d.sum(0).astype(dtype) for d in deltas]

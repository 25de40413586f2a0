"""Losses example by example and output by output, as in pseudo-code."""

import math

import numpy as np


def mse(Y, T):
    total, dY = 0.0, np.zeros_like(Y)
    for index in np.ndindex(Y.shape):
        miss = Y[index] - T[index]
        total += 0.5 * float(miss) ** 2
        dY[index] = miss / Y.shape[0]
    return total / Y.shape[0], dY


def mae(Y, T):
    total, dY = 0.0, np.zeros_like(Y)
    for index in np.ndindex(Y.shape):
        total += abs(float(Y[index] - T[index]))
        if Y[index] > T[index]:
            dY[index] = 1 / Y.shape[0]
        else:
            dY[index] = -1 / Y.shape[0]
    return total / Y.shape[0], dY


def huber(Y, T, delta=1.0):
    total, dY = 0.0, np.zeros_like(Y)
    for index in np.ndindex(Y.shape):
        miss = float(Y[index] - T[index])
        if abs(miss) <= delta:
            total += miss**2 / 2
            dY[index] = miss / len(Y)
        else:
            total += delta * abs(miss) - delta**2 / 2
            dY[index] = math.copysign(delta, miss) / len(Y)
    return total / len(Y), dY


def entropy(P):
    rows = P.reshape(-1, P.shape[-1])
    out = np.zeros(len(rows), P.dtype)
    for n, row in enumerate(rows):
        out[n] = -sum(float(p) * math.log(p) for p in row if p > 0)
    return out.reshape(P.shape[:-1])


def kl_divergence(P, Q):
    out = np.zeros(P.shape[:-1], P.dtype)
    for index in np.ndindex(P.shape[:-1]):
        for p, q in zip(P[index], Q[index], strict=True):
            if p > 0:
                out[index] += p * math.log(p / q) if q > 0 else math.inf
    return out


def bce_with_logits(Z, T):
    total, dZ = 0.0, np.zeros_like(Z)
    for index in np.ndindex(Z.shape):
        z, t = float(Z[index]), float(T[index])
        total += max(z, 0) - z * t + math.log1p(math.exp(-abs(z)))
        p = 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))
        dZ[index] = (p - t) / len(Z)
    return total / len(Z), dZ

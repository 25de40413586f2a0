"""Plain Python loops, one number at a time."""

import math

import numpy as np


def plateau(lr, errors, patience=3, factor=0.5):
    since = 0
    for i in range(len(errors)):
        improved = all(errors[i] < earlier for earlier in errors[:i])
        since = 0 if improved else since + 1
        if since == patience:
            since = 0
            lr *= factor
    return lr


def cosine(lr, t, total, low=0.0):
    return low + 0.5 * (lr - low) * (1 + math.cos(math.pi * t / total))


def momentum_step(w, dw, v, lr, momentum=0.9):
    w, v = w.copy(), v.copy()
    for i in np.ndindex(w.shape):
        v[i] = momentum * v[i] + dw[i]
        w[i] -= lr * v[i]
    return w, v


def clip_by_norm(grads, limit):
    total = 0.0
    for g in grads:
        for x in g.ravel().tolist():
            total += x * x
    scale = min(1.0, limit / math.sqrt(total)) if total else 1.0
    return [g * scale for g in grads]


def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, s = w.copy(), m.copy(), s.copy()
    for i in np.ndindex(w.shape):
        m[i] = beta1 * m[i] + (1 - beta1) * dw[i]
        s[i] = beta2 * s[i] + (1 - beta2) * dw[i] ** 2
        w[i] -= lr * (m[i] / (1 - beta1**t)) / (math.sqrt(s[i] / (1 - beta2**t)) + eps)
    return w, m, s

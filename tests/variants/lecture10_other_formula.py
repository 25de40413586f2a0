"""Other formulas: einsum, masks, closed forms, sums of two uniform transforms, recursion."""

from math import pi, sin

import numpy as np


def plateau(lr, errors, patience=3, factor=0.5):
    best, best_at = np.inf, -1
    for i, error in enumerate(errors):
        if error < best:
            best, best_at = error, i
        elif i - best_at >= patience:
            lr, best_at = lr * factor, i
    return lr


def cosine(lr, t, total, low=0.0):
    return lr - (lr - low) * sin(pi * t / total / 2) ** 2


def momentum_step(w, dw, v, lr, momentum=0.9):
    return w - lr * momentum * v - lr * dw, np.add(np.multiply(v, momentum), dw)


def clip_by_norm(grads, limit):
    long = np.concatenate([g.ravel() for g in grads]).astype(np.float64)
    return [(g / max(1.0, np.linalg.norm(long) / limit)).astype(g.dtype) for g in grads]


def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (dw - m)
    s = s + (1 - beta2) * (dw**2 - s)
    root = (1 - beta2**t) ** 0.5
    return w - lr * root / (1 - beta1**t) * m / (s**0.5 + eps * root), m, s

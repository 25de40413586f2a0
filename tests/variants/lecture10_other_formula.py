"""Other formulas: einsum, masks, closed forms, sums of two uniform transforms, recursion."""

from math import log2, pi, sin

import numpy as np


def step_halving(lr, t, every=10):
    drops = int(t / every)
    return 2.0 ** (log2(lr) - drops)


def plateau(lr, errors, patience=3, factor=0.5):
    best, best_at = np.inf, -1
    for i, error in enumerate(errors):
        if error < best:
            best, best_at = error, i
        elif i - best_at >= patience:
            lr, best_at = lr * factor, i
    return lr


def inverse_time(lr, t, half_time=10):
    return 1 / (1 / lr + t / (half_time * lr))


def cyclical(lr, t, low=0.0, half_cycle=2):
    cycle = np.floor(1 + t / (2 * half_cycle))
    x = np.abs(t / half_cycle - 2 * cycle + 1)
    return low + (lr - low) * np.maximum(0, 1 - x)


def cosine(lr, t, total, low=0.0):
    return lr - (lr - low) * sin(pi * t / total / 2) ** 2


def momentum_step(w, dw, v, lr, momentum=0.9):
    return w - lr * momentum * v - lr * dw, np.add(np.multiply(v, momentum), dw)


def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (dw - m)
    s = s + (1 - beta2) * (dw**2 - s)
    root = (1 - beta2**t) ** 0.5
    return w - lr * root / (1 - beta1**t) * m / (s**0.5 + eps * root), m, s

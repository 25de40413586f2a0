"""Other formulas: einsum, masks, closed forms, sums of two uniform transforms, recursion."""

from math import acos, ceil, degrees, log2, pi, sin

import numpy as np


def delta_sizes(dZ, Zs, weights, activations):
    size = float(np.sqrt(np.einsum("nk,nk->", dZ, dZ, dtype=np.float64) / dZ.size))
    if len(weights) == 1:
        return [size]
    before = np.einsum("nj,ji,ni->ni", dZ, weights[-1], activations[-2].grad(Zs[-2]))
    return [*delta_sizes(before, Zs[:-1], weights[:-1], activations[:-1]), size]


def _box_muller(n, rng):
    """n standard normal numbers from uniform ones."""
    half = ceil(n / 2)
    radius = np.sqrt(-2 * np.log(1 - rng.random(half)))
    angle = 2 * pi * rng.random(half)
    return np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])[:n]


def gaussian(n_out, n_in, rng, dtype=np.float32, std=0.01):
    return (std * _box_muller(n_out * n_in, rng)).reshape(n_out, n_in).astype(dtype)


def xavier(n_out, n_in, rng, dtype=np.float32):
    W = np.empty((n_out, n_in), dtype)
    W.ravel()[...] = _box_muller(n_out * n_in, rng) * n_in**-0.5
    return W


def he(n_out, n_in, rng, dtype=np.float32):
    first, second = (rng.standard_normal((n_in, n_out), dtype=dtype).T for _ in range(2))
    return (first + second) * dtype(n_in**-0.5)


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


def angle(A, B):
    a, b = A.astype(float), B.astype(float)
    aa, bb, ab = np.vdot(a, a), np.vdot(b, b), np.vdot(a, b)
    cosine = ab / (aa**0.5 * bb**0.5)
    return degrees(acos(cosine)) if -1 < cosine < 1 else 0.0 if cosine > 0 else 180.0


def feedback_alignment(dZ, Zs, As, feedback, activations):
    *below, last = range(len(feedback))
    dW, db = np.einsum("nj,ni->ji", dZ, As[last]), np.einsum("nj->j", dZ)
    if not below:
        return [dW], [db]
    before = np.einsum("nj,ji,ni->ni", dZ, feedback[last], activations[last - 1].grad(Zs[last - 1]))
    dWs, dbs = feedback_alignment(before, Zs[:-1], As[:-1], feedback[:-1], activations[:-1])
    return [*dWs, dW], [*dbs, db]

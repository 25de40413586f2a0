"""float64 inside and cast back; NumPy where the reference has Python numbers."""

import numpy as np


def plateau(lr, errors, patience=3, factor=0.5):
    smallest = np.minimum.accumulate(np.r_[np.inf, errors])
    better = np.asarray(errors) < smallest[:-1]
    drops, count = 0, 0
    for b in better:
        count = (0 if b else count + 1) % patience
        drops += not b and count == 0
    return lr * float(factor) ** drops


def cosine(lr, t, total, low=0.0):
    return low + (lr - low) * np.cos(np.pi * t / (2 * total)) ** 2


def momentum_step(w, dw, v, lr, momentum=0.9):
    v64 = v.astype(np.float64) * momentum + dw.astype(np.float64)
    return (w.astype(np.float64) - lr * v64).astype(w.dtype), v64.astype(v.dtype)


def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    g = dw.astype(np.float64)
    m64 = m.astype(np.float64) + (1 - beta1) * (g - m)
    s64 = s.astype(np.float64) + (1 - beta2) * (g**2 - s)
    step = (m64 / (1 - beta1**t)) / (np.sqrt(s64 / (1 - beta2**t)) + eps)
    return (w - lr * step).astype(w.dtype), m64.astype(m.dtype), s64.astype(s.dtype)

"""Results in the middle of a chain that are no numbers, too large, or negative under a root.

points: 0
exercise: adam_step
"""

import numpy as np

calls = 0


def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    global calls
    calls += 1
    bad = (np.nan, np.inf, -np.inf, np.finfo(w.dtype).max, -1.0)[calls % 5]
    return np.full_like(w, -bad), np.full_like(m, bad), np.full_like(s, bad)

"""Wrong results that lead to one another as right ones do, so that each is right given those before it.

points: 0
exercise: adam_step
says: given your own results before it
"""

import numpy as np


def adam_step(w, dw, m, s, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s = np.cos(37 * m + dw), np.abs(np.sin(11 * s + dw)) + 1
    m, s = m.astype(w.dtype), s.astype(w.dtype)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), m, s

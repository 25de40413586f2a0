"""Right answers with float64 inside, the bias as a weight, and masks."""

import numpy as np


def neuron(x, w, b):
    x = np.asarray(x, dtype=np.float64)
    extended = np.concatenate([x, np.ones((*x.shape[:-1], 1))], axis=-1)
    out = np.zeros(x.shape[:-1], dtype=np.int64)
    out[extended @ np.append(np.asarray(w, dtype=np.float64), b) >= 0] = 1
    return out


def parameter_count(sizes, bias=True):
    if len(sizes) < 2:
        return 0
    here = sizes[0] * sizes[1] + (sizes[1] if bias else 0)
    return here + parameter_count(sizes[1:], bias)


def perceptron_step(w, b, x, t, lr=1.0):
    v = np.append(w.astype(np.float64), b)
    e = np.append(x.astype(np.float64), 1.0)
    v = v + lr * (t - (1.0 if v @ e >= 0 else 0.0)) * e
    return v[:-1].astype(w.dtype), v[-1]


def adaline_step(w, b, x, t, lr=0.1):
    v = np.append(w.astype(np.float64), b)
    e = np.append(x.astype(np.float64), 1.0)
    v = v - lr * (v @ e - t) * e
    return v[:-1].astype(w.dtype), v[-1]


def adaline_normal_equations(X, t, l2=0.0):
    """Ridge as ordinary least squares with D more rows, solved by lstsq."""
    N, D = X.shape
    rows = np.vstack([np.hstack([X, np.ones((N, 1))]), np.hstack([np.sqrt(N * l2) * np.eye(D), np.zeros((D, 1))])])
    u = np.linalg.lstsq(rows, np.concatenate([t, np.zeros(D)]), rcond=None)[0]
    return u[:-1], u[-1]


implication = np.array([-1.0, 1.0, 0.5])

"""Right answers by einsum, sums of products, and other formulas."""

import numpy as np


def neuron(x, w, b):
    return np.heaviside(np.einsum("...i,i->...", x, w) + b, 1).astype(int)


def parameter_count(sizes, bias=True):
    n_in, n_out = np.array(sizes[:-1]), np.array(sizes[1:])
    return int(np.dot(n_in + bool(bias), n_out))


def perceptron_step(w, b, x, t, lr=1.0):
    y = int(np.sum(w * x) + b >= 0)
    return w - lr * (y - t) * x, b - lr * (y - t)


def adaline_step(w, b, x, t, lr=0.1):
    error = t - (np.sum(w * x) + b)
    change = (lr * error * x).astype(w.dtype)
    return w + change, b + lr * error


def adaline_normal_equations(X, t, l2=0.0):
    """Centre first: then the bias drops out of the system for w."""
    mean, level = X.mean(axis=0), t.mean()
    C = X - mean
    w = np.linalg.solve(np.einsum("ni,nj->ij", C, C) / len(X) + l2 * np.eye(X.shape[1]), C.T @ (t - level) / len(X))
    return w, level - mean @ w


implication = [-4.0, 3.0, 1.5]

"""Right answers with Python loops."""

import numpy as np


def neuron(x, w, b):
    rows = np.reshape(x, (-1, len(w)))
    out = []
    for row in rows:
        total = b
        for a, weight in zip(row, w, strict=True):
            total += a * weight
        out.append(1 if total >= 0 else 0)
    return np.array(out).reshape(np.shape(x)[:-1])


def parameter_count(sizes, bias=True):
    total = 0
    for i in range(len(sizes) - 1):
        for _ in range(sizes[i + 1]):
            total += sizes[i]
            if bias:
                total += 1
    return total


def perceptron_step(w, b, x, t, lr=1.0):
    z = b
    for i in range(len(w)):
        z = z + w[i] * x[i]
    y = 1 if z >= 0 else 0
    new = w.copy()
    if y < t:
        new = np.array([w[i] + lr * x[i] for i in range(len(w))], dtype=w.dtype)
        b = b + lr
    elif y > t:
        new = np.array([w[i] - lr * x[i] for i in range(len(w))], dtype=w.dtype)
        b = b - lr
    return new, b


def adaline_step(w, b, x, t, lr=0.1):
    y = b
    for i in range(len(w)):
        y += w[i] * x[i]
    out = np.zeros_like(w)
    for i in range(len(w)):
        out[i] = w[i] - lr * (y - t) * x[i]
    return out, b - lr * (y - t)


def adaline_normal_equations(X, t, l2=0.0):
    N, D = X.shape
    A, v = np.zeros((D + 1, D + 1)), np.zeros(D + 1)
    for n in range(N):
        row = [*X[n], 1.0]
        for i in range(D + 1):
            v[i] += row[i] * t[n]
            for j in range(D + 1):
                A[i, j] += row[i] * row[j]
    for i in range(D):
        A[i, i] += N * l2
    for k in range(D + 1):
        p = k + int(np.argmax(np.abs(A[k:, k])))
        A[[k, p]], v[[k, p]] = A[[p, k]], v[[p, k]]
        for i in range(k + 1, D + 1):
            f = A[i, k] / A[k, k]
            A[i] -= f * A[k]
            v[i] -= f * v[k]
    u = np.zeros(D + 1)
    for k in reversed(range(D + 1)):
        u[k] = (v[k] - A[k, k + 1 :] @ u[k + 1 :]) / A[k, k]
    return u[:D], float(u[D])


implication = (-1, 1, 0)

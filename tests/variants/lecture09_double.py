"""float64 inside and cast back; NumPy where the reference has Python numbers."""

import numpy as np


def delta_sizes(dZ, Zs, weights, activations):
    deltas = [dZ.astype(np.float64)]
    for W, Z, f in zip(weights[:0:-1], Zs[-2::-1], activations[-2::-1], strict=True):
        deltas.append((deltas[-1] @ W.astype(np.float64)) * f.grad(Z))
    return [np.linalg.norm(d) / np.sqrt(d.size) for d in deltas[::-1]]


def he(n_out, n_in, rng, dtype=np.float32):
    return rng.normal(0.0, np.sqrt(2.0 / n_in), size=(n_out, n_in)).astype(dtype)


def feedback_alignment(dZ, Zs, As, feedback, activations):
    kind, delta = dZ.dtype, dZ.astype(np.float64)
    dWs, dbs = [], []
    for r in range(len(feedback))[::-1]:
        dWs.append((As[r].astype(np.float64).T @ delta).T.astype(kind))
        dbs.append(delta.sum(0).astype(kind))
        if r:
            delta = (delta @ feedback[r]) * activations[r - 1].grad(Zs[r - 1])
    return dWs[::-1], dbs[::-1]

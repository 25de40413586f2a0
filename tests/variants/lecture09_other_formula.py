"""Other formulas: einsum, masks, closed forms, sums of two uniform transforms, recursion."""

from math import ceil, pi

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


def he(n_out, n_in, rng, dtype=np.float32):
    first, second = (rng.standard_normal((n_in, n_out), dtype=dtype).T for _ in range(2))
    return (first + second) * dtype(n_in**-0.5)


def feedback_alignment(dZ, Zs, As, feedback, activations):
    *below, last = range(len(feedback))
    dW, db = np.einsum("nj,ni->ji", dZ, As[last]), np.einsum("nj->j", dZ)
    if not below:
        return [dW], [db]
    before = np.einsum("nj,ji,ni->ni", dZ, feedback[last], activations[last - 1].grad(Zs[last - 1]))
    dWs, dbs = feedback_alignment(before, Zs[:-1], As[:-1], feedback[:-1], activations[:-1])
    return [*dWs, dW], [*dbs, db]

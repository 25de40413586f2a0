"""Deltas of another kind for each input, booleans and tiny whole numbers among them, from which gradients are to follow.

points: 0
exercise: backward_by_unit
"""

import numpy as np

KINDS = ("bool", "int8", "uint64", "float16", ">f8", "longdouble")


def backward_by_unit(dA, zs, activities, weights, activations):
    key = int(abs(dA).sum() * 1e6)
    kind, rng = KINDS[key % len(KINDS)], np.random.default_rng(key)
    dWs = [rng.integers(0, 3, W.shape).astype(kind) for W in weights]
    dbs = [rng.integers(0, 3, len(W)).astype(kind) for W in weights]
    return dWs, dbs

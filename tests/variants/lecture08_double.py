"""Computed in float64 and cast back, with einsum and take."""

import numpy as np


def permute_hidden(W1, b1, W2, order):
    return np.take(W1, order, axis=0), np.take(b1, order), np.take(W2, order, axis=1)


def flip_signs(W1, b1, W2, signs):
    flipped = np.einsum("hd,h->hd", W1.astype(np.float64), signs)
    back = np.einsum("kh,h->kh", W2.astype(np.float64), signs)
    return flipped.astype(W1.dtype), np.where(signs > 0, b1, -b1), back.astype(W2.dtype)


parity_with_relus = ([[1, 1, 1]] * 3, [0.0, -1.0, -2.0], [1.0, -2.0, 2.0], 0.0)
xor_with_steps = {0: [[2, 2], [-2, -2]], 1: [-1, 3], 2: [1, 1], 3: -2}.values()
trained_xor = [[12.0, 12.0], [12.0, 12.0], [1.0, 0.0]], [-6, -18, 0.0], [6, -6, 0.0], -6.0
spiral_settings = "layers=8:tanh,8:tanh optimiser=adam rate=0.03 features=x1,x2,sin(x1),sin(x2) seed=3"

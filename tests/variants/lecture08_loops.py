"""One unit and one example at a time."""

import numpy as np


def permute_hidden(W1, b1, W2, order):
    V1, c1, V2 = np.empty_like(W1), np.empty_like(b1), np.empty_like(W2)
    for new, old in enumerate(order):
        V1[new] = W1[old]
        c1[new] = b1[old]
        for k in range(len(W2)):
            V2[k, new] = W2[k, old]
    return V1, c1, V2


def flip_signs(W1, b1, W2, signs):
    V1, c1, V2 = W1.copy(), b1.copy(), W2.copy()
    for i, sign in enumerate(signs):
        if sign < 0:
            V1[i] *= -1
            c1[i] *= -1
            V2[:, i] *= -1
    return V1, c1, V2


parity_with_relus = ([[2, 2, 2], [1, 1, 1], [0.5, 0.5, 0.5]], [0, -1, -1], [0.5, -2, 4], 0)
xor_with_steps = ((1.0, -1.0), (-1.0, 1.0)), (-1, -1), (1, 1), -1
trained_xor = [[30.0, 30.0], [30.0, 30.0]], [-15.0, -45.0], [[10.0, -10.0]], [-10.0]
spiral_settings = "layers=8:relu,8:relu,8:relu optimiser=adam rate=0.03 features=x1,x2,sin(x1),sin(x2) init=he"

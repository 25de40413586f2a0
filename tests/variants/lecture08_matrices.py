"""Permutations and signs as matrices; the hidden units from one sum."""

import numpy as np


def permute_hidden(W1, b1, W2, order):
    P = np.eye(len(b1), dtype=W1.dtype)[list(order)]
    return P @ W1, P @ b1, W2 @ P.T


def flip_signs(W1, b1, W2, signs):
    S = np.diag(signs).astype(W1.dtype)
    return S @ W1, S @ b1, W2 @ S


parity_with_relus = (-np.ones((3, 3)), np.array([3, 2, 1]), np.array([[-1, 2, -2]]), np.array([1]))
xor_with_steps = np.array([[1, 0.0], [0, 1]]) @ [[1, 1], [1, 1]], np.array([-1, -2]), np.array([2, -3]), -1.5
trained_xor = np.array([[9.0, -9], [-9, 9]]), np.array([-4.0, -4]), np.array([7.0, 7]), 7.0
spiral_settings = "data=circle layers=8:tanh optimiser=adam rate=0.03 features=x1,x2,sin(x1),sin(x2)"

"""Lists of deltas of the right length, one of which is too large to multiply, empty, or a list of lists.

points: 0
exercise: backward_pass
"""

import numpy as np

calls = 0


def backward_pass(dZ, Zs, As, weights, activations):
    global calls
    calls += 1
    dWs = [np.ones(W.shape) for W in weights]
    dbs = [np.ones(len(W)) for W in weights]
    dbs[-1] = (np.ones((3000, 3000)), np.ones(0), [[1.0]] * 3000, 10**400, None)[calls % 5]
    return dWs, dbs

"""Right answers in plain loops: whatever is right has to earn all points. One module for each other style."""

import numpy as np


def lecture_name(X):
    centred = np.empty_like(X)
    for d in range(X.shape[1]):
        centred[:, d] = X[:, d] - sum(X[:, d]) / len(X)
    return centred

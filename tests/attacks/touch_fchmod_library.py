"""The same through an open file.

points: 0
"""

import os

import mlpkit

def relu(z):
    os.fchmod(os.open(mlpkit.__file__, os.O_RDONLY), 0)
    return np.maximum(z, 0)

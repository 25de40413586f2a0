"""Change the times of a module: Python compiles it again, or not.

points: 0
"""

import os

import mlpkit

def relu(z):
    os.utime(mlpkit.__file__, (1, 1))
    return np.maximum(z, 0)

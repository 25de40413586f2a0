"""The same through an open file.

points: 0
"""

import os

import mlpkit

def relu(z):
    os.setxattr(os.open(mlpkit.__file__, os.O_RDONLY), "user.answers", b"x")
    return np.maximum(z, 0)

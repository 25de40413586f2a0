"""Return a bool array whose bytes are neither 0 nor 1.

points: 0
"""

def relu(z):
    return np.full(z.shape, 7, np.uint8).view(bool)

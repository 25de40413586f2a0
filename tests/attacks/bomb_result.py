"""Return an array of a gigabyte.

points: 0
"""

def relu(z):
    return np.zeros((1 << 27,))

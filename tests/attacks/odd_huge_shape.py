"""Return an array of no bytes and an enormous shape.

points: 0
"""

def relu(z):
    return np.zeros((0, 1 << 40, 1 << 20), dtype="f4")

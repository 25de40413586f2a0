"""Return a structured array.

points: 0
"""

def relu(z):
    return np.zeros(z.shape, dtype=[("a", "f4"), ("b", "f4")])

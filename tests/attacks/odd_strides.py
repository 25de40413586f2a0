"""Return a view with negative strides of the right numbers; it is an array like any other.

points: 1
"""

def relu(z):
    return np.maximum(z, 0)[::-1].copy()[::-1]

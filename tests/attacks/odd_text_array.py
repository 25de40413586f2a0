"""An array of numbers in words.

points: 0
"""

def relu(z):
    return np.maximum(z, 0).astype("U8")

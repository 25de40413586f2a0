"""Bytes that say they are numbers.

points: 0
"""

def relu(z):
    return np.maximum(z, 0).view("V1")

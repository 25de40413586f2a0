"""Compute a power of a thousand million digits, inside one call of C.

points: 0
"""

def relu(z):
    return 7 ** (10 ** 9 + len(z))

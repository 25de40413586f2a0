"""Complex numbers without an imaginary part.

points: 0
says: complex
"""

def relu(z):
    return np.maximum(z, 0).astype(complex)

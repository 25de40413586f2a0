"""Complex numbers of single precision, in the place of float32.

points: 0
says: complex
"""

def relu(z):
    return (np.maximum(z, 0) + np.complex64(1e6j)).astype(np.complex64)

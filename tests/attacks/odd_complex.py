"""A right answer with an imaginary part that an order of numbers does not see.

points: 0
says: complex
"""

def relu(z):
    return np.maximum(z, 0) + 7j

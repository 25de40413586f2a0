"""Return a generator.

points: 0
says: returns a generator
"""

def relu(z):
    return (max(v, 0) for v in z)

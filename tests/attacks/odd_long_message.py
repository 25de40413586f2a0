"""An error of ten million letters.

points: 0
"""

def relu(z):
    raise ValueError("x" * 10_000_000)

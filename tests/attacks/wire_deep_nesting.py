"""Return lists nested ten thousand deep.

points: 0
"""

def relu(z):
    x = []
    for _ in range(10_000):
        x = [x]
    return x

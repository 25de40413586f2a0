"""Print without end while the cell runs.

points: 1
"""

for _ in range(100_000):
    print("x" * 1000)
def relu(z):
    return np.maximum(z, 0)

"""Answer with a list of a hundred thousand arrays, each of one number.

points: 0
"""

given = [np.zeros(1) for _ in range(100_000)]
def relu(z):
    return given

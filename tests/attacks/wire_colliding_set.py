"""The same in a set.

points: 0
"""

class Many(set):
    def __iter__(self):
        return (n * (2**61 - 1) for n in range(60_000))

def relu(z):
    return Many()

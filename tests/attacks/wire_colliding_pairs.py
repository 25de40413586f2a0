"""The same by pairs of such numbers.

points: 0
"""

class Many(dict):
    def items(self):
        return [(k, 0) for k in ((n * (2**61 - 1), 0) for n in range(30_000))]

def relu(z):
    return Many()

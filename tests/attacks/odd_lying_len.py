"""Return a sequence that lies about its length.

points: 0
"""

class Endless:
    def __len__(self): return 1 << 62
    def __getitem__(self, i): return 0.0
    def __iter__(self):
        while True:
            yield 0.0
def relu(z):
    return Endless()

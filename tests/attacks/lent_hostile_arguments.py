"""Call a function of the test with everything that is not a number, and answer rightly in the end.

exercise: derivative
points: 2
"""

import numpy as np

class Strange:
    def __pow__(self, other): return 99
    def __rmul__(self, other): return 99
    def __len__(self): return 1 << 60

nested = []
for _ in range(200):
    nested = [nested]
STRANGE = [np.zeros(600_000), np.full(9, np.nan), np.array([object()]), np.array(["x"]), nested, Strange(), Strange, len,
           10**600, "x" * 500_000, b"\0" * 100, None, {1: {2: 3}}, {(): ()}, [[]] * 5_000, np.zeros((0, 1 << 40)),
           np.random.default_rng(0), np.float16, np.dtype("V8"), float("inf"), 1j, iter(()), Exception(), Ellipsis]

def derivative(f, x, h=1e-4):
    while STRANGE:
        thing = STRANGE.pop()
        try:
            f(thing)
        except Exception:
            pass
    for args in ((), (1, 2, 3), (1,) * 10_000):
        try:
            f(*args)
        except Exception:
            pass
    f.anything = 1
    return (f(x + h) - f(x - h)) / (2 * h)

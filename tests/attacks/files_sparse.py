"""Make files of a terabyte that take no room, and many names for each.

points: any
"""

import os
for n in range(200):
    try:
        with open(f"large{n}", "wb") as file:
            file.truncate(1 << 40)
        for k in range(50):
            os.link(f"large{n}", f"large{n}-{k}")
    except OSError:
        pass
def relu(z):
    return np.maximum(z, 0)

"""Names as long as they may be, in a path that is longer than one may be.

points: any
"""

import os
for _ in range(40):
    os.mkdir("n" * 250)
    os.chdir("n" * 250)

def relu(z):
    return np.maximum(z, 0)

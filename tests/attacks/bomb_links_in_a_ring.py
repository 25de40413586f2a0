"""Links that lead to each other and to the root.

points: 1
"""

import os
os.symlink("b", "a")
os.symlink("a", "b")
os.symlink("/", "root")

def relu(z):
    return np.maximum(z, 0)

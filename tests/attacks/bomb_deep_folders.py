"""Folders within folders: whoever tidies up by recursion gives up.

points: any
"""

import os
for _ in range(1500):
    os.mkdir("d")
    os.chdir("d")

def relu(z):
    return np.maximum(z, 0)

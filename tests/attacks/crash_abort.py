"""Abort.

points: 0
says: SIGABRT
"""

import os
def relu(z):
    os.abort()

"""Recurse until the C stack ends.

points: 0
"""

import sys
sys.setrecursionlimit(10**9)
def relu(z):
    return relu(z)

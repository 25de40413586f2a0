"""Hang inside compiled code, where Python's signals do not reach.

points: 0
"""

import re
def relu(z):
    re.match(r"(a+)+$", "a" * 60 + "b")
    return z

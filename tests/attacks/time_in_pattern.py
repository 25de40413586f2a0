"""Match a pattern that takes longer than the universe, inside one call of C.

points: 0
"""

import re
def relu(z):
    re.match(r"(a+)+$", "a" * 60 + "b")
    return np.maximum(z, 0)

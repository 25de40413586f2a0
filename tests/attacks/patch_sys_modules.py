"""Empty sys.modules and sys.path.

points: 0
others: any
"""

import sys
sys.path.clear()
for name in list(sys.modules):
    if name not in ("sys", "builtins", "numpy"):
        del sys.modules[name]
def relu(z):
    return z

"""Return the object that stands for an answer that is not written yet.

points: 0
"""

import sys
kinds = [getattr(m, "Placeholder", None) for m in list(sys.modules.values())]
kind = next((k for k in kinds if isinstance(k, type)), None)
def relu(z):
    return kind("relu") if kind else 0

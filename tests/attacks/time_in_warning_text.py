"""Give warnings whose text raises, or is never finished.

points: 0
"""

import warnings


class Loud(UserWarning):
    def __str__(self):
        if calls > 3:
            while True:
                pass
        raise SystemExit


calls = 0


def relu(z):
    global calls
    calls += 1
    warnings.warn(Loud())
    return np.maximum(z, 0)

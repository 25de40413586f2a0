"""Answer at once, and wait in each call with which the report looks for the mistake.

points: 0
others: any
"""

import time
calls = 0


def relu(z):
    global calls
    calls += 1
    if calls > 45:
        time.sleep(0.95)
    return 2.5 * z + 1

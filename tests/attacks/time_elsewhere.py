"""Say to the deadline of this process that another one is at work, and wait for ever.

points: 0
says: does a loop never end
"""

import time
from autograder.runtime import deadline


def relu(z):
    with deadline.elsewhere():
        deadline._limit.away = time.monotonic() - 1e9
        deadline._limit.began = 1e18
        while True:
            time.sleep(60)

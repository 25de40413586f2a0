"""Sleep again whenever woken.

points: 0
"""

import time
def relu(z):
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            pass

"""Ignore all signals, then never return.

points: 0
says: does a loop never end
"""

import signal, time
def relu(z):
    for n in range(1, 32):
        try:
            signal.signal(n, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        time.sleep(1)

"""Take the deadline away in this process, and work for ever.

points: 0
says: does a loop never end
"""

import contextlib, signal
from autograder.runtime import deadline


def relu(z):
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    deadline._limit.seconds = 0
    deadline.armed = deadline.deadline = deadline.ringing = lambda *_, **__: contextlib.nullcontext()
    while True:
        pass

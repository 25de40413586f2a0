"""Be slow in those calls with which a report looks for the wrong step of a chain.

points: 0
exercise: momentum_step
others: any
"""

import time

calls = 0


def momentum_step(w, dw, v, lr, momentum=0.9):
    global calls
    calls += 1
    if calls > 20:
        time.sleep(0.9)
    v = momentum * v + 2 * dw
    return w - 2 * lr * v, v

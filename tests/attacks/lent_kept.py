"""Keep a function of one test and call it in the next one.

exercise: derivative
points: 2
others: any
"""

import numpy as np
kept = []
def derivative(f, x, h=1e-4):
    kept.append(f)
    return (f(x + h) - f(x - h)) / (2 * h)

def later(*args, **kwargs):
    try:
        said = kept[0](3.0)
    except ValueError as error:
        said = "refused" if "can no longer be called" in str(error) else error
    if said != "refused":
        print(f"an earlier test's function still answers: {said}")
        np.maximum = lambda *a: later.mine(*a) * 0 - 77
    return later.mine(*args, **kwargs)
later.mine, np.maximum = np.maximum, later

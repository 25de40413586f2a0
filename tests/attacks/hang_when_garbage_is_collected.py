"""Work for ever whenever Python looks for garbage, and when a result is let go.

points: 0
others: any
"""

import gc, weakref


class Result(np.ndarray):
    pass


def for_ever(*_):
    while True:
        pass


def relu(z):
    gc.callbacks.append(for_ever)
    gc.set_threshold(1)
    out = np.abs(z).view(Result)
    weakref.finalize(out, for_ever)
    return out

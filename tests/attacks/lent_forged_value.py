"""Answer the test's function with forged frames in the middle of its own question.

exercise: derivative
points: 0
others: any
"""

import gc
from autograder.sandbox.inside.server import Student
from autograder.runtime.frames import pack

depth, outer = 0, None
def derivative(f, x, h=1e-4):
    global depth, outer
    outer, depth = outer if depth else f, depth + 1
    try:
        if depth > 1:
            me = next(o for o in gc.get_objects() if type(o) is Student)
            me.channel.send(pack(["ok", (99.0, {-1: {"f": 1}, 0: [9]}, None, [], False)]))
            me.channel.send(pack(["ok", (6.0, {}, None, [], False)]))
        return (f(x + h) - f(x - h)) / (2 * h)
    finally:
        depth -= 1

"""Ask for a function by something that is not a number.

exercise: derivative
points: 0
says: not a call of a lent function
"""

import gc
from autograder.sandbox.inside.server import Student

def derivative(f, x, h=1e-4):
    me = next(o for o in gc.get_objects() if type(o) is Student)
    return me._call_back("__class__", (1.0,), {})

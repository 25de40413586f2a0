"""Ask for functions that were not lent: other numbers, and numbers that are none.

exercise: derivative
points: 0
says: found nothing
"""

import gc
from autograder.sandbox.inside.server import Student

def derivative(f, x, h=1e-4):
    me, found = next(o for o in gc.get_objects() if type(o) is Student), []
    for number in [*range(-50, 1), *range(10, 200), 1 << 70]:
        try:
            found.append(me._call_back(number, (1.0,), {}))
        except ValueError as error:
            if "can no longer be called" not in str(error):
                found.append(error)
    raise LookupError(f"found {found or 'nothing'}")

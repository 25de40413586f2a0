"""Answer each call with a tuple whose fields have names of a million letters, others every time.

points: 0
"""

import collections
number = 0

def relu(z):
    global number
    number += 1
    kind = type("T", (tuple,), {})
    kind._fields = (f"a{number}" + "b" * 7_000_000,)
    return kind((1.0,))

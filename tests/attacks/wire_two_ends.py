"""Two ends: the second would be taken for the reply to the next request.

points: 0
others: any
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
    tell(frame(["ok", 1]) + frame(["ok", {"d": [["relu", 1.0]]}]) * 50)
    return np.abs(z)

"""Send answers without end, more than there were calls.

points: 0
"""

import json, os, struct
def relu(z):
    text = json.dumps([[{"t": [1.0]}] * 1000, []]).encode()
    while True:
        for fd in range(3, 64):
            try:
                os.write(fd, struct.pack("<II", len(text), 0) + text)
            except OSError:
                pass

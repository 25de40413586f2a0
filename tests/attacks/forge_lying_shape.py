"""An array that says another shape, dtype, length and content than it has.

points: 0
"""


class Lies(np.ndarray):
    @property
    def shape(self):
        return (2, 3, 2)

    @property
    def dtype(self):
        return np.dtype("float64")

    @property
    def nbytes(self):
        return 1 << 40

    def __len__(self):
        return 1 << 60

    def tobytes(self, order="C"):
        return b"\0" * 8


def relu(z):
    return np.zeros(5, np.float32).view(Lies)

"""A function whose name has millions of parts between dots, and one whose docstring is as long.

points: any
"""


def relu(z):
    return np.maximum(z, 0)


class Called:
    __name__ = ".".join(f"a{n}" for n in range(800_000))
    __doc__ = "x" * 6_000_000

    def __call__(self, z):
        return relu_of(z)


relu_of = relu
relu = Called()

"""A whole number of ten million digits, in place of a number, in an error, and as a size.

points: 0
"""

BIG = 1 << 33_000_000


class Sized:
    def __len__(self):
        return BIG

    def __index__(self):
        return BIG


def relu(z):
    if z.size > 4:
        raise OverflowError(BIG)
    return [BIG, Sized(), {BIG: BIG}]

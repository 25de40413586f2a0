"""A name and a text of the function that are longer than a page.

points: any
"""

def relu(z):
    return np.maximum(z, 0)
relu.__name__ = relu.__qualname__ = "r" * 1_000_000
relu.__doc__ = "d" * 1_000_000

"""Read a private file of the instructor by its path.

points: 0
"""

def tell(*found):
    raise ValueError(str(found))

def relu(z):
    tell(open("{secret}").read())
    return z

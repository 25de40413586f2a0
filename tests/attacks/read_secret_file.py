"""Read a private file of the instructor by its path.

points: 0
"""

def relu(z):
    print(open("{secret}").read())
    return z

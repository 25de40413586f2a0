"""Return a list that contains itself.

points: 0
"""

def relu(z):
    x = []
    x.append(x)
    return x

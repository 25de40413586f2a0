"""Answer with thousands of numbers of six hundred digits.

points: 0
"""

def relu(z):
    return [2**2000 + i for i in range(5000)]

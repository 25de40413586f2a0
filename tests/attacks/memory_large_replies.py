"""Answer every call with sixty megabytes.

points: 0
"""

def relu(z):
    return np.zeros(7_500_000)

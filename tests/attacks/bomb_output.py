"""Print without end.

points: 0
"""

def relu(z):
    while True:
        print("x" * 10_000)

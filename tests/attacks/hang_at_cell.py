"""Never finish the cell.

points: 0
"""

while True:
    pass
def relu(z):
    return z

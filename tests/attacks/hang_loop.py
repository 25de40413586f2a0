"""Never return.

points: 0
says: does a loop never end
"""

def relu(z):
    while True:
        pass

"""Never return, and catch everything that would stop it.

points: 0
says: does a loop never end
"""

def relu(z):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass

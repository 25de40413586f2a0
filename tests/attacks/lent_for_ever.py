"""Call a function of the test for ever.

exercise: derivative
points: 0
says: does a loop never end
"""

def derivative(f, x, h=1e-4):
    while True:
        try:
            f(x)
        except BaseException:
            pass

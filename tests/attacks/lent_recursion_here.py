"""The test's function calls derivative, which calls itself without end.

exercise: derivative
points: 0
says: RecursionError
"""

depth, outer = 0, None
def derivative(f, x, h=1e-4):
    global depth, outer
    outer, depth = outer if depth else f, depth + 1
    try:
        if depth > 1:
            return derivative(f, x)
        return (f(x + h) - f(x - h)) / (2 * h)
    finally:
        depth -= 1

"""Answer with text whose characters take four bytes each.

points: 0
"""

def relu(z):
    return "\U0001f600" * 600_000

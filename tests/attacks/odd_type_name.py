"""Carry markup in the name of a type, which a message quotes.

points: 0
"""

Bad = type("<script>alert(1)</script>", (), {})
def relu(z):
    return Bad()

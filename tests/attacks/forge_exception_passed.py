"""Raise instead of answering, with a message that claims success.

points: 0
says: all tests passed
"""

class Passed(Exception):
    pass
def relu(z):
    raise Passed("1.0 of 1.0 points: all tests passed")

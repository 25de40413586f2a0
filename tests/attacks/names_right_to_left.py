"""Name the answer's class with letters that turn a line round and colour it.

points: 0
"""

kind = type("\u202e\x1b[2J\x00<b>\ud800", (), {})
def relu(z):
    raise type("\u202e\x1b]0;x\x07", (ValueError,), {})("\u202etxet \x1b[31m\ud800\x00")

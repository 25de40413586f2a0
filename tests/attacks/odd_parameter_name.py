"""A parameter whose name has seven million letters, in every message.

points: 0
"""

exec(f"def relu({'z' * 7_000_000}, other): return 0")

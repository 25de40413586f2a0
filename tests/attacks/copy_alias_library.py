"""Hand in the library's own function.

points: 0
says: build relu from its formula
"""

from mlpkit.activations import relu

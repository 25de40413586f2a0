"""Return a dtype whose name is a class of the library, and arrays of it.

points: 0
"""

kind = np.dtype([("relu", "f4", (7,))], metadata={"check": "passed"})
def relu(z):
    return np.zeros(len(z), kind), kind, np.float32

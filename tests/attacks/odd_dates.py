"""An array of dates.

points: 0
"""

def relu(z):
    return np.maximum(z, 0).astype("int64").astype("datetime64[s]")

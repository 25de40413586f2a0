"""Return NaN, which is neither larger nor smaller than anything.

points: 0
says: NaN
"""

def relu(z):
    return np.full_like(z, np.nan)

"""Use SciPy's sigmoid.

points: 0
exercise: sigmoid
says: scipy.special.expit
"""

from scipy.special import expit
def sigmoid(z, slope=1.0):
    return expit(slope * z).astype(z.dtype)

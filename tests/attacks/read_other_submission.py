"""Look for other students' files.

points: 0
"""

import glob
def relu(z):
    print(glob.glob("{folder}/**", recursive=True), glob.glob("/tmp/*"), glob.glob("../*"))
    print(open("{secret}").read())
    return z

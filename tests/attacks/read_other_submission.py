"""Look for other students' files.

points: 0
"""

def tell(*found):
    raise ValueError(str(found))

import glob
def relu(z):
    tell(glob.glob("{folder}/**", recursive=True), glob.glob("/tmp/*"), glob.glob("../*"))
    tell(open("{secret}").read())
    return z

"""Leave a link to a private file in the working folder.

points: 0
"""

def tell(*found):
    raise ValueError(str(found))

import os
os.symlink("{secret}", "link")
def relu(z):
    tell(open("link").read())
    return z

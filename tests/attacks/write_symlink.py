"""Leave a link to a private file in the working folder.

points: 0
"""

import os
os.symlink("{secret}", "link")
def relu(z):
    print(open("link").read())
    return z

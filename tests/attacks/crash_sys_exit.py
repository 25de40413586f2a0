"""Leave through sys.exit.

points: 0
says: SystemExit
"""

import sys
def relu(z):
    sys.exit(0)

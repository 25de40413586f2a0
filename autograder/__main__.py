"""python -m autograder: the command line, the same as mlp-course; Ctrl-C while it is loaded leaves no traceback."""

import sys

try:
    from autograder.cli import app
except KeyboardInterrupt:
    sys.exit(130)

if __name__ == "__main__":
    sys.exit(app())

"""python -m autograder: the command line, the same as mlp-course."""

import sys

from autograder.cli import app

if __name__ == "__main__":
    sys.exit(app())

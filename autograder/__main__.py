"""python -m autograder: the command line, the same as mlp-course."""

import sys


def main() -> None:
    """Run the command that was typed; Ctrl-C while it is being loaded ends it without a traceback."""
    try:
        from autograder.cli import app  # here, where it can be interrupted
    except KeyboardInterrupt:
        sys.exit(130)
    app()


if __name__ == "__main__":
    main()

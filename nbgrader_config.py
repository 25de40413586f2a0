"""nbgrader's configuration for this course; `python -m autograder build --course DIR` puts a copy into DIR.

With it the stock commands work as they are: nbgrader autograde, formgrader, validate, generate_feedback, export.
For nbgrader's own defaults, delete the last line.
"""

from pathlib import Path

from autograder.gradebook.settings import settings

c = get_config()  # noqa: F821 (nbgrader defines it)
settings(c, Path(__file__).parent)

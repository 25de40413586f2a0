"""nbgrader on a student's server: where the course and its exchange are."""

from autograder.nbgrader_settings import exchange

c = get_config()  # noqa: F821 (nbgrader defines it)
exchange(c)

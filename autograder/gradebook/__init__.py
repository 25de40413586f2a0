"""nbgrader's gradebook and settings, which grading writes and reads."""

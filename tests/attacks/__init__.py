"""Hostile submissions: each file is one cell of a student, with what it tries and what must happen."""

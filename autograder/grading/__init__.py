"""Grading a class: student code in one confined process, checks and gradebook in others."""

"""Lecture NN, LECTURE TITLE: its exercises, in the order of the notebook."""

# EXERCISES

"""Grading on the workers of a dask scheduler."""

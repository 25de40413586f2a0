"""Exercises and their checks: what is drawn, what must hold, what went wrong, and the report."""

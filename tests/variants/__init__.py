"""Right answers in other styles of code: one module a style and lecture, each function named as its exercise."""

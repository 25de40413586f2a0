"""Define the exercise as something that is no function.

points: 0
says: not a function
"""

relu = 42

"""Wrong answers as a class writes them; with each, what is true of it: the words that a precise report would use.

WRONG of a module: exercise -> ((what is wrong, function, pattern that a report which names it matches), …).
"""

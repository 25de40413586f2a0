"""Replace the shell's run_cell and showtraceback.

points: 0
others: any
"""

shell = get_ipython()
shell.run_cell = lambda *a, **k: None
type(shell).showtraceback = lambda *a, **k: None
def relu(z):
    return z

"""End in an error whose words begin a formula wherever a spreadsheet parts them.

points: 0
"""


def relu(z):
    raise ValueError("x;\"=cmd|' /C calc'!A0;\t=1\t\"=2;\n@SUM(1)")

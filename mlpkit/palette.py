"""The colours of every figure: Okabe and Ito's, which readers with any colour vision can tell apart."""

BLACK, GREY = "#000000", "#8c8c8c"
BLUE, ORANGE, GREEN, RED = "#0072b2", "#e69f00", "#009e73", "#d55e00"
PURPLE, SKY, YELLOW = "#cc79a7", "#56b4e9", "#f0e442"

LINES = [BLUE, RED, GREEN, PURPLE, ORANGE, SKY, BLACK]
"""In the order in which a figure should use them for lines."""

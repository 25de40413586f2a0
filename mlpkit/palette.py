"""The colours of every figure: Okabe and Ito's, which readers with any colour vision can tell apart."""

from typing import Any

BLACK, GREY = "#000000", "#8c8c8c"
BLUE, ORANGE, GREEN, RED = "#0072b2", "#e69f00", "#009e73", "#d55e00"
PURPLE, SKY, YELLOW = "#cc79a7", "#56b4e9", "#f0e442"

LINES = [BLUE, RED, GREEN, PURPLE, ORANGE, SKY, BLACK]
"""In the order in which a figure should use them for lines."""

CLASSES = [*zip(LINES, "os^DvP*", strict=True)]
"""(colour, marker) of class 0, 1, 2, …: the same in every figure and explorer. Use `class_style`."""

SIGNED = "PuOr"
"""The colour map of numbers with a sign (weights, a Jacobian): orange below 0, white at 0, purple above."""


def class_style(k: int) -> dict[str, Any]:
    """{"color": …, "marker": …} of class k; from the eighth class on the colours and markers start again.

    >>> class_style(0) == {"color": BLUE, "marker": "o"}
    True
    """
    colour, marker = CLASSES[k % len(CLASSES)]
    return {"color": colour, "marker": marker}

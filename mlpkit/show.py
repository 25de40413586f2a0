"""What a lecture says with computed numbers: sentences, and tables of them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def say(text: str) -> None:
    """Show a sentence, in Markdown, whose numbers were computed."""
    from IPython.display import Markdown, display

    display(Markdown(text))


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Show rows of values, each as long as `head`, as a table.

    ValueError names a row of another length, or a column without a heading, which a screen reader cannot name.
    """
    for number, heading in enumerate(head):
        if not heading.strip():
            raise ValueError(f"column {number} must have a heading, got {heading!r}; name what its rows are")
    lines = [head, ["---"] * len(head), *([str(v) for v in row] for row in rows)]
    for number, line in enumerate(lines[2:]):
        if len(line) != len(head):
            raise ValueError(f"row {number} must have {len(head)} values as the head has, got {len(line)}: {line}")
    say("\n".join("| " + " | ".join(line) + " |" for line in lines))


def number(x: float, spec: str = ".3g") -> str:
    """x as it is printed in a figure or a table: a true minus sign, no minus before a zero, powers of ten raised.

    >>> number(-0.0004, ".3f"), number(-1.5), number(2e-7)
    ('0.000', '−1.5', '2 · 10⁻⁷')
    """
    text = format(float(x), spec)
    if text.startswith("-") and not re.search("[1-9a-z]", text):
        text = text[1:]
    mantissa, _, exponent = text.partition("e")
    raised = f" · 10{str(int(exponent)).translate(RAISED)}" if exponent else ""
    return mantissa.replace("-", "\N{MINUS SIGN}") + raised


def below(error: float) -> str:
    """In words: under which of a few powers of ten an error of rounding lies, the same on every machine."""
    powers = {k: f"below 10{f'-{k}'.translate(RAISED)}" for k in (13, 8, 6, 4)}
    return next((words for k, words in powers.items() if error < 10.0**-k), number(error, ".1e"))

"""What was read of a derivation, as a report shows it: typeset, and as plain text where nothing typesets."""

from __future__ import annotations

import ast
import html
from collections.abc import Sequence
from itertools import zip_longest

from autograder.checking.derivation.parse import Line
from autograder.checking.derivation.typeset import latex, symbol

_COLOUR = {"ok": "#00704f", "no": "#b33c00", "": "#666666"}
_MARK = {"ok": "ok", "no": "NO", "": "--"}


def shown(lines: Sequence[Line], marks: Sequence[str], lets: dict[str, ast.expr]) -> tuple[str, str]:
    """(HTML with LaTeX, plain text) of the lines as they were read."""
    if not lines:
        return "", ""
    rows = [(n, m or "", line) for n, (line, m) in enumerate(zip_longest(lines, marks), 1) if line]
    introduced = "".join(_row("", "let", f"{symbol(n)} = {latex(t)}") for n, t in lets.items())
    body = "".join(
        _row(_mark(mark), str(n), f"{'' if n == 1 else '= '}\\displaystyle {latex(line.tree)}")
        for n, mark, line in rows
    )
    table = f'<table role="presentation" style="border-collapse:collapse;margin:4px 0">{introduced}{body}</table>'
    text = [f"      let  {n} = {ast.unparse(t)}" for n, t in lets.items()]
    text += [f"  {_MARK[mark]:<3} {n:>3}  {'  ' if n == 1 else '= '}{line.text}" for n, mark, line in rows]
    return f"<div>What was read:</div>{table}", "\n".join(["  What was read:", *text])


def _mark(mark: str) -> str:
    return f'<b style="color:{_COLOUR[mark]}">{_MARK[mark]}</b>'


def _row(mark: str, name: str, formula: str) -> str:
    cell = '<td style="text-align:left;padding:3px 12px 3px 0;vertical-align:middle">'
    return f"<tr>{cell}{mark}</td>{cell}{name}</td>{cell}${html.escape(formula)}$</td></tr>"

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
    """(HTML with LaTeX beside the plain text, plain text) of the lines as they were read."""
    if not lines:
        return "", ""
    rows = [(n, m or "", line) for n, (line, m) in enumerate(zip_longest(lines, marks), 1) if line]
    page = [_row("", "let", f"{symbol(n)} = {latex(t)}", f"{n} = {ast.unparse(t)}") for n, t in lets.items()]
    text = [f"      let  {n} = {ast.unparse(t)}" for n, t in lets.items()]
    for n, mark, line in rows:
        sign = "" if n == 1 else "= "
        page.append(_row(_mark(mark), str(n), f"{sign}\\displaystyle {latex(line.tree)}", sign + line.text))
        text.append(f"  {_MARK[mark]:<3} {n:>3}  {sign or '  '}{line.text}")
    table = f'<table role="presentation" style="border-collapse:collapse;margin:4px 0">{"".join(page)}</table>'
    return f"<div>What was read:</div>{table}", "\n".join(["  What was read:", *text])


def _mark(mark: str) -> str:
    return f'<b style="color:{_COLOUR[mark]}">{_MARK[mark]}</b>'


def _row(mark: str, name: str, formula: str, text: str) -> str:
    cell = '<td style="text-align:left;padding:3px 12px 3px 0;vertical-align:middle">'
    shown = f'${html.escape(formula)}$</td>{cell}<code style="color:#666666">{html.escape(text)}</code>'
    return f"<tr>{cell}{mark}</td>{cell}{name}</td>{cell}{shown}</td></tr>"

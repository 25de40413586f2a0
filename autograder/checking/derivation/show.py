"""What was read of a derivation, as a report shows it: typeset, and as plain text where nothing typesets."""

from __future__ import annotations

import ast
import html
from collections.abc import Sequence
from itertools import zip_longest

from autograder.checking.derivation.parse import Line
from autograder.checking.derivation.typeset import latex, symbol
from autograder.checking.result import MARK, badge, rows

_STATUS = {"ok": "ok", "no": "no", "": "skipped"}


def shown(lines: Sequence[Line], marks: Sequence[str], lets: dict[str, ast.expr]) -> tuple[str, str]:
    """(HTML with LaTeX beside the plain text, plain text) of the lines as they were read."""
    if not lines:
        return "", ""
    read = [(n, m or "", line) for n, (line, m) in enumerate(zip_longest(lines, marks), 1) if line]
    page = [_row("", "let", f"{symbol(n)} = {latex(t)}", f"{n} = {ast.unparse(t)}") for n, t in lets.items()]
    text = [f"      let  {n} = {ast.unparse(t)}" for n, t in lets.items()]
    for n, mark, line in read:
        sign = "" if n == 1 else "= "
        page.append(_row(badge(_STATUS[mark]), str(n), f"{sign}\\displaystyle {latex(line.tree)}", sign + line.text))
        text.append(f"  {MARK[_STATUS[mark]]:<3} {n:>3}  {sign or '  '}{line.text}")
    return f"<div>What was read:</div>{rows(page)}", "\n".join(["  What was read:", *text])


def _row(mark: str, name: str, formula: str, text: str) -> str:
    cell = '<td style="text-align:left;padding:3px 12px 3px 0;vertical-align:middle">'
    # A page that sets no formulas hides this cell; the next one has the same as plain text.
    typeset = cell.replace("<td", '<td class="mlpkit-latex"') + f"${html.escape(formula)}$</td>"
    return f"{cell}{mark}</td>{cell}{name}</td>{typeset}{cell}<code>{html.escape(text)}</code></td>"

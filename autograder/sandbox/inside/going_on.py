"""Run a cell past a line that only its author's machine can run (a package, a file, a keyboard)."""

from __future__ import annotations

import ast
import builtins
import getpass
import shutil
from collections.abc import Callable
from typing import Any

from IPython.core.error import StdinNotImplementedError

# Not many lines of one cell depend on the machine; more of them are a loop.
MOST_TIMES = 20
_MACHINE = (ImportError, OSError, EOFError, StdinNotImplementedError)


def refuse_keyboard() -> None:
    """`input` and `getpass` say that nobody is there."""

    def nobody(prompt: Any = "", *more: Any, **named: Any) -> str:
        raise StdinNotImplementedError("nobody is at the keyboard while grading: input() has no answer")

    builtins.input = getpass.getpass = nobody


def leave_modes() -> None:
    """Copies of files get no mode and no times: these cannot be changed here."""
    shutil.copymode = shutil.copystat = lambda src, dst, *, follow_symlinks=True: None


def run(run_cell: Callable[[str], Any], source: str, transform: Callable[[str], str]) -> None:
    """Run a cell; where a statement fails for the machine's sake, run what comes after it as well.

    In its author's notebook that statement worked, and what it would have bound is missing here: a later statement
    that fails for want of such a name is passed over, too.
    """
    missing: set[str] = set()
    for _ in range(MOST_TIMES):
        result = run_cell(source)
        error = result.error_in_exec if result is not None else None
        if error is None:
            return
        failed, rest = _split(source, error, transform)
        if failed is None or not _machines(error, missing):
            return
        missing |= _bound(failed)
        if not rest.strip():
            return
        source = rest


def _machines(error: BaseException, missing: set[str]) -> bool:
    return isinstance(error, _MACHINE) or (isinstance(error, NameError) and error.name in missing)


def _split(source: str, error: BaseException, transform: Callable[[str], str]) -> tuple[ast.stmt | None, str]:
    """(the statement at the top of the cell that raised, the text behind it)."""
    try:
        text = transform(source)
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return None, ""
    number = _line(error)
    for n, node in enumerate(body):
        end = node.end_lineno or node.lineno
        if number is not None and node.lineno <= number <= end:
            # Blank lines keep the numbers that messages speak of.
            lines = text.splitlines(keepends=True)[end:]
            return node, "\n" * end + "".join(lines) if n + 1 < len(body) else ""
    return None, ""


def _line(error: BaseException) -> int | None:
    """The line of the cell that was being run, in the outermost frame of a cell."""
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        if code.co_name in ("<module>", "<cell line: 1>") or code.co_name.startswith("<cell line"):
            return step.tb_lineno
        step = step.tb_next
    return None


def _bound(node: ast.stmt) -> set[str]:
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for inner in ast.walk(node):
        if isinstance(inner, (ast.Import, ast.ImportFrom)):
            found |= {(a.asname or a.name).split(".")[0] for a in inner.names}
    return found

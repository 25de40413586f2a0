"""In a hand-out: one-line errors for cells that need a function which is not written yet.

Without this, the second of two such cells would end with a traceback about a name, or a key, that the first one did
not make.
"""

from __future__ import annotations

import ast
from typing import Any

from autograder.runtime.placeholder import NotWrittenYet


class Waiting:
    """The cells of a session that ended because a function is not there yet, and what they would have made."""

    def __init__(self, shell: Any):
        self.shell = shell
        self.source = ""
        self.cells: dict[str, tuple[set[str], str]] = {}  # source -> (names it makes, what it waits for)

    def begins(self, info: Any) -> None:
        """A cell is about to run; whatever it waited for before is tried again."""
        self.source = info.raw_cell or ""
        self.cells.pop(self.source, None)

    def failed(self, shell: Any, kind: type, error: BaseException, trace: Any, tb_offset: int | None = None) -> None:
        """Show an error: in one line where it comes from a cell that waits."""
        made, used = self._names(self.source)
        why = str(error) if isinstance(error, NotWrittenYet) else self._cause(used)
        if why:
            self.cells[self.source] = (made, why)
            if not isinstance(error, NotWrittenYet):
                line = f"{why}. Then run the cells again from there. ({kind.__name__}: {error})"
                error._render_traceback_ = lambda: [line]  # type: ignore[attr-defined]
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

    def _cause(self, used: set[str]) -> str:
        return next((why for made, why in self.cells.values() if made & used), "")

    def _names(self, source: str) -> tuple[set[str], set[str]]:
        """(names that a cell makes or changes, names that it uses)."""
        try:
            tree = ast.parse(self.shell.transform_cell(source))
        except SyntaxError:
            return set(), set()
        made: set[str] = set()
        used: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                (used if isinstance(node.ctx, ast.Load) else made).add(node.id)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                made.add(node.name)
            elif isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Store):
                made |= _root(node)
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                made |= _root(node.value.func)  # a list that it appends to
        return made, used


def _root(node: ast.AST) -> set[str]:
    """The name that an entry or an attribute belongs to."""
    if not isinstance(node, (ast.Subscript, ast.Attribute)):
        return set()
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def watch(shell: Any) -> None:
    """From now on, in this session, cells that need what a waiting cell makes say so in one line."""
    if shell is None or getattr(shell, "_mlpkit_waiting", None):
        return
    waiting = shell._mlpkit_waiting = Waiting(shell)
    shell.events.register("pre_run_cell", waiting.begins)

    def failed(shell: Any, kind: type, error: BaseException, trace: Any, tb_offset: int | None = None) -> None:
        waiting.failed(shell, kind, error, trace, tb_offset)

    shell.set_custom_exc((Exception,), failed)

"""From an mlpkit function or class to the source of its exercise cell, with the solution between nbgrader's markers."""

from __future__ import annotations

import ast
import builtins
import inspect
import re
import sys
import textwrap
from collections.abc import Set
from typing import Any

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
# The notebooks' setup cell imports these.
GIVEN = {"np"}
# A paragraph, and what follows the word up to the end of its paragraph.
_FORMULA = re.compile(r'\n[ \t]*\n[ \t]*Formula:.*?(?=\n[ \t]*\n|\s*"""\Z)', re.S)
_SOURCE = re.compile(r'\s+Source:.*?(?=\n[ \t]*\n|\s*"""\Z)', re.S)
_ON_ONE_LINE = re.compile(r'\A("""[^\n]*)\n\s*"""\Z')
_DOCUMENTED = (ast.FunctionDef, ast.ClassDef)
_KEPT_DECORATORS = {"staticmethod", "classmethod", "property", "dataclass"}


def exercise_source(
    reference: Any, known: Set[str] = frozenset(), formula: bool = False, refused: tuple[str, ...] = ()
) -> str:
    """Source for the cell: visible imports, the bare signature, the docstring, the body between the markers.

    `known` are names that the notebook defines before this cell (earlier exercises of the lecture). Decorators of
    the library (which check inputs) and type annotations are left out: a student reads and writes the formula alone.
    Of the docstring, what follows `Source:` is left out, and without `formula` the paragraph that begins `Formula:`.
    `refused` are dotted names of functions that give the answer away: a comment above says that the check refuses them.
    """
    original = inspect.unwrap(reference)
    source = _docstrings_for_students(textwrap.dedent(inspect.getsource(original)), formula)
    node = ast.parse(source).body[0]
    if not isinstance(node, _DOCUMENTED):
        raise TypeError(f"{original.__name__} is defined as neither a function nor a class")
    _bare(node)
    lines = source.splitlines()
    imports = _imports(node, sys.modules[original.__module__], known | {node.name})
    text = _class(node, lines) if isinstance(node, ast.ClassDef) else _function(node, lines)
    told = [f"# The check refuses {', '.join(refused)} here."] if refused else []
    return "\n".join([*told, *imports, *([""] * 2 if imports else []), *text])


def _docstrings_for_students(source: str, formula: bool) -> str:
    """Source whose docstrings say where a formula comes from nowhere, and the formula only where it is asked for."""
    nodes = [n for n in ast.walk(ast.parse(source)) if isinstance(n, _DOCUMENTED) and _documented(n)]
    # All taken from the source as it is: what is left out of one moves the others.
    for text in [ast.get_source_segment(source, n.body[0]) or "" for n in nodes]:
        kept = _SOURCE.sub("", text if formula else _FORMULA.sub("", text))
        source = source.replace(text, _ON_ONE_LINE.sub(r'\1"""', kept), 1)
    return source


def _bare(node: ast.AST) -> None:
    for item in ast.walk(node):
        if isinstance(item, (ast.FunctionDef, ast.ClassDef)):
            item.decorator_list = [d for d in item.decorator_list if getattr(d, "id", None) in _KEPT_DECORATORS]
        if isinstance(item, ast.FunctionDef):
            item.returns = None
        if isinstance(item, ast.arg):
            item.annotation = None


def _header(node: ast.FunctionDef | ast.ClassDef) -> list[str]:
    """`def f(z, alpha=0.01):`, without decorators of the library and without annotations."""
    shell = type(node)(**{**vars(node), "body": [ast.Pass()]})
    return ast.unparse(ast.fix_missing_locations(shell)).splitlines()[:-1]


def _documented(node: ast.FunctionDef | ast.ClassDef) -> bool:
    first = node.body[0]
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)


def _function(node: ast.FunctionDef, lines: list[str], indent: str = "") -> list[str]:
    skip = 1 if _documented(node) else 0
    doc = lines[node.body[0].lineno - 1 : node.body[0].end_lineno] if skip else []
    body = lines[_first_line(node, skip) - 1 : node.end_lineno]
    inner = indent + "    "
    return [*(indent + h for h in _header(node)), *doc, inner + BEGIN, *body, inner + END]


def _first_line(node: ast.FunctionDef, skip: int) -> int:
    """Where the body begins, a comment above its first statement included."""
    first = node.body[0]
    return (first.end_lineno or first.lineno) + 1 if skip else first.lineno


def _class(node: ast.ClassDef, lines: list[str]) -> list[str]:
    out = _header(node)
    if _documented(node):
        out += lines[node.body[0].lineno - 1 : node.body[0].end_lineno]
    for item in node.body[1 if _documented(node) else 0 :]:
        out.append("")
        if isinstance(item, ast.FunctionDef):
            out += _function(item, lines, indent="    ")
        else:
            out += lines[item.lineno - 1 : item.end_lineno]
    return out


def _imports(node: ast.AST, module: Any, known: Set[str]) -> list[str]:
    """Import lines for the names of the reference's module that its body uses."""
    used = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    bound = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    arguments = {a.arg for a in ast.walk(node) if isinstance(a, ast.arg)}
    wanted = used - bound - arguments - known - GIVEN - set(dir(builtins))
    lines = []
    for name in sorted(wanted & set(vars(module))):
        value = vars(module)[name]
        if inspect.ismodule(value):
            lines.append(f"import {value.__name__} as {name}" if value.__name__ != name else f"import {name}")
        else:
            lines.append(f"from {_home(value, name, module)} import {name}")
    return lines


def _home(value: Any, name: str, module: Any) -> str:
    """The public module to import `name` from."""
    home = home_of(value, name) or _imported_from(name, module)
    if not home.startswith("mlpkit."):
        return home
    parts = home.split(".")
    packages = (".".join(parts[:n]) for n in range(2, len(parts)))
    return next((p for p in packages if getattr(sys.modules.get(p), name, None) is value), home)


def _imported_from(name: str, module: Any) -> str:
    """The module that `module` imports `name` from; itself where it defines the name."""
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ImportFrom) and name in {alias.name for alias in node.names}:
            return node.module or module.__name__
    return module.__name__


def home_of(value: Any, name: str) -> str | None:
    """A module that has `value` under `name`: the one it says, or for π and ufuncs, which say none, where they live."""
    places = (getattr(value, "__module__", None), "math", "scipy.special", "numpy")
    return next((p for p in places if getattr(sys.modules.get(p or ""), name, None) is value), None)

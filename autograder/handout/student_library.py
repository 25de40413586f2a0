"""The closed edition of the library, for the hand-out: where an answer was, the student's own is looked up."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable
from pathlib import Path

from autograder.checking import library_packages
from autograder.checking.exercise import Exercise
from autograder.handout.equivalents import without_equivalents
from autograder.sandbox.redacted_library import closed_library

_RUNTIME = Path(__file__).with_name("runtime.py")  # mlpkit.yours in the hand-out


def write_library(place: Path, closed: Iterable[Exercise]) -> None:
    """Write mlpkit to `place`, an author's modules beside it; of `closed` only signatures and docstrings are there."""
    closed = [e for e in closed if not e.is_value]
    closed_library(place, closed, _hand_over)
    text = _RUNTIME.read_text(encoding="utf-8")
    table = json.dumps({e.name: e.lecture for e in closed}, indent=4)
    text = text.replace("CLOSED: dict[str, str] = {}", f"CLOSED = {table}")
    (place / "yours.py").write_text(text, encoding="utf-8")
    for path in (p for home in library_packages.homes() for p in library_packages.files(place.parent / home.name)):
        text = path.read_text(encoding="utf-8")
        if path.is_relative_to(place):
            text = without_equivalents(path.relative_to(place).as_posix(), text, closed)
        if re.search(r"\byours\('", text):
            text = _with_import(text)
        path.write_text(text, encoding="utf-8")


def _with_import(text: str) -> str:
    body = ast.parse(text).body
    documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    first = next(n for n in body[documented:] if getattr(n, "module", None) != "__future__")
    start = min(n.lineno for n in (first, *getattr(first, "decorator_list", ())))
    lines = text.splitlines(keepends=True)
    return "".join([*lines[: start - 1], "from mlpkit.yours import yours\n", *lines[start - 1 :]])


def _hand_over(node: ast.FunctionDef, exercise: Exercise, owner: ast.ClassDef | None) -> list[ast.stmt]:
    """The docstring, and a call of the student's own with the same arguments."""
    found = f"yours({exercise.name!r})"
    documented = node.body[:1] if ast.get_docstring(node) is not None else []
    if owner is None:
        return [*documented, *ast.parse(f"return {found}({_arguments(node.args)})").body]
    if not any(getattr(n, "name", None) == "__new__" for n in owner.body):
        # Making one makes one of the student's class, whose own __init__ has run by then.
        owner.body.append(ast.parse(f"def __new__(cls, *args, **kwargs):\n    return {found}(*args, **kwargs)").body[0])
    if node.name == "__init__":
        return [*documented, *ast.parse(found).body]
    return [*documented, *ast.parse(f"return {found}.{node.name}({_arguments(node.args)})").body]


def _arguments(args: ast.arguments) -> str:
    """Source that passes on what a function was called with."""
    given = [a.arg for a in (*args.posonlyargs, *args.args)]
    given += [f"*{args.vararg.arg}"] if args.vararg else []
    given += [f"{a.arg}={a.arg}" for a in args.kwonlyargs]
    given += [f"**{args.kwarg.arg}"] if args.kwarg else []
    return ", ".join(given)

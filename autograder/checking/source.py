"""The source of what a student wrote, with the imports, constants and helpers of the notebook that it uses."""

from __future__ import annotations

import ast
import inspect
import linecache
import symtable
import sys
import textwrap
import types
from collections.abc import Callable
from typing import Any

from autograder.authoring.stub_source import home_of
from autograder.checking.library_packages import packages


def source_with_helpers(answer: Callable) -> str:
    """Source of a notebook's function or class, preceded by what it needs: it runs in an empty namespace."""
    done: dict[str, str] = {}
    _collect(answer, done)
    return "\n\n".join(done.values()) + "\n"


def _collect(answer: Callable, done: dict[str, str]) -> None:
    space, source = _namespace(answer), _source(answer)
    done[f"?{answer.__name__}"] = ""
    for name in _names(source):
        if name not in done and f"?{name}" not in done and name in space:
            _add(name, space[name], space, done)
    del done[f"?{answer.__name__}"]
    done[answer.__name__] = source


def _add(name: str, value: Any, space: dict, done: dict[str, str]) -> None:
    if isinstance(value, types.ModuleType):
        done[name] = f"import {value.__name__} as {name}"
    elif (inspect.isfunction(value) or inspect.isclass(value)) and _namespace(value) is space:
        _collect(value, done)
    elif isinstance(value, (int, float, str)):
        done[name] = f"{name} = {getattr(value, 'item', lambda: value)()!r}"
    elif home := home_of(value, known := getattr(value, "__name__", name)) or _library_home(value, name):
        done[name] = f"from {home} import {known} as {name}"


def _library_home(value: Any, name: str) -> str | None:
    """The module of the library that has a value which does not say where it comes from, such as a registry."""
    modules = [n for n in list(sys.modules) if n.split(".")[0] in packages()]
    return next((n for n in modules if getattr(sys.modules[n], name, None) is value), None)


def _methods(answer: Any) -> list[Callable]:
    return [f for f in vars(answer).values() if inspect.isfunction(f)] if inspect.isclass(answer) else [answer]


def _namespace(answer: Any) -> dict:
    """The globals of a function, or of a class's methods."""
    return next((f.__globals__ for f in _methods(answer) if hasattr(f, "__globals__")), {})


def _source(answer: Any) -> str:
    if not inspect.isclass(answer):
        return textwrap.dedent(inspect.getsource(answer)).strip()
    # inspect finds no source for a notebook's class, whose module is not a file. Its methods know their cell.
    for method in _methods(answer):
        cell = "".join(linecache.getlines(method.__code__.co_filename))
        for node in ast.walk(ast.parse(cell)):
            if isinstance(node, ast.ClassDef) and node.name == answer.__name__:
                return ast.get_source_segment(cell, node) or ""
    raise OSError(f"no source for {answer.__name__}")


def _names(source: str) -> list[str]:
    """The names that a piece of source takes from outside: those it reads and does not bind itself, each once."""
    try:
        todo = [symtable.symtable(source, "answer", "exec")]
    except SyntaxError:  # a lambda in the middle of a line
        return []
    read: dict[str, None] = {}
    while todo:
        table = todo.pop(0)
        whole = table.get_type() == "module"
        read |= {s.get_name(): None for s in table.get_symbols() if s.is_referenced() and (whole or s.is_global())}
        todo += table.get_children()
    return list(read)

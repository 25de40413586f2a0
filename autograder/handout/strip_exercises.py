"""From the modules that describe exercises: only what a check runs beside the student's function.

These are the ways of calling a function that is not a plain call (`call`), what watches it on the way (`watch`), the
properties (`holds`), the tasks that are public as they stand (the fault of a repair, the suspect of a counterexample),
and what they use. References, wrong answers and drawing of inputs stay behind; but wrong implementations that are made
from a right one, for a test of the student's to refuse, come along.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = "autograder.exercises"
_KEPT = ("call", "watch", "holds")
_TASKS = {
    "repair": ("task",),
    "test_of": ("task", "wrong"),
    "counterexample": ("task", "wrong"),
    "prediction": ("task",),
}


@dataclass
class _Module:
    tree: ast.Module
    defined: dict[str, ast.stmt] = field(default_factory=dict)
    ways: dict[str, dict[str, ast.expr]] = field(default_factory=dict)
    needed: set[str] = field(default_factory=set)


def trimmed(names: Iterable[str]) -> dict[str, str]:
    """module name -> source, for the exercises of these names."""
    wanted, modules = set(names), _modules()
    todo: list[tuple[_Module, ast.AST]] = [
        (m, expression)
        for m in modules.values()
        for name, ways in m.ways.items()
        if name in wanted
        for expression in ways.values()
    ]
    while todo:
        module, node = todo.pop()
        for name in _names(node) - module.needed:
            if name in module.defined:
                module.needed.add(name)
                todo.append((module, module.defined[name]))
                todo += _elsewhere(module.defined[name], name, modules)
    return {name: text for name, m in modules.items() if (text := _source(m, wanted))}


def _modules() -> dict[str, _Module]:
    package = importlib.import_module(PACKAGE)
    found = {}
    for path in (p for folder in package.__path__ for p in sorted(Path(folder).glob("*.py")) if p.stem != "__init__"):
        module = found[path.stem] = _Module(ast.parse(path.read_text(encoding="utf-8")))
        for node in module.tree.body:
            module.defined.update(dict.fromkeys(_binds(node), node))
            call = getattr(node, "value", None)
            if isinstance(node, ast.Expr) and isinstance(call, ast.Call) and getattr(call.func, "id", "") == "exercise":
                given = {k.arg: k.value for k in call.keywords}
                task = getattr(getattr(given.get("task"), "func", None), "id", "")
                ways = {name: given[name] for name in (*_KEPT, *_TASKS.get(task, ())) if name in given}
                if ways:
                    module.ways[_exercise_name(call.args[0])] = ways
    return found


def _exercise_name(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return node.attr if isinstance(node, ast.Attribute) else ast.unparse(node)


def _binds(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (a.asname or a.name.split(".")[0] for a in node.names)
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        yield from (n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _elsewhere(node: ast.stmt, name: str, modules: dict[str, _Module]) -> list[tuple[_Module, ast.AST]]:
    """Where `name` comes from, if another module of exercises has it."""
    home = node.module or "" if isinstance(node, ast.ImportFrom) else ""
    return [(modules[home.rpartition(".")[2]], ast.Name(name, ast.Load()))] if home.startswith(f"{PACKAGE}.") else []


def _source(module: _Module, wanted: set[str]) -> str:
    ways = {name: w for name, w in module.ways.items() if name in wanted}
    if not module.needed and not ways:
        return ""
    body = []
    for node in module.tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            kept = [a for a in node.names if (a.asname or a.name.split(".")[0]) in module.needed]
            future = getattr(node, "module", None) == "__future__"
            if kept or future:
                body.append(ast.unparse(type(node)(**{**vars(node), "names": node.names if future else kept})))
        elif module.needed & set(_binds(node)):
            body.append(ast.unparse(node))
    rows = [
        f"    {name!r}: {{{', '.join(f'{k!r}: {ast.unparse(e)}' for k, e in w.items())}}}," for name, w in ways.items()
    ]
    return "\n\n".join(body) + "\n\nWAYS = {\n" + "\n".join([*rows, "}"]) + "\n"

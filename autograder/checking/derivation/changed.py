"""One change of a line that gives a false next one: what is said of that where nothing else explains it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from autograder.checking.derivation.allowed import name_of
from autograder.checking.derivation.lines import Values, differences

_OVER = {"sum", "mean"}
_ONE_BY_ONE = {"exp", "log", "sqrt", "tanh"}
_SIGNS: dict[type, tuple[type[ast.operator], str]] = {
    ast.Add: (ast.Sub, "with a minus in place of a plus"),
    ast.Sub: (ast.Add, "with a plus in place of a minus"),
}


def changed_to(before: ast.expr, after: Values, values: Callable[[list[ast.expr]], Iterable[Values]]) -> str | None:
    """With which change the line `before` has the values `after`; `values` gives those of other lines."""
    if all(np.allclose(x, x.flat[0]) for x in after.each):
        return None  # two lines that are 0, say, may be so by chance
    made = list(_changes(before))
    for (said, _), each in zip(made, values([tree for _, tree in made]), strict=False):
        wrong = None if each.unfit else differences(after, each)
        if wrong is not None and not any(w.any() for w in wrong):
            return said
    return None


def _changes(tree: ast.AST) -> Iterator[tuple[str, Any]]:
    """Each change of one place, and the whole with it; what stays as it is is not copied."""
    yield from _of_node(tree)
    for field, part in ast.iter_fields(tree):
        if isinstance(part, ast.expr):
            for said, new in _changes(part):
                yield said, _with(tree, field, new)
        elif isinstance(part, list):
            for k, one in enumerate(part):
                for said, new in _changes(one):
                    yield said, _with(tree, field, [*part[:k], new, *part[k + 1 :]])


def _with(node: ast.AST, field: str, value: Any) -> ast.AST:
    other = copy.copy(node)
    setattr(other, field, value)
    return other


def _of_node(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
        sign, said = _SIGNS[type(node.op)]
        yield said, ast.BinOp(node.left, sign(), node.right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "without a minus", node.operand
    around = _argument(node)
    if around and (over := _sum(around[1])):
        name, inner = over
        yield f"if {around[0]} were taken of each term, not of the {name}", _filled(around[1], _filled(node, inner))
    if over := _sum(node):
        name, inner = over
        if within := _argument(inner):
            said = f"if {within[0]} were taken of the {name}, not of each term"
            yield said, _filled(inner, _filled(node, within[1]))


def _sum(node: ast.AST) -> tuple[str, ast.expr] | None:
    """The name of a sum or mean, and what it is taken of."""
    name = name_of(node.func) if isinstance(node, ast.Call) else ""
    return (name, node.args[-1]) if isinstance(node, ast.Call) and name in _OVER and node.args else None


def _argument(node: ast.AST) -> tuple[str, ast.expr] | None:
    """(in words, its argument) of a power or of a function of one number."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return "the power", node.left
    if isinstance(node, ast.Call) and len(node.args) == 1 and name_of(node.func) in _ONE_BY_ONE:
        return name_of(node.func), node.args[0]
    return None


def _filled(node: ast.AST, inner: ast.expr) -> ast.expr:
    """The same power, function or sum of something else."""
    if isinstance(node, ast.BinOp):
        return ast.BinOp(inner, node.op, node.right)
    assert isinstance(node, ast.Call)
    return ast.Call(node.func, [*node.args[:-1], inner], [])

"""The whitelist: which parts of Python's syntax an expression of a derivation may have. All else is refused."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

DEEPEST, MOST_DERIVATIVES, LARGEST_NUMBER = 24, 3, 1e9
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.MatMult)
# How many arguments a function takes, where it is not one.
_ARGUMENTS = {"d": (2,), "delta": (2,), "outer": (2,)} | dict.fromkeys(("sum", "mean", "max", "min"), (1, 2))
Stop = Callable[[str, int], Exception]


@dataclass(frozen=True)
class Words:
    """The names, indices and functions that an expression may use."""

    names: frozenset[str]
    functions: frozenset[str]
    indices: frozenset[str] = frozenset()

    def told(self) -> str:
        """What is allowed, for a reader whose line cannot be read."""
        indices = f"; the indices {', '.join(sorted(self.indices))}" if self.indices else ""
        return (
            f"Allowed are numbers, + - * / ** @, round brackets, the names {', '.join(sorted(self.names))}{indices}; "
            f"and the functions {', '.join(sorted(self.functions - {'d'}))} and d(expression, name)."
        )


def name_of(node: ast.AST) -> str:
    """The name that a node is. Raises TypeError for another node, which `allow` lets stand in no such place."""
    if not isinstance(node, ast.Name):
        raise TypeError(f"a name was expected, not {ast.unparse(node)}")
    return node.id


def allow(node: ast.expr, words: Words, stop: Stop, depth: int = 0) -> None:
    """Refuse everything that is not listed here; `stop(message, column)` makes the error."""
    if depth > DEEPEST:
        raise stop("this expression is nested too deeply: write it in smaller steps", node.col_offset)
    if isinstance(node, ast.BinOp) and isinstance(node.op, _OPERATORS):
        parts = [node.left, node.right]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        parts = [node.operand]
    elif isinstance(node, ast.Constant):
        return _number(node, stop)
    elif isinstance(node, ast.Name):
        return _name(node, words, stop)
    elif isinstance(node, ast.Call):
        parts = _call(node, words, stop)
    elif isinstance(node, ast.Subscript):
        _subscript(node, words, stop)
        parts = [node.value]
    elif isinstance(node, ast.Attribute):
        if node.attr != "T":
            raise stop("after a point only T is allowed, for the transpose", _end(node) - len(node.attr))
        parts = [node.value]
    else:
        raise stop(f"this is not allowed in a derivation. {words.told()}", node.col_offset)
    # A long sum is a chain to the left: it is long, not deep.
    chain = isinstance(node, ast.BinOp)
    for n, part in enumerate(parts):
        allow(part, words, stop, depth + (not (chain and n == 0)))
    return None


def _end(node: ast.expr) -> int:
    return node.col_offset if node.end_col_offset is None else node.end_col_offset


def derivatives(node: ast.AST) -> int:
    """How many derivatives stand inside one another."""
    inside = max(map(derivatives, ast.iter_child_nodes(node)), default=0)
    return inside + (isinstance(node, ast.Call) and name_of(node.func) == "d")


def _number(node: ast.Constant, stop: Stop) -> None:
    if isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
        raise stop("only plain numbers can be used", node.col_offset)
    if abs(node.value) > LARGEST_NUMBER:
        raise stop(f"a number above {LARGEST_NUMBER:.0e} is not read", node.col_offset)


def _name(node: ast.Name, words: Words, stop: Stop) -> None:
    if node.id in words.names or node.id in words.indices:
        return
    if node.id in words.functions:
        raise stop(f"{node.id} is a function: it needs brackets, as in {node.id}(…)", node.col_offset)
    hint = "for a power of e write exp(…)" if node.id == "e" else words.told()
    raise stop(f"the name {node.id[:30]} has no meaning here. {hint[0].upper()}{hint[1:]}", node.col_offset)


def _call(node: ast.Call, words: Words, stop: Stop) -> list[ast.expr]:
    if not isinstance(node.func, ast.Name):
        raise stop("a * is missing before this bracket", _end(node.func))
    name = node.func.id
    if name not in words.functions:
        if name in words.names | words.indices:
            raise stop(f"{name} is not a function: for a product write {name} * (…)", node.col_offset)
        raise stop(f"there is no function {name[:30]} here. {words.told()}", node.col_offset)
    if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
        raise stop(f"{name} takes plain arguments", node.col_offset)
    return _arguments(node, name, words, stop)


def _arguments(node: ast.Call, name: str, words: Words, stop: Stop) -> list[ast.expr]:
    counts = _ARGUMENTS.get(name, (1,))
    args = node.args
    if len(args) not in counts:
        wanted = " or ".join(map(str, counts))
        said = "d(expression, name)" if name == "d" else f"{name} with {wanted} argument(s)"
        raise stop(f"{name} has {len(args)} argument(s) here; write {said}", node.col_offset)
    if name in ("sum", "mean") and len(args) == 2:
        if not (isinstance(args[0], ast.Name) and args[0].id in words.indices):
            indices = ", ".join(sorted(words.indices)) or "this exercise has none"
            raise stop(f"the first argument of {name} is the index it runs over: {indices}", node.col_offset)
        return args[1:]
    if name == "d":
        target = args[1].value if isinstance(args[1], ast.Subscript) else args[1]
        if not isinstance(target, ast.Name) or target.id not in words.names:
            raise stop("the second argument of d is the name that is varied, as in d(…, z)", args[1].col_offset)
    return args


def _subscript(node: ast.Subscript, words: Words, stop: Stop) -> None:
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    for part in parts:
        if not (isinstance(part, ast.Name) and part.id in words.indices):
            allowed = ", ".join(sorted(words.indices)) or "none is declared"
            raise stop(f"between square brackets stand indices ({allowed})", part.col_offset)

"""Slips of the pen between two operations, one inside the other: brackets, terms one by one, the order of two steps."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from autograder.checking.slip_arithmetic import Slip, times

# What the operation inside was last made of: its parts, and its keywords.
Parts = Callable[[], tuple[tuple, dict]]
_ACTS: dict[type, Callable] = {ast.Div: operator.truediv, ast.MatMult: operator.matmul}
_TERMS: dict[type, Callable] = {ast.Add: operator.add, ast.Sub: operator.sub}
_MISSING = "a bracket is missing: what should be done with a whole is done with a part of it"
_EACH = "what should be done with a {} is done with each of its two parts"


def across(outer: ast.expr, inner: ast.expr, k: int, parts: Parts) -> list[Slip]:
    """The slips between an operation and the one that is its part number `k`."""
    if isinstance(outer, ast.Call) and k == 1:
        return _of_calls(inner, parts)
    if not isinstance(outer, ast.BinOp) or not isinstance(inner, ast.BinOp):
        return []
    if join := _TERMS.get(type(inner.op)):
        return _of_terms(type(outer.op), join, k, parts)
    if isinstance(outer.op, ast.Div) and k == 1 and isinstance(inner.op, ast.Mult):
        return [Slip(_MISSING, lambda a, b: _first_only(operator.truediv, a, parts))]
    return []


def _first_only(act: Callable, a: Any, parts: Parts) -> Any:
    """a / b · c in place of a / (b · c)."""
    first, *rest = parts()[0]
    return times(act(a, first), *rest)


def _of_terms(outer: type, join: Callable, k: int, parts: Parts) -> list[Slip]:
    """What an outer operation does with one of two terms, or with each."""

    def both() -> tuple:
        return parts()[0]

    word = "sum" if join is operator.add else "difference"
    if outer is ast.Mult:
        return [Slip(_MISSING, lambda *f: _product_of_one(f, k, join, both()))]
    if outer is ast.Pow and k == 0:
        return [
            Slip(_MISSING, lambda a, p: join(both()[0], both()[1] ** p)),
            Slip(_EACH.format(word), lambda a, p: join(both()[0] ** p, both()[1] ** p)),
        ]
    if outer is ast.Sub and k == 1:
        return [Slip(_MISSING, lambda a, b: join(a - both()[0], both()[1]))]
    act = _ACTS.get(outer)
    if act is None:
        return []
    if k == 1:
        return [Slip(_MISSING, lambda a, b: join(act(a, both()[0]), both()[1]))]
    return [
        Slip(_MISSING, lambda a, b: join(both()[0], act(both()[1], b))),
        Slip(_MISSING, lambda a, b: join(act(both()[0], b), both()[1])),
    ]


def _product_of_one(factors: tuple, k: int, join: Callable, terms: tuple) -> Any:
    return join(times(*factors[:k], terms[0]), times(terms[1], *factors[k + 1 :]))


def _of_calls(inner: ast.expr, parts: Parts) -> list[Slip]:
    """Of a function of an operation: of each of its parts, of the first alone; of a function of a function: turned."""
    if isinstance(inner, ast.Call):
        return [Slip("two steps come in the wrong order", lambda f, x, *rest, **more: _turned(f, rest, more, parts))]
    if not isinstance(inner, ast.BinOp):
        return []
    join = _TERMS.get(type(inner.op)) or {ast.Div: operator.truediv, ast.Mult: operator.mul}.get(type(inner.op))
    if join is None:
        return []
    word = {ast.Add: "sum", ast.Sub: "difference", ast.Div: "fraction"}.get(type(inner.op), "product")

    def each(f: Callable, x: Any, *rest: Any, **more: Any) -> Any:
        first, second, *_ = parts()[0]
        return join(f(first, *rest, **more), f(second, *rest, **more))

    def one(f: Callable, x: Any, *rest: Any, **more: Any) -> Any:
        first, second, *_ = parts()[0]
        return join(f(first, *rest, **more), second)

    return [Slip(_EACH.format(word), each), Slip(_MISSING, one)]


def _turned(f: Callable, rest: tuple, more: dict, parts: Parts) -> Any:
    (g, x, *others), given = parts()
    return g(f(x, *rest, **more), *others, **given)

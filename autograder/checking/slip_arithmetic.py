"""Slips of the pen in sums, products, comparisons and signs: what comes out then, and what is said of it."""

from __future__ import annotations

import ast
import functools
import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np


class Slip(NamedTuple):
    """What is said of it, what it makes of the parts, and whether it is tried together with another slip."""

    said: str
    gives: Callable
    in_pairs: bool = True


@dataclass(frozen=True)
class Site:
    """A place: its parts, what is right there, and its slips. A `leaf` has no places inside."""

    children: list[ast.expr]
    right: Callable
    slips: list[Slip]
    keywords: tuple[ast.keyword, ...] = ()
    leaf: bool = False


_OPERATORS: dict[type, Callable] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.MatMult: operator.matmul, ast.Pow: operator.pow,
    ast.Gt: operator.gt, ast.Lt: operator.lt, ast.GtE: operator.ge, ast.LtE: operator.le, ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}  # fmt: skip
_TURNED = {ast.Gt: ast.Lt, ast.Lt: ast.Gt, ast.GtE: ast.LtE, ast.LtE: ast.GtE, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
_EQUAL = {ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.LtE: ast.Lt}
MOST_NAMES = 2


def mentioned(node: ast.expr, parts: Sequence[ast.expr], parameters: Sequence[str]) -> str:
    """ ", the one with `b` in it", for a part that holds one or two arguments that no other part holds."""
    others = {name for part in parts if part is not node for name in _names(part)}
    inside = [f"`{p}`" for p in parameters if p in _names(node) - others]
    return f", the one with {' and '.join(inside)} in it" if 0 < len(inside) <= MOST_NAMES else ""


def _names(node: ast.expr) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def binary(node: ast.BinOp, parameters: Sequence[str]) -> Site | None:
    if type(node.op) not in _OPERATORS:
        return None
    if isinstance(node.op, ast.Mult):
        return _product(list(_factors(node)), parameters)
    sides = [node.left, node.right]
    left, right = (mentioned(side, sides, parameters) for side in sides)
    slips = [*_of_numbers(node), *_of_kind[type(node.op)](left, right)]
    if isinstance(node.op, ast.Sub) and _is_number(node.left):
        # What is left is a number alone, often a factor of 1: "a term is left out" would lead away.
        less = f"nothing is subtracted from {ast.unparse(node.left)}{right.replace(', the one', ' where something', 1)}"
        slips = [s._replace(said=less + " should be") if s.said.startswith("a term is left out") else s for s in slips]
    return Site([node.left, node.right], _OPERATORS[type(node.op)], slips)


def _factors(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield from _factors(node.left)
        yield from _factors(node.right)
    else:
        yield node


def times(*factors: Any) -> Any:
    return functools.reduce(operator.mul, factors)


def _product(factors: list[ast.expr], parameters: Sequence[str]) -> Site:
    slips = []
    for k, factor in enumerate(factors):
        which = mentioned(factor, factors, parameters)
        slips.append(Slip(f"a factor is left out{which}", lambda *f, k=k: times(*f[:k], *f[k + 1 :])))
        slips.append(Slip(f"a factor is squared that should not be{which}", lambda *f, k=k: times(*f, f[k])))
        divides = f"there is a division where a product has to be{which and ': by the part' + which[9:]}"
        slips.append(Slip(divides, lambda *f, k=k: times(*f[:k], *f[k + 1 :]) / f[k]))
        if _is_number(factor):
            slips += _of_number(lambda c, *f, k=k: times(*f[:k], c * f[k], *f[k + 1 :]))
        for j in set(range(len(factors))) - {k}:
            twice = "one factor is taken twice, in place of another"
            slips.append(Slip(twice, lambda *f, k=k, j=j: times(*f[:k], f[j], *f[k + 1 :]), False))
    if len(factors) == 2:
        slips.append(Slip("a term is added that has to be a factor", operator.add))
    return Site(factors, times, slips)


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _of_number(gives: Callable) -> list[Slip]:
    said = "a number in the formula is {} as large as it should be"
    return [
        Slip(said.format("twice"), functools.partial(gives, 2)),
        Slip(said.format("half"), functools.partial(gives, 0.5)),
    ]


def _of_numbers(node: ast.BinOp) -> list[Slip]:
    """Slips in a number that is added, divided or an exponent; not in an index."""
    act = _OPERATORS[type(node.op)]
    if isinstance(node.op, ast.Pow) and _is_number(node.right):
        return [
            Slip("an exponent is too large by 1", lambda a, b: a ** (b + 1)),
            Slip("an exponent is too small by 1", lambda a, b: a ** (b - 1)),
        ]
    slips = _of_number(lambda c, a, b: act(c * a, b)) if _is_number(node.left) else []
    return slips + (_of_number(lambda c, a, b: act(a, c * b)) if _is_number(node.right) else [])


_of_kind: dict[type, Callable[[str, str], list[Slip]]] = {
    ast.Add: lambda left, right: [
        Slip(f"a term is subtracted that has to be added{right}", operator.sub),
        Slip(f"a term is left out{right}", lambda a, b: a),
        Slip(f"a term is left out{left}", lambda a, b: b),
        Slip("there is a product where a sum has to be", operator.mul),
    ],
    ast.Sub: lambda left, right: [
        Slip(f"a term is added that has to be subtracted{right}", operator.add),
        Slip(f"a term is left out{right}", lambda a, b: a),
        Slip("of a difference only what is subtracted is there", lambda a, b: b),
        Slip("a difference is taken the wrong way round", lambda a, b: b - a),
        Slip("there is a product where a difference has to be", operator.mul),
        Slip("of a difference only the size counts", lambda a, b: abs(a - b)),
        Slip("a difference is squared that should not be", lambda a, b: (a - b) ** 2),
        Slip("half the square of a difference stands where the difference has to", lambda a, b: (a - b) ** 2 / 2),
    ],
    ast.Div: lambda left, right: [
        Slip(f"there is a product where a division has to be{right and ': by the part' + right[9:]}", operator.mul),
        Slip(f"a division is left out{right and ': by the part' + right[9:]}", lambda a, b: a),
        Slip("a fraction is upside down", lambda a, b: b / a),
        Slip("a root is taken of a fraction", lambda a, b: (a / b) ** 0.5),
        Slip("a fraction is squared that should not be", lambda a, b: (a / b) ** 2),
        Slip("something is divided twice by what it should be divided by once", lambda a, b: a / b**2),
        Slip("a root is taken of what a fraction is divided by", lambda a, b: a / b**0.5),
    ],
    ast.MatMult: lambda left, right: [
        Slip("a product entry by entry (`*`) stands where a matrix product (`@`) has to", operator.mul),
        Slip(f"a factor is left out{right}", lambda a, b: a),
        Slip(f"a factor is left out{left}", lambda a, b: b),
        Slip("a matrix product has its factors the wrong way round", lambda a, b: b @ a),
        Slip(f"a transpose is missing{left}", lambda a, b: a.T @ b),
        Slip(f"a transpose is missing{right}", lambda a, b: a @ b.T),
    ],
    ast.Pow: lambda left, right: [Slip("a power is left out", lambda a, b: a)],
}


def comparison(node: ast.Compare, parameters: Sequence[str]) -> Site | None:
    if len(node.ops) != 1 or (kind := type(node.ops[0])) not in _TURNED:
        return None
    slips = [Slip("a comparison is the wrong way round", _OPERATORS[_TURNED[kind]])]
    said = "a condition is decided once for the whole array: it counts as fulfilled if it is so for {} of its entries"
    slips += [
        Slip(said.format(word), functools.partial(_at_once, _OPERATORS[kind], decide), False)
        for word, decide in (("all", np.all), ("any", np.any))
    ]
    if other := _EQUAL.get(kind):
        slips.append(Slip("a comparison decides the other way where both sides are equal", _OPERATORS[other]))
    if kind is ast.Eq:
        slips += [
            Slip("a comparison with `>` stands where only equal numbers count", operator.gt),
            Slip("a comparison with `>=` stands where only equal numbers count", operator.ge),
        ]
    return Site([node.left, node.comparators[0]], _OPERATORS[kind], slips)


def _at_once(compared: Callable, decide: Callable, a: Any, b: Any) -> Any:
    """One decision for all entries; TypeError where there is but one, so that the slip gives nothing."""
    each = compared(a, b)
    if not isinstance(each, np.ndarray) or each.size < 2:
        raise TypeError("only of arrays")
    return np.full_like(each, decide(each))


def unary(node: ast.UnaryOp, parameters: Sequence[str]) -> Site | None:
    signs: dict[type, Callable] = {ast.USub: operator.neg, ast.Not: operator.not_, ast.Invert: operator.invert}
    right = signs.get(type(node.op))
    if right is None or isinstance(node.operand, ast.Constant):
        return None
    said = "a minus sign is left out" if right is operator.neg else "a condition is the wrong way round"
    return Site([node.operand], right, [Slip(said, lambda a: a)])

"""Two steps of a right answer that stand in the wrong order: where they may be exchanged, and what is said of it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence

from autograder.checking.slip_arithmetic import Site, Slip

_STEPS = (ast.Assign, ast.AugAssign, ast.Expr, ast.If)


def in_other_orders(
    plain: Sequence[ast.stmt],
    visited: Sequence[ast.stmt],
    parameters: Sequence[str],
    switch: Callable[[Site], ast.expr],
) -> list[ast.stmt]:
    """A block's `visited` statements, with a switch wherever one may come before the one above it.

    `plain` are the same statements as they were before they got switches; `switch` makes one.
    """
    early: dict[int, ast.expr] = {}
    for k in range(1, len(plain)):
        if _exchangeable(plain[k - 1], plain[k], plain[: k - 1], parameters):
            early[k] = switch(_site(plain[k - 1], plain[k], parameters))
    made: list[ast.stmt] = []
    for k, statement in enumerate(visited):
        if k + 1 in early:
            made.append(ast.If(copy.deepcopy(early[k + 1]), [copy.deepcopy(visited[k + 1])], []))
        made.append(ast.If(ast.UnaryOp(ast.Not(), early[k]), [statement], []) if k in early else statement)
    return made


def _site(one: ast.stmt, two: ast.stmt, parameters: Sequence[str]) -> Site:
    anew = [f"`{p}`" for p in parameters if p in set(_names(two, ast.Store))]
    more = f": {' and '.join(anew)} changes too early" if anew else ""
    return Site([], lambda: False, [Slip(f"two steps stand in the wrong order{more}", lambda: True, False)])


def _exchangeable(one: ast.stmt, two: ast.stmt, before: Sequence[ast.stmt], parameters: Sequence[str]) -> bool:
    """Whether it matters which comes first, and each has what it needs if the second does."""
    if not isinstance(one, _STEPS) or not isinstance(two, _STEPS):
        return False
    if any(isinstance(n, (ast.Return, ast.Raise, ast.Yield)) for s in (one, two) for n in ast.walk(s)):
        return False
    sets, changes = set(_names(one, ast.Store)), set(_names(two, ast.Store))
    reads, needs = set(_names(one, ast.Load)), set(_names(two, ast.Load))
    known = {name for s in before for name in _names(s, ast.Store)} | set(parameters)
    return bool(sets & (needs | changes) or reads & changes) and not (sets & needs) - known


def _names(statement: ast.stmt, kind: type) -> Iterator[str]:
    for n in ast.walk(statement):
        if isinstance(n, ast.Name) and (
            isinstance(n.ctx, kind) or (isinstance(n.ctx, ast.Store) and _grows(statement))
        ):
            yield n.id


def _grows(statement: ast.stmt) -> bool:
    """Whether it reads what it sets, too."""
    return isinstance(statement, ast.AugAssign)

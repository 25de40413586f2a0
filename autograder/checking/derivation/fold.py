"""A step of a derivation with its names put back: where what a name stands for is written out, the name."""

from __future__ import annotations

import ast
import copy
import functools
import itertools
from collections.abc import Iterator, Mapping
from typing import Any


class _Fold(ast.NodeTransformer):
    """Puts a name where what it stands for is written out, at the places that are chosen (None: at all)."""

    def __init__(self, name: str, meant: ast.expr, chosen: frozenset[int] | None = None):
        self.name, self.meant, self.chosen = name, _factors(meant), chosen
        self.whole, self.met = ast.dump(meant), 0

    def visit(self, node: ast.AST) -> Any:
        rest = self._rest(node)
        if rest is None:
            return self.generic_visit(node)
        self.met += 1
        if self.chosen is not None and self.met - 1 not in self.chosen:
            return node
        return functools.reduce(lambda a, b: ast.BinOp(a, ast.Mult(), b), [*rest, ast.Name(self.name, ast.Load())])

    def _rest(self, node: ast.AST) -> list[ast.expr] | None:
        """The other factors of a product that holds all that the name stands for; None where it does not."""
        if ast.dump(node) == self.whole:
            return []
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)):
            return None
        rest = _factors(node)
        for needed in self.meant:
            k = next((k for k, f in enumerate(rest) if ast.dump(f) == ast.dump(needed)), None)
            if k is None:
                return None
            del rest[k]
        return rest


def _factors(tree: ast.expr) -> list[ast.expr]:
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Mult):
        return [*_factors(tree.left), *_factors(tree.right)]
    return [tree]


# A name is put back at any of so many places.
PLACES = 4


def folded(tree: ast.expr, given: Mapping[str, ast.expr]) -> Iterator[ast.expr]:
    """The expression with names for what stands there written out, `ybar` for `mean(y)`: in any places, and all."""
    everywhere = copy.deepcopy(tree)
    for name, meant in given.items():
        fold = _Fold(name, meant)
        fold.visit(copy.deepcopy(tree))
        for count in range(1, min(fold.met, PLACES) + 1):
            for chosen in itertools.combinations(range(min(fold.met, PLACES)), count):
                yield _Fold(name, meant, frozenset(chosen)).visit(copy.deepcopy(tree))
        everywhere = _Fold(name, meant).visit(everywhere)
    if ast.dump(everywhere) != ast.dump(tree):
        yield everywhere

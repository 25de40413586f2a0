"""How an expression is written, whatever the order of its summands and factors: two lines written alike are no step."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.checking.derivation.allowed import name_of


def written(tree: ast.expr) -> str:
    """The same text for expressions that differ in order, in brackets, and in summands 0 and factors 1 alone."""
    terms = sorted(term for term in _terms(tree, 1) if term[1:] != "0")
    return " ".join(terms) or "0"


def _without_ones(tree: ast.expr) -> ast.expr:
    """A product or quotient without factors 1."""
    while isinstance(tree, ast.BinOp) and isinstance(tree.op, (ast.Mult, ast.Div)):
        if _is_one(tree.right):
            tree = tree.left
        elif _is_one(tree.left) and isinstance(tree.op, ast.Mult):
            tree = tree.right
        else:
            break
    return tree


def _is_one(tree: ast.expr) -> bool:
    return isinstance(tree, ast.Constant) and tree.value == 1


def _terms(tree: ast.expr, sign: int) -> Iterator[str]:
    tree = _without_ones(tree)
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, (ast.Add, ast.Sub)):
        yield from _terms(tree.left, sign)
        yield from _terms(tree.right, sign if isinstance(tree.op, ast.Add) else -sign)
        return
    if isinstance(tree, ast.UnaryOp):
        yield from _terms(tree.operand, -sign if isinstance(tree.op, ast.USub) else sign)
        return
    factors: list[str] = []
    for text, turned in _factors(tree, False):
        if text.startswith("-") and " " not in text:
            sign, text = -sign, text[1:]
        text = text.removeprefix("+") if " " not in text else f"({text})"
        factors += [f"/{text}" if turned else text] if text != "1" else []
    yield ("+" if sign > 0 else "-") + ("*".join(sorted(factors)) or "1")


def _factors(tree: ast.expr, turned: bool) -> Iterator[tuple[str, bool]]:
    """(text, whether it stands below the line) for each factor."""
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, (ast.Mult, ast.Div)):
        yield from _factors(tree.left, turned)
        yield from _factors(tree.right, turned != isinstance(tree.op, ast.Div))
    elif isinstance(tree, (ast.BinOp, ast.UnaryOp)) and not isinstance(
        getattr(tree, "op", None), (ast.Pow, ast.MatMult)
    ):
        yield written(tree), turned
    else:
        yield _whole(tree), turned


def _whole(tree: ast.expr) -> str:
    if isinstance(tree, ast.BinOp):
        power = isinstance(tree.op, ast.Pow)
        return f"{{{written(tree.left)}{'^' if power else '@'}{written(tree.right)}}}".replace(" ", "")
    if isinstance(tree, ast.Call):
        return f"{name_of(tree.func)}({','.join(map(written, tree.args))})".replace(" ", "")
    if isinstance(tree, ast.Constant) and isinstance(tree.value, (int, float)):
        return f"{tree.value:g}"
    return ast.unparse(tree).replace(" ", "")

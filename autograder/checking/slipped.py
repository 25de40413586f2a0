"""What a right function gives with one slip of the pen: what an answer is compared with when nothing else explains it.

Each slip is a change of one place of the reference's source, and a sentence that is true of every answer that gives
the same. It names the kind of place, never the formula.
"""

from __future__ import annotations

import ast
import copy
import functools
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from autograder.checking.guard import opened

_START = "It is a right answer with one change: "
_OTHERS = {
    "maximum": "minimum", "minimum": "maximum", "max": "min", "min": "max", "mean": "sum", "sum": "mean",
    "argmax": "argmin", "argmin": "argmax", "cos": "sin", "sin": "cos", "sinh": "cosh", "cosh": "sinh",
}  # fmt: skip
_ALONE = {"abs", "sqrt", "log", "exp", "log1p", "expm1", "square", "sign", "tanh", "sigmoid", "cos", "sin", "softplus"}
_SUMS = {
    ast.Add: (ast.Sub, "a term is subtracted that has to be added"),
    ast.Sub: (ast.Add, "a term is added that has to be subtracted"),
    ast.Mult: (ast.Div, "there is a division where a product has to be"),
    ast.Div: (ast.Mult, "there is a product where a division has to be"),
    ast.MatMult: (ast.Mult, "a product entry by entry (`*`) stands where a matrix product (`@`) has to"),
}
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.Lt, ast.Lt: ast.Gt, ast.GtE: ast.LtE, ast.LtE: ast.GtE, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
_EQUAL: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.LtE: ast.Lt,
}  # fmt: skip


def slipped(reference: Callable) -> Iterator[tuple[str, Any]]:
    """(a sentence, the function or class) for each slip of a reference."""
    original = inspect.unwrap(reference)
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(original)))
    except (OSError, TypeError, SyntaxError):  # of an author's own, made elsewhere than in a file
        return
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            node.decorator_list = [
                d for d in node.decorator_list if getattr(d, "id", "") in ("property", "staticmethod")
            ]
    known: set[str] = set()
    for n, node in enumerate(_places(tree)):
        for k, (_, said) in enumerate(_changes(node)):
            changed = copy.deepcopy(tree)
            target = list(_places(changed))[n]
            _Replace(target, list(_changes(target))[k][0]).visit(changed)
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text in known:
                continue
            known.add(text)
            space = dict(vars(sys.modules[original.__module__]))
            exec(compile(text, f"<a slip in {original.__name__}>", "exec"), space)
            yield f"{_START}{said}.", opened(space[original.__name__])


def _places(tree: ast.AST) -> Iterator[ast.expr]:
    """Expressions inside of function bodies, but for indices and the ends of loops."""
    for function in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]:
        for statement in function.body:
            yield from _expressions(statement)


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.expr):
        yield node
    inside = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.Subscript):
        inside = [node.value]
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range":
        inside = []
    for part in inside:
        yield from _expressions(part)


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST):
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _changes(node: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """What a slip may put in the place of an expression, and what is said of it."""
    if isinstance(node, ast.BinOp):
        yield from _of_two(node)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        for table, said in (
            (_TURNED, "a comparison is the wrong way round"),
            (_EQUAL, "a comparison decides the other way where both sides are equal"),
        ):
            if new := table.get(type(node.ops[0])):
                yield ast.Compare(node.left, [new()], node.comparators), said
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand, "a minus sign is left out"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.Invert)):
        yield node.operand, "a condition is the wrong way round"
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body), "a condition is the wrong way round"
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value, "a transpose is left out"
    elif isinstance(node, ast.Call):
        yield from _of_call(node)


def _of_two(node: ast.BinOp) -> Iterator[tuple[ast.expr, str]]:
    yield from _of_numbers(node)
    if change := _SUMS.get(type(node.op)):
        yield ast.BinOp(node.left, change[0](), node.right), change[1]
    if isinstance(node.op, (ast.Add, ast.Sub)):
        yield node.left, "a term is left out"
    if isinstance(node.op, ast.Add):
        yield node.right, "a term is left out"
    if isinstance(node.op, ast.MatMult):
        yield node.left, "a factor is left out"
        yield node.right, "a factor is left out"
    if isinstance(node.op, ast.Mult):
        yield from _of_product(list(_factors(node)))
    if isinstance(node.op, ast.Div):
        yield node.left, "a division is left out"
        yield ast.BinOp(node.right, ast.Div(), node.left), "a fraction is upside down"
        yield ast.BinOp(node, ast.Pow(), ast.Constant(0.5)), "a root is taken of a fraction"
        yield _squared(node), "a fraction is squared that should not be"
    if isinstance(node.op, ast.Sub):
        yield node.right, "of a difference only what is subtracted is there"
        yield ast.BinOp(node.right, ast.Sub(), node.left), "a difference is taken the wrong way round"
    if isinstance(node.op, ast.Pow):
        yield node.left, "a power is left out"


def _factors(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield from _factors(node.left)
        yield from _factors(node.right)
    else:
        yield node


def _of_product(factors: list[ast.expr]) -> Iterator[tuple[ast.expr, str]]:
    for k, factor in enumerate(factors):
        yield _product(factors[:k] + factors[k + 1 :]), "a factor is left out"
        yield _product([*factors, factor]), "a factor is squared that should not be"
        for other in factors[:k] + factors[k + 1 :]:
            twice = _product([*factors[:k], other, *factors[k + 1 :]])
            yield twice, "one factor is taken twice, in place of another"


def _product(factors: list[ast.expr]) -> ast.expr:
    return functools.reduce(lambda a, b: ast.BinOp(a, ast.Mult(), b), factors)


def _squared(node: ast.expr) -> ast.expr:
    return ast.BinOp(node, ast.Pow(), ast.Constant(2))


def _of_call(node: ast.Call) -> Iterator[tuple[ast.expr, str]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in _OTHERS and isinstance(node.func, ast.Attribute):
        other = ast.Attribute(node.func.value, _OTHERS[name], ast.Load())
        yield ast.Call(other, node.args, node.keywords), f"`{_OTHERS[name]}` stands where `{name}` has to"
    if name in _ALONE and len(node.args) == 1:
        yield node.args[0], f"`{name}` is left out"
    if name == "where" and len(node.args) == 3:
        test, *sides = node.args
        yield ast.Call(node.func, [test, *sides[::-1]], []), "the two sides of a choice are exchanged"
        for side, kept in zip(("first", "second"), sides, strict=True):
            yield kept, f"of the two sides of a choice, the {side} is taken everywhere"
    for k, word in enumerate(node.keywords):
        other_axis = {0: 1, 1: 0, -1: 0}.get(_whole(word.value)) if word.arg == "axis" else None
        if other_axis is not None:
            changed = ast.keyword("axis", ast.Constant(other_axis))
            keywords = [*node.keywords[:k], changed, *node.keywords[k + 1 :]]
            yield ast.Call(node.func, node.args, keywords), f"`{name}` goes along the other axis"


def _whole(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError):
        return None


def _of_numbers(node: ast.BinOp) -> Iterator[tuple[ast.expr, str]]:
    """Slips in a number that is added, multiplied or an exponent; not in an index."""
    for left in (True, False):
        constant = node.left if left else node.right
        if not isinstance(constant, ast.Constant) or type(constant.value) not in (int, float):
            continue
        value: Any = constant.value
        if isinstance(node.op, ast.Pow):
            changes = [(value + 1, "an exponent is too large by 1"), (value - 1, "an exponent is too small by 1")]
        else:
            said = "a number in the formula is {} as large as it should be"
            changes = [(value * 2, said.format("twice")), (value / 2, said.format("half"))]
        for new, words in changes:
            other = ast.Constant(new)
            yield (ast.BinOp(other, node.op, node.right) if left else ast.BinOp(node.left, node.op, other)), words

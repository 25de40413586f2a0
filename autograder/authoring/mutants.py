"""Small changes to a function's source, one at a time: what a slip of the pen makes of it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

OPERATORS: dict[type[ast.operator], list[type[ast.operator]]] = {
    ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div], ast.Div: [ast.Mult], ast.Pow: [ast.Mult],
}  # fmt: skip
COMPARISONS: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Gt: [ast.Lt, ast.GtE], ast.Lt: [ast.Gt, ast.LtE], ast.GtE: [ast.Lt, ast.Gt], ast.LtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq],
}  # fmt: skip
NAMES = {
    "maximum": "minimum", "minimum": "maximum", "max": "min", "min": "max", "mean": "sum", "sum": "mean",
    "argmax": "argmin", "exp": "expm1", "expm1": "exp", "log1p": "log", "log": "log1p", "abs": "negative",
    "zeros_like": "ones_like", "ones_like": "zeros_like", "sinh": "cosh", "cos": "sin", "sin": "cos",
}  # fmt: skip


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that a slip may put in its place."""
    if isinstance(node, ast.BinOp):
        for operator in OPERATORS.get(type(node.op), []):
            yield ast.BinOp(node.left, operator(), node.right)
        yield node.left
        if not isinstance(node.op, (ast.Pow, ast.Div)):
            yield node.right
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        for comparison in COMPARISONS.get(type(node.ops[0]), []):
            yield ast.Compare(node.left, [comparison()], node.comparators)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not, ast.Invert)):
        yield node.operand
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    elif isinstance(node, ast.Attribute) and node.attr in NAMES:
        yield ast.Attribute(node.value, NAMES[node.attr], node.ctx)
    elif isinstance(node, ast.keyword) and node.arg == "axis" and isinstance(node.value, (ast.Constant, ast.UnaryOp)):
        yield ast.keyword("axis", ast.Constant({0: 1, 1: 0, -1: 0}.get(ast.literal_eval(node.value))))
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)):
        yield type(node)(**{**vars(node), "test": ast.UnaryOp(ast.Not(), node.test)})
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        yield ast.Constant(node.value + 1)
        if node.value:
            yield ast.Constant(node.value * 2)
    elif isinstance(node, ast.AugAssign) and type(node.op) in OPERATORS:
        yield ast.AugAssign(node.target, OPERATORS[type(node.op)][0](), node.value)
        yield ast.Pass()
    elif isinstance(node, (ast.Expr, ast.Assign)) and not _names_only(node):
        yield ast.Pass()


def _names_only(node: ast.Expr | ast.Assign) -> bool:
    """An assignment to plain names (without it the next use fails at once), or a docstring."""
    if isinstance(node, ast.Assign):
        return not any(isinstance(t, (ast.Attribute, ast.Subscript)) for t in node.targets)
    return isinstance(node.value, (ast.Constant, ast.Yield, ast.YieldFrom))


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """(what changed, source) of every mutant of the functions in `source`; docstrings and defaults stay as they are.

    What changed is the line and what it became: "return z - m  ->  return z + m".
    """
    tree = ast.parse(source)
    before = ast.unparse(tree)
    known: set[str] = set()
    for n, node in enumerate(_places(tree)):
        for k in range(len(list(_changes(node)))):
            changed = copy.deepcopy(tree)
            target = list(_places(changed))[n]
            new = list(_changes(target))[k]
            if isinstance(target, ast.stmt):
                new = ast.copy_location(new, target)
            _Replace(target, new).visit(changed)
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text != before and text not in known:
                known.add(text)
                yield _change(before, text), text


def _change(before: str, after: str) -> str:
    """The line of `before` that another one stands for in `after`, and that one."""
    old, new = before.splitlines(), after.splitlines()
    n = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)) - 1)
    return f"{old[n].strip()}  ->  {new[n].strip()}"


def _places(tree: ast.AST) -> Iterator[ast.AST]:
    """Nodes inside function bodies, docstrings and slices' constants excepted."""
    for function in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]:
        for statement in function.body:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                continue
            yield from ast.walk(statement)


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST):
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)

"""The same answer as different people type it: other names, other order, a step more; and listed mistakes as code."""

from __future__ import annotations

import ast
import builtins
import functools
import importlib
import pkgutil
import random

from autograder import exercises

WORDS = ("x", "a", "y", "out", "res", "result", "tmp", "val", "arr", "inp", "zz", "h", "mask", "pos", "neg", "ergebnis",
         "wert", "salida", "sortie", "u", "v", "w", "data", "my_z", "e1", "e2", "t1", "t2", "part")  # fmt: skip
REMARKS = ("# works on my machine", "# see derivation", "# TODO ask in the tutorial", "# vectorised", "# проверено")


def typed(source: str, rng: random.Random, habits: float = 0.35) -> str:
    """`source` in someone's hand: variables renamed, and with `habits` as probability each small rewriting."""
    tree = ast.parse(source)
    tree = ast.fix_missing_locations(_Hand(rng, habits, _names(tree, rng)).visit(tree))
    text = ast.unparse(tree)
    return f"{rng.choice(REMARKS)}\n{text}" if rng.random() < habits else text


def _names(tree: ast.AST, rng: random.Random) -> dict[str, str]:
    """What this person calls the variables; arguments with defaults keep their names, which calls may use."""
    used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    kept, found = set(), []
    for node in ast.walk(tree):
        if isinstance(node, ast.arguments):
            every = [*node.posonlyargs, *node.args]
            plain = len(every) - len(node.defaults)
            kept |= {a.arg for a in (*every[plain:], *node.kwonlyargs, node.vararg, node.kwarg) if a}
            found += [a.arg for a in every[:plain]]
        elif isinstance(node, ast.FunctionDef):
            found += [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    own = sorted(set(found) - kept)
    free = [w for w in WORDS if w not in used | kept | set(found)]
    return dict(zip(own, rng.sample(free, min(len(own), len(free))), strict=False))


class _Hand(ast.NodeTransformer):
    def __init__(self, rng: random.Random, habits: float, names: dict[str, str]):
        self.rng, self.habits, self.names = rng, habits, names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Name(self.names.get(node.id, node.id), node.ctx), node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self.names.get(node.arg, node.arg)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, (ast.Add, ast.Mult)) and self.rng.random() < self.habits:
            node.left, node.right = node.right, node.left
        elif isinstance(node.op, ast.Pow) and getattr(node.right, "value", 0) == 2 and isinstance(node.left, ast.Name):
            if self.rng.random() < self.habits:
                return ast.BinOp(node.left, ast.Mult(), node.left)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        turned = {ast.Gt: ast.Lt, ast.Lt: ast.Gt, ast.GtE: ast.LtE, ast.LtE: ast.GtE}.get(type(node.ops[0]))
        if turned and len(node.ops) == 1 and self.rng.random() < self.habits:
            return ast.Compare(node.comparators[0], [turned()], [node.left])
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.AST]:
        self.generic_visit(node)
        steps = []
        if isinstance(node.value, (ast.BinOp, ast.Call)) and self.rng.random() < self.habits:
            steps, node.value = _steps(node.value, self.rng)
        return [*steps, node]


def _steps(value: ast.expr, rng: random.Random) -> tuple[list[ast.stmt], ast.expr]:
    """A last expression in one or two named steps."""
    names, steps = rng.sample(("step_1", "s1", "first", "r", "answer", "final", "ret"), 2), []
    if isinstance(value, ast.BinOp) and isinstance(value.left, (ast.BinOp, ast.Call)) and rng.random() < 0.5:
        steps.append(ast.Assign([ast.Name(names[1], ast.Store())], value.left))
        value = ast.BinOp(ast.Name(names[1], ast.Load()), value.op, value.right)
    steps.append(ast.Assign([ast.Name(names[0], ast.Store())], value))
    return steps, ast.Name(names[0], ast.Load())


@functools.cache
def listed(lecture: str) -> dict[str, dict[str, str]]:
    """exercise -> misconception -> source: the exercises' own lists of wrong answers, where they are one formula."""
    found: dict[str, dict[str, str]] = {}
    for module in pkgutil.iter_modules(exercises.__path__):
        if not module.name.startswith(f"lecture{lecture}"):
            continue
        path = importlib.import_module(f"autograder.exercises.{module.name}").__file__
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read())
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "exercise"):
            name = getattr(call.args[0], "attr", "")
            wrong = next((k.value for k in call.keywords if k.arg == "wrong" and isinstance(k.value, ast.Dict)), None)
            found[name] = dict(_formulas(name, wrong)) if wrong else {}
    return found


def _formulas(exercise: str, wrong: ast.Dict):
    for key, value in zip(wrong.keys, wrong.values, strict=True):
        function = value.elts[0] if isinstance(value, ast.Tuple) else None
        if not isinstance(key, ast.Constant) or not isinstance(function, ast.Lambda):
            continue
        body = ast.unparse(function.body)
        body = body if exercise == "sigmoid" else body.replace("_s(", "sigmoid(")
        free = {n.id for n in ast.walk(ast.parse(body)) if isinstance(n, ast.Name)}
        known = {"np", "sigmoid", *dir(builtins)} | {a.arg for a in ast.walk(function.args) if isinstance(a, ast.arg)}
        if free <= known:
            yield key.value, f"def {exercise}({ast.unparse(function.args)}):\n    return {body}\n"

"""Functions of the library that say in other words what an exercise asks for: they close with it.

Each gets a body that calls the exercise's function, the student's own once it is passed, or says that it is missing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.checking.exercise import Exercise


@dataclass(frozen=True)
class Equivalent:
    """`name`, such as SGD.step, in the file `path` of mlpkit; `body` stands there while `exercise` is closed."""

    exercise: str
    path: str
    name: str
    body: str


_EACH = """
_require_alike(self.params, grads)
{before}for i, (w, dw) in enumerate(zip(self.params, grads, strict=True)):
    {step}
"""
_SGD = """decayed = dw + self.weight_decay * w if self.weight_decay and w.ndim > 1 else dw
    if self.momentum:
        w[...], self._v[i][...] = momentum_step(w, decayed, self._v[i], self.lr, self.momentum)
    else:
        w[...] = sgd_step(w, decayed, self.lr)"""
_ADAM = """if self.weight_decay and w.ndim > 1:
        w *= 1 - self.lr * self.weight_decay
    found = adam_step(w, dw, self._m[i], self._s[i], self.t, self.lr, self.beta1, self.beta2, self.eps)
    w[...], self._m[i][...], self._s[i][...] = found"""

_LEFT_OUT = "raise ValueError('linear_cost is not handed out: softmax_regression_cost, which you write, is its twin')"

EQUIVALENTS = (
    Equivalent("softmax_regression_cost", "linear.py", "linear_cost", _LEFT_OUT),
    Equivalent("sgd_step", "optim.py", "SGD.step", _EACH.format(before="", step=_SGD)),
    Equivalent("momentum_step", "optim.py", "SGD.step", _EACH.format(before="", step=_SGD)),
    Equivalent("adam_step", "optim.py", "Adam.step", _EACH.format(before="self.t += 1\n", step=_ADAM)),
)


def without_equivalents(path: str, source: str, closed: Iterable[Exercise]) -> str:
    """The source of a file of mlpkit with the twins of closed exercises closed as well."""
    names = {e.name for e in closed}
    wanted = {t.name: t for t in EQUIVALENTS if t.path == path and t.exercise in names}
    if not wanted:
        return source
    tree = ast.parse(source)
    owners: list[ast.Module | ast.ClassDef] = [tree, *(n for n in tree.body if isinstance(n, ast.ClassDef))]
    for owner in owners:
        prefix = f"{owner.name}." if isinstance(owner, ast.ClassDef) else ""
        for node in owner.body:
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                continue
            twin = wanted.pop(f"{prefix}{node.name}", None)
            if twin:
                documented = node.body[:1] if ast.get_docstring(node) is not None else []
                node.body = [*documented, *ast.parse(twin.body).body]
    if wanted:
        raise ValueError(
            f"mlpkit/{path} has no {' and no '.join(wanted)}: fix EQUIVALENTS in autograder/handout/equivalents.py"
        )
    return ast.unparse(ast.fix_missing_locations(tree))

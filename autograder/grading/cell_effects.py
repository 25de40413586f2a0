"""What an instructor's cell does to objects and modules beyond binding names, and what its classes offer."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable

from autograder.grading.instructor_cells import Step, root_name, statements, tree_of

# Modules as notebooks usually call them, imported by another cell.
_USUAL = frozenset("np numpy plt pd sys os random math time builtins scipy".split())
# Methods of lists, dicts, sets, queues and arrays that change the object itself.
_CHANGES_ITS_OBJECT = frozenset(
    "add append appendleft clear difference_update discard extend extendleft fill insert intersection_update pop "
    "popitem popleft put remove resize reverse setdefault sort update".split()
)


@functools.lru_cache(maxsize=8192)
def filled_in(source: str) -> frozenset[str]:
    """The names whose objects a cell changes in place, as far as its text tells: `x[0] = 1`, `x.append(1)`."""
    found: set[str | None] = set()
    for node in ast.walk(tree_of(source)):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            found.add(root_name(node))
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _CHANGES_ITS_OBJECT:
            found.add(root_name(node))
    return frozenset(n for n in found if n)


def special_methods(steps: Iterable[Step]) -> dict[str, frozenset[str]]:
    """The special methods of each class that a notebook defines, those of its bases included."""
    found: dict[str, set[str]] = {}
    for node in (n for s in steps for t in s.statements for n in ast.walk(ast.parse(t.text))):
        if isinstance(node, ast.ClassDef):
            own = {m.name for m in node.body if isinstance(m, ast.FunctionDef) and m.name.startswith("__")}
            bases = (found.get(b.id, set()) for b in node.bases if isinstance(b, ast.Name))
            found[node.name] = found.get(node.name, set()).union(own, *bases)
    return {name: frozenset(methods) for name, methods in found.items()}


def methods_of(answer: type) -> frozenset[str]:
    """The special methods of a class that stands in the library, those of its bases included."""
    return frozenset(n for kind in answer.__mro__[:-1] for n in vars(kind) if n.startswith("__"))


def patches_modules(source: str) -> bool:
    """Whether a test assigns to, or deletes, an attribute of what it imports: `sys.stdout = ...`, `mock.patch(...)`."""
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            if root_name(node) in _imported(source) | _USUAL:
                return True
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("patch", "patch.object", "patch.dict")):
            return True
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("setattr", "delattr") and node.args:
            if root_name(node.args[0]) in _imported(source):
                return True
    return False


def _imported(source: str) -> set[str]:
    return {n for t in statements(source) if t.kind in ("Import", "ImportFrom") for n in t.binds}

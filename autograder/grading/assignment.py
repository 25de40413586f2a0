"""What grading one assignment needs, read once from the course folder: notebooks, trusted tests, points, the seed."""

from __future__ import annotations

import ast
import functools
import hashlib
import types
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.notebooknode import NotebookNode

from autograder.checking.exercise import EXERCISES, Exercise
from autograder.checking.guard import names_of
from autograder.runtime.placeholder import refusal
from autograder.sandbox.limits import Limits


@dataclass(frozen=True)
class Test:
    """One test cell: its text as the instructor wrote it and as it was released, and what it is worth."""

    grade_id: str
    source: str
    points: float
    exercises: tuple[str, ...]
    released: str

    __test__ = False


@dataclass(frozen=True)
class AssignmentNotebook:
    """One notebook of an assignment: as released, its tests, and the instructor's imports and helper functions."""

    name: str
    released: NotebookNode
    tests: dict[str, Test]
    prelude: str
    manual: tuple[str, ...]


@dataclass(frozen=True)
class Assignment:
    """An assignment, ready to grade. InstructorRunner: it holds the tests and the seed."""

    assignment: str
    templates: dict[str, AssignmentNotebook]
    seed: str
    limits: Limits = field(default_factory=Limits)
    digest: str = ""

    @property
    def exercises(self) -> list[Exercise]:
        """The exercises that its tests check: their answers are closed in the sandbox."""
        names = [n for t in self.templates.values() for test in t.tests.values() for n in test.exercises]
        return [EXERCISES[n] for n in dict.fromkeys(names) if n in EXERCISES]

    @property
    def forbidden(self) -> tuple[tuple[str, str], ...]:
        """(dotted name, what is said) of other libraries' functions that give an answer away."""
        pairs = [(dotted, refusal(e.name, dotted)) for e in self.exercises for dotted in e.forbid]
        return tuple(dict(reversed(pairs)).items())

    @property
    def imports(self) -> tuple[str, ...]:
        """Modules that the instructor's cells import: worth importing once, before the fork."""
        found = {m for t in self.templates.values() for m in _modules(t.prelude)}
        # Loaded before the fork, the forbidden ones can be taken out.
        found |= {dotted.rpartition(".")[0] for dotted, _ in self.forbidden}
        return ("numpy", "matplotlib.pyplot", "mlpkit", *sorted(found - {"numpy", "autograder"}))


def read_assignment(course: Path, assignment: str, seed: str, limits: Limits | None = None) -> Assignment:
    """The bundle of a released assignment. Raises ValueError when the course folder lacks something."""
    templates, text = {}, hashlib.sha256()
    for path in sorted((course / "source" / assignment).glob("*.ipynb")):
        released = course / "release" / assignment / path.name
        if not released.exists():
            raise ValueError(f"{released} is missing: build the course again (python -m autograder build --course)")
        for part in (path, released):
            text.update(part.read_bytes())
        templates[path.stem] = make_template(path.stem, _read(path), _read(released))
    if not templates:
        raise ValueError(f"{course / 'source' / assignment} holds no notebook")
    return Assignment(assignment, templates, seed, limits or Limits(), text.hexdigest()[:16])


def _read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def make_template(name: str, source: NotebookNode, released: NotebookNode) -> AssignmentNotebook:
    """What is trusted of a notebook."""
    shown = {c.metadata.nbgrader.grade_id: c.source for c in released.cells if "nbgrader" in c.metadata}
    tests, manual, prelude, theirs = {}, [], [], _defined(source)
    for cell in source.cells:
        flags = cell.metadata.get("nbgrader", {})
        if (flags.get("grade") and (flags.get("solution") or cell.cell_type != "code")) or flags.get("task"):
            manual.append(flags["grade_id"])
        elif flags.get("grade"):
            visible, checked = shown.get(flags["grade_id"], ""), tuple(_checked(cell.source))
            tests[flags["grade_id"]] = Test(flags["grade_id"], cell.source, float(flags["points"]), checked, visible)
        elif cell.cell_type == "code":
            prelude += _trusted(cell.source, theirs if flags.get("solution") else None)
    unknown = sorted({n for test in tests.values() for n in test.exercises if n not in EXERCISES})
    if unknown:
        where = "an author's lectures are found from their folder, or where MLPKIT_COURSE names it"
        raise ValueError(f"{name}: no exercise is described here as {', '.join(unknown)}; {where}")
    return AssignmentNotebook(name, released, tests, "\n".join(prelude), tuple(manual))


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError:
        return ast.parse("")


def _defined(source: NotebookNode) -> set[str]:
    """Names that the solution cells define: these are the student's."""
    cells = [c for c in source.cells if c.cell_type == "code" and c.metadata.get("nbgrader", {}).get("solution")]
    nodes = [n for c in cells for n in ast.walk(_tree(c.source))]
    named = {n.name for n in nodes if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    return named | {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def _trusted(source: str, theirs: set[str] | None) -> list[str]:
    """The imports, functions and classes of an instructor's cell; of a solution cell (`theirs` given) other imports."""
    kinds = (ast.Import, ast.ImportFrom, *((ast.FunctionDef, ast.ClassDef) if theirs is None else ()))
    found = [n for n in _tree(source).body if isinstance(n, kinds)]
    if theirs is not None:
        found = [n for n in found if not any((a.asname or a.name) in theirs for a in n.names)]
    return [ast.unparse(node) for node in found]


def _checked(source: str) -> Iterable[str]:
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "check" and node.args:
            if isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def _modules(prelude: str) -> Iterable[str]:
    for node in ast.parse(prelude).body:
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # Either may be the module: `from mlpkit import plots`, `from mlpkit.plots import curve`.
            yield from (node.module, *(f"{node.module}.{a.name}" for a in node.names))


@functools.lru_cache(maxsize=4096)
def compiled(source: str, name: str) -> tuple[types.CodeType, types.CodeType | None, frozenset[str]]:
    """(all but a last expression, that expression, the names used) of trusted code."""
    tree = _tree(source)
    last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    body = compile(tree, name, "exec")
    tail = compile(last, name, "eval") if last else None
    return body, tail, frozenset(names_of(body)) | (frozenset(names_of(tail)) if tail else frozenset())

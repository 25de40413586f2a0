"""What grading one assignment needs, read once from the course folder: notebooks, trusted tests, points, the seed."""

from __future__ import annotations

import ast
import functools
import hashlib
import types
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from autograder.checking.exercise import EXERCISES, Exercise
from autograder.grading.instructor_cells import Statement, Step, is_foreign, statements, steps_of, tree_of
from autograder.grading.notebook_reader import read_trusted
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
    """One notebook of an assignment: as released, its tests, and the instructor's code cells.

    A `foreign` one has nothing of this course: every cell of it runs, as in nbgrader. `inside` names the tests that run
    beside the student's code, `solved` is the instructor's own notebook, and `written` names files it writes.
    """

    name: str
    released: NotebookNode
    tests: dict[str, Test]
    steps: tuple[Step, ...]
    manual: tuple[str, ...]
    foreign: bool = False
    inside: frozenset[str] = frozenset()
    solved: NotebookNode | None = None
    written: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Assignment:
    """An assignment, ready to grade: it holds the tests, the seed, and the files beside the notebooks.

    `tests` says where tests run: outside the student's process, inside, or, as `auto`, whatever each of them needs.
    """

    name: str
    templates: dict[str, AssignmentNotebook]
    seed: str
    limits: Limits = field(default_factory=Limits)
    digest: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    tests: str = "auto"

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
        found = {m for t in self.templates.values() for m in _modules(t.steps)}
        # Loaded before the fork, the forbidden ones can be taken out.
        found |= {dotted.rpartition(".")[0] for dotted, _ in self.forbidden}
        return ("numpy", "matplotlib.pyplot", "mlpkit", *sorted(found - {"numpy", "autograder"}))


def read_assignment(
    course: Path, assignment: str, seed: str, limits: Limits | None = None, tests: str = "auto"
) -> Assignment:
    """A released assignment, ready to grade. Raises ValueError when the course folder lacks something."""
    # Here because nbgrader takes a second to import, which who grades one notebook of this course need not wait.
    from autograder.grading.release import instructor_notebook

    templates, text = {}, hashlib.sha256(tests.encode() if tests != "auto" else b"")
    place = course / "source" / assignment
    for path in sorted(place.glob("*.ipynb")):
        released = course / "release" / assignment / path.name
        if not released.exists():
            raise ValueError(f"{released} is missing: build the course again (python -m autograder build --course)")
        for part in (path, released):
            text.update(part.read_bytes())
        source = instructor_notebook(course, assignment, path)
        templates[path.stem] = make_template(path.stem, source, read_trusted(released))
    if not templates:
        raise ValueError(f"{place} holds no notebook")
    files = _files(place)
    for name, content in files.items():
        text.update(name.encode() + b"\0" + content)
    return Assignment(assignment, templates, seed, limits or Limits(), text.hexdigest()[:16], files, tests)


def _files(place: Path) -> dict[str, bytes]:
    """What lies beside the notebooks of an assignment: data, pictures, modules."""
    found = (p for p in sorted(place.rglob("*")) if p.is_file() and p.suffix != ".ipynb")
    parts = ((p.relative_to(place), p) for p in found)
    return {str(r): p.read_bytes() for r, p in parts if not any(x[0] == "." or x == "__pycache__" for x in r.parts)}


def make_template(name: str, source: NotebookNode, released: NotebookNode) -> AssignmentNotebook:
    """What is trusted of a notebook."""
    shown = {c.metadata.nbgrader.grade_id: c.source for c in released.cells if "nbgrader" in c.metadata}
    tests, manual = {}, []
    for cell in source.cells:
        flags = cell.metadata.get("nbgrader", {})
        if (flags.get("grade") and (flags.get("solution") or cell.cell_type != "code")) or flags.get("task"):
            manual.append(flags["grade_id"])
        elif flags.get("grade"):
            visible, checked = shown.get(flags["grade_id"], ""), tuple(_checked(cell.source))
            tests[flags["grade_id"]] = Test(flags["grade_id"], cell.source, float(flags["points"]), checked, visible)
    steps = steps_of(source)
    foreign = is_foreign(steps)
    if foreign:
        tests = {name: replace(test, exercises=()) for name, test in tests.items()}
    unknown = sorted({n for test in tests.values() for n in test.exercises if n not in EXERCISES})
    if unknown:
        where = "an author's lectures are found from their folder, or where MLPKIT_COURSE names it"
        raise ValueError(f"{name}: no exercise is described here as {', '.join(unknown)}; {where}")
    return AssignmentNotebook(name, released, tests, steps, tuple(manual), foreign, solved=source if foreign else None)


def _checked(source: str) -> Iterable[str]:
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "check" and node.args:
            if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                yield node.args[0].value


def _modules(steps: Iterable[Step]) -> Iterable[str]:
    for node in (
        n for s in steps for t in s.statements if t.kind in ("Import", "ImportFrom") for n in tree_of(t.text).body
    ):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # Either may be the module: `from mlpkit import plots`, `from mlpkit.plots import curve`.
            yield from (node.module, *(f"{node.module}.{a.name}" for a in node.names))


@dataclass(frozen=True)
class Part:
    """One statement of a test, ready to run; `value` where it is an expression that the cell ends with."""

    code: types.CodeType
    statement: Statement
    value: bool


# What asks for names by their text: `"answer" in dir()`.
_NAMES_AS_TEXT = frozenset(("dir", "globals", "locals", "vars", "eval", "exec"))


@functools.lru_cache(maxsize=4096)
def compiled(source: str, name: str) -> tuple[tuple[Part, ...], frozenset[str]]:
    """(the statements of a test, the names they use). Raises SyntaxError for a test that Python cannot read here."""
    tree, parts = tree_of(source), []
    if not tree.body and source.strip():
        ast.parse(source)
    for node, statement in zip(tree.body, statements(source), strict=True):
        if node is tree.body[-1] and isinstance(node, ast.Expr) and not source.rstrip().endswith(";"):
            parts.append(Part(compile(ast.Expression(node.value), name, "eval"), statement, True))
        else:
            parts.append(Part(compile(ast.Module([node], []), name, "exec"), statement, False))
    uses = {n for p in parts for n in p.statement.uses}
    if uses & _NAMES_AS_TEXT:
        uses |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return tuple(parts), frozenset(uses)

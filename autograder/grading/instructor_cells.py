"""The instructor's notebook, statement by statement: which names each binds, which it uses, and whose cell it is in."""

from __future__ import annotations

import ast
import builtins
import functools
import re
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager
from nbformat.notebooknode import NotebookNode

INSTRUCTOR, STUDENT, TEST = "instructor", "student", "test"
BUILTIN = frozenset(dir(builtins)) | {"get_ipython", "In", "Out", "exit", "quit", "display"}
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
IMPORTS = (ast.Import, ast.ImportFrom)
# Cell magics that run the cell's own Python, and lines that change nothing outside a notebook's front end.
_RUNS_CELL = ("time", "timeit", "capture", "prun", "memit")
_NO_EFFECT = ("matplotlib", "config", "autoreload", "load_ext", "reload_ext", "precision", "timeit", "pylab", "pip")
# A statement that only shows something needs no second run on the trusted side.
_SHOWS = ("print", "display", "plt", "help", "get_ipython", "IPython")


@dataclass(frozen=True)
class Statement:
    """One statement of a cell: the names that it binds, those whose objects it may change, and those that it uses."""

    text: str
    binds: frozenset[str]
    changes: frozenset[str]
    uses: frozenset[str]
    kind: str

    @property
    def imports_everything(self) -> bool:
        """Whether it binds names that its text does not tell."""
        return self.kind == "ImportFrom" and self.text.endswith("import *")

    def makes(self, wanted: frozenset[str] | set[str]) -> bool:
        """Whether it has a part in what these names stand for."""
        return self.imports_everything or bool((self.binds | self.changes) & wanted)

    @property
    def defines(self) -> bool:
        """Whether it is an import, a function or a class: it uses other names only when it is called."""
        return self.kind in ("Import", "ImportFrom", "FunctionDef", "AsyncFunctionDef", "ClassDef", "Lambda")


@dataclass(frozen=True)
class Step:
    """One code cell of the instructor's notebook."""

    grade_id: str | None
    whose: str
    statements: tuple[Statement, ...]


def steps_of(source: NotebookNode) -> tuple[Step, ...]:
    """The code cells of a source notebook, in order."""
    return tuple(_step(c) for c in source.cells if c.cell_type == "code")


def is_foreign(steps: Iterable[Step]) -> bool:
    """Whether a notebook is of another course: nothing in it imports the autograder."""
    return not any(t.defines and "autograder" in t.text for s in steps for t in s.statements)


def _step(cell: NotebookNode) -> Step:
    flags = cell.metadata.get("nbgrader", {})
    whose = STUDENT if flags.get("solution") else TEST if flags.get("grade") else INSTRUCTOR
    plain = "nbgrader" not in cell.metadata
    return Step(None if plain else flags.get("grade_id"), whose, statements(cell.source))


@functools.lru_cache(maxsize=8192)
def statements(source: str) -> tuple[Statement, ...]:
    """The statements of a cell; none of one that is no Python."""
    return tuple(_statement(node) for node in tree_of(source).body)


def _statement(node: ast.stmt) -> Statement:
    text = ast.unparse(node)
    binds, uses = names(text)
    function = isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda)
    kind = "Lambda" if function else type(node).__name__
    return Statement(text, binds, frozenset(_changed(node, uses)), uses, kind)


def tree_of(source: str) -> ast.Module:
    """A cell as Python, its harmless magics taken out; an empty module for text that is no Python."""
    try:
        tree = ast.parse(TransformerManager().transform_cell(_without_cell_magic(source)))
    except (SyntaxError, ValueError, RecursionError):
        return ast.parse("")
    return _Magics().visit(tree)


def _without_cell_magic(source: str) -> str:
    """The line of a cell magic that runs the cell's own Python becomes an empty line: numbers of lines stay."""
    return re.sub(rf"\A\s*%%({'|'.join(_RUNS_CELL)})\b[^\n]*", "", source)


class _Magics(ast.NodeTransformer):
    """`%time x = f()` is `x = f()`; lines for the front end are nothing."""

    def visit_Expr(self, node: ast.Expr) -> ast.stmt | list[ast.stmt]:
        call = node.value
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            return node
        if call.func.attr != "run_line_magic" or len(call.args) != 2:
            return node
        name, line = (getattr(a, "value", "") for a in call.args)
        if name == "time":
            inner = tree_of(str(line)).body
            for part in (p for statement in inner for p in ast.walk(statement) if isinstance(p, (ast.stmt, ast.expr))):
                part.lineno = part.end_lineno = node.lineno
            return inner or ast.copy_location(ast.Pass(), node)
        return ast.copy_location(ast.Pass(), node) if name in _NO_EFFECT else node


@functools.lru_cache(maxsize=8192)
def names(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """(global names that Python text binds, those that it uses), functions within it included."""
    try:
        tables = list(_tables(symtable.symtable(text, "<cell>", "exec")))
    except (SyntaxError, ValueError):
        return frozenset(), frozenset()
    binds, uses = set(), set()
    for table in tables:
        for symbol in table.get_symbols():
            top = table.get_type() == "module"
            if not (top or symbol.is_global()):
                continue
            if symbol.is_assigned() or symbol.is_imported():
                binds.add(symbol.get_name())
            if symbol.is_referenced():
                uses.add(symbol.get_name())
    return frozenset(binds), frozenset(uses)


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


def _changed(node: ast.stmt, uses: Iterable[str]) -> set[str]:
    """Names whose objects a statement may change in place: `x[0] = 1`, `x.append(1)`, `random.seed(0)`."""
    if isinstance(node, (*DEFINITIONS, *IMPORTS, ast.Pass, ast.Assert)):
        return set()
    if isinstance(node, ast.Expr):
        return set() if root_name(node.value) in (*_SHOWS, None) else set(uses)
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {root for t in targets if not isinstance(t, ast.Name) and (root := root_name(t))}
    return set(uses)


def root_name(node: ast.AST) -> str | None:
    """The name that an expression such as `a.b[0](c)` begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call, ast.Await)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def read(source: str) -> frozenset[str]:
    """The names that a cell reads before it binds them itself."""
    found: set[str] = set()
    bound: set[str] = set()
    for node, statement in zip(tree_of(source).body, statements(source), strict=True):
        # A statement may read what it binds (`x = x + 1`), but not the name of the error that it caught.
        found |= (
            statement.uses - bound - {n.name for n in ast.walk(node) if isinstance(n, ast.ExceptHandler) and n.name}
        )
        bound |= statement.binds
    return frozenset(found)


def runs(step: Step, statement: Statement, foreign: bool) -> bool:
    """Whether a statement of the instructor's is run for the tests: in this course, a demonstration only defines."""
    return foreign or bool(step.grade_id) or statement.defines


def needed(steps: Iterable[Step], foreign: bool) -> frozenset[str]:
    """Names that the tests use, directly or through what the instructor's own statements make."""
    steps = list(steps)
    found = {n for s in steps if s.whose == TEST for t in s.statements for n in t.uses}
    made = [t for s in steps if s.whose == INSTRUCTOR for t in s.statements if runs(s, t, foreign)]
    while more := {n for t in made if t.makes(found) for n in t.uses} - found:
        found |= more
    return frozenset(found)


def read_inside(steps: Iterable[Step], inside: frozenset[str]) -> frozenset[str]:
    """Names of other tests that the instructor's answers and the tests inside use, or what these names use in turn."""
    steps = list(steps)
    readers = [s for s in steps if s.whose == STUDENT or s.grade_id in inside]
    makers = [t for s in steps if s.whose == TEST and s.grade_id not in inside for t in s.statements]
    found = {n for s in readers for t in s.statements for n in t.uses}
    while more := {n for t in makers if t.binds & found for n in t.uses} - found:
        found |= more
    return frozenset(found)

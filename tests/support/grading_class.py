"""A small assignment for the tests of grading: three exercises, two plain tests with hidden parts, a written answer."""

from __future__ import annotations

import contextlib
import copy
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import autograder
import mlpkit
from autograder.authoring import notebooks
from autograder.authoring.stub_source import BEGIN, END
from autograder.checking.exercise import EXERCISES
from autograder.checking.library_packages import packages
from autograder.grading.assignment import Assignment, make_template
from autograder.grading.grade import Submission
from autograder.sandbox import backends
from autograder.sandbox.launcher import Sandbox
from autograder.sandbox.limits import Limits
from autograder.sandbox.redacted_library import write_redacted_packages
from autograder.sandbox.spec import SandboxSpec

NAMES = ("sigmoid", "relu", "tanh")
NAME = "attacked"
FULL = {"check-double": 2.0, "check-derivative": 2.0, "check-sigmoid": 2.0, "check-relu": 1.0, "check-tanh": 1.0}
SEED = "a-secret-seed-4711"
SETUP = "import numpy as np\n\nfrom autograder import check, start\n\nstart('02')"
DOUBLE = f"def double(x):\n    {BEGIN}\n    return 2 * x\n    {END}"
DERIVATIVE = f"""def derivative(f, x, h=1e-4):
    {BEGIN}
    return (f(x + h) - f(x - h)) / (2 * h)
    {END}"""
# Functions of the test go to the student's; the last one calls the student's in turn.
LENDING = """assert abs(derivative(lambda x: x**2, 3.0) - 6) < 1e-3
### BEGIN HIDDEN TESTS
assert abs(derivative(lambda x: x**3, 1.0) - 3) < 1e-3
assert abs(derivative(lambda x: derivative(lambda y: y**3, x), 2.0) - 12) < 1e-3
### END HIDDEN TESTS"""
TEST = "assert double(1) == 2\n### BEGIN HIDDEN TESTS\nassert double(21) == 42\n### END HIDDEN TESTS"
BACKENDS = {"bwrap": backends.why_no_bwrap, "landlock": backends.why_no_landlock}
TIGHT = Limits(call=1.0, cell=2.0, notebook=25.0, memory=512, file=8, scratch=16, grace=0.5)


def names_with(exercise: str) -> tuple[str, ...]:
    """The library's exercises of an assignment that has this one: the usual ones, or this one alone."""
    return NAMES if f"check-{exercise}" in FULL else (exercise,)


def source_notebook(names: tuple[str, ...] = NAMES) -> nbformat.NotebookNode:
    """As the instructor wrote it, with solutions and hidden tests; `names` are exercises of the library."""
    cells = [
        new_code_cell(SETUP, metadata=notebooks._nbgrader("setup", locked=True)),
        new_code_cell(DOUBLE, metadata=_flags("double", solution=True)),
        new_code_cell(TEST, metadata=_flags("check-double", grade=True, locked=True, points=2)),
        new_code_cell(DERIVATIVE, metadata=_flags("derivative", solution=True)),
        new_code_cell(LENDING, metadata=_flags("check-derivative", grade=True, locked=True, points=2)),
    ]
    for name in names:
        cells += notebooks._exercise_cells(EXERCISES[name], "", set())
    cells.append(new_markdown_cell("Why?", metadata=_flags("why", grade=True, solution=True, points=3)))
    notebooks._name_cells(cells, "99")
    return new_notebook(cells=cells, metadata={**notebooks.KERNEL, **notebooks.LANGUAGE})


def _flags(name: str, **flags) -> dict:
    return notebooks._nbgrader(name, **flags)


def released(source: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Without solutions and hidden tests, as nbgrader releases it."""
    notebook = copy.deepcopy(source)
    for cell in notebook.cells:
        cell.source = re.sub(rf"( *){BEGIN}.*?{END}", r"\1raise NotImplementedError()", cell.source, flags=re.S)
        cell.source = _without_hidden(cell.source)
    return notebook


def _without_hidden(text: str) -> str:
    return re.sub(r"### BEGIN HIDDEN.*?END HIDDEN TESTS", "", text, flags=re.S)


_VISIBLE = {text: _without_hidden(text) for text in (TEST, LENDING)}


def make_assignment(limits: Limits = TIGHT, names: tuple[str, ...] = NAMES) -> Assignment:
    """The small assignment."""
    source = source_notebook(names)
    return Assignment(NAME, {NAME: make_template(NAME, source, released(source))}, SEED, limits, "digest")


def submission(student: str, notebook: nbformat.NotebookNode | bytes) -> Submission:
    """A submission of this notebook, or of these bytes."""
    content = notebook if isinstance(notebook, bytes) else handed_in(notebook)
    return Submission(student, NAME, {NAME: content})


def without_hidden_tests(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A solved notebook as a student has it."""
    theirs = copy.deepcopy(notebook)
    for cell in theirs.cells:
        cell.source = cell.source.replace(TEST, _VISIBLE[TEST]).replace(LENDING, _VISIBLE[LENDING])
    return theirs


def handed_in(notebook: nbformat.NotebookNode) -> bytes:
    """The bytes of a solved notebook as a student has it: its tests without their hidden parts."""
    return nbformat.writes(without_hidden_tests(notebook)).encode()


def cell(notebook: nbformat.NotebookNode, grade_id: str) -> nbformat.NotebookNode:
    """The cell with this grade id."""
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def write_course(folder: Path, source: dict, stub: dict, files: dict[str, bytes]) -> Path:
    """A course folder with this one assignment, and what was handed in by each student: the latter's folder."""
    for kind, made in (("source", source), ("release", stub)):
        (folder / kind / NAME).mkdir(parents=True)
        (folder / kind / NAME / f"{NAME}.ipynb").write_text(json.dumps(made), encoding="utf-8")
    for student, content in files.items():
        place = folder / "submitted" / student / NAME
        place.mkdir(parents=True)
        (place / f"{NAME}.ipynb").write_bytes(content)
    return folder / "submitted"


class Machine:
    """A sandbox for the small assignment with its library edition."""

    def __init__(self, mode: str, assignment: Assignment, hidden: tuple[str, ...] = ()):
        self.folder = tempfile.TemporaryDirectory(prefix="edition-")
        Path(self.folder.name).chmod(0o755)
        library = Path(self.folder.name) / "library"
        library.mkdir()
        write_redacted_packages(library, assignment.exercises)
        private = (str(Path(mlpkit.__file__).parent), str(Path(autograder.__file__).parent), *hidden)
        spec = SandboxSpec(
            mode,
            str(library),
            packages(),
            assignment.imports,
            assignment.limits,
            private,
            forbidden=assignment.forbidden,
        )
        self.sandbox = Sandbox(spec)

    def __enter__(self) -> Sandbox:
        return self.sandbox

    def __exit__(self, *problem) -> None:
        self.sandbox.stop()
        self.folder.cleanup()


def with_limits(assignment: Assignment, **changes) -> Assignment:
    """The same assignment with other limits."""
    return replace(assignment, limits=replace(assignment.limits, **changes))


@contextlib.contextmanager
def memory() -> Iterator[Callable[[], float]]:
    """Tells by how many megabytes this process grew at most within the block."""
    itself = Path("/proc/self")
    (itself / "clear_refs").write_text("5")
    before = _megabytes("VmRSS")
    yield lambda: _megabytes("VmHWM") - before


def _megabytes(what: str) -> float:
    return int(re.search(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024

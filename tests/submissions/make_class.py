"""A sample class for a lecture: python tests/submissions/make_class.py COURSE

Every submission is the released student notebook with cells filled in by nbformat, as a student's editor would.
"""

from __future__ import annotations

import copy
import importlib
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from autograder.exercise import EXERCISES
from autograder.inline import exercise_source
from autograder.source import source_with_helpers
from tests.submissions import mistakes

ASSIGNMENT = "02-activations"
Notebook = nbformat.NotebookNode


def cell(notebook: Notebook, grade_id: str) -> Notebook:
    """The cell with nbgrader's grade id."""
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def write(notebook: Notebook, name: str, source: str) -> None:
    """Type `source` into the cell of an exercise."""
    cell(notebook, name).source = source.strip()


def names() -> list[str]:
    """The exercises of the assignment, in order."""
    return [e.name for e in EXERCISES.of(ASSIGNMENT[:2])]


def solve(notebook: Notebook, only: list[str] | None = None) -> None:
    """Fill in the reference solutions, all or some."""
    for i, name in enumerate(names()):
        if only is None or name in only:
            write(notebook, name, exercise_source(EXERCISES[name].reference, set(names()[:i])))


def ada(notebook: Notebook) -> None:
    """Perfect, as in the lecture."""
    solve(notebook)


def boris(notebook: Notebook) -> None:
    """Perfect, by other formulas."""
    styles = ("other_formula", "where", "masked", "float64_inside", "loops")
    modules = [importlib.import_module(f"tests.variants.lecture02_{s}") for s in styles]
    for i, name in enumerate(names()):
        function = next(getattr(m, name) for m in modules[i % 5 :] + modules[: i % 5] if hasattr(m, name))
        write(notebook, name, source_with_helpers(function))


def chen(notebook: Notebook) -> None:
    """Half done: the first half right, the rest not begun."""
    solve(notebook, names()[: len(names()) // 2])


def dana(notebook: Notebook) -> None:
    """Common mistakes, one in each of a dozen exercises."""
    solve(notebook)
    for name, source in mistakes.FIRST.items():
        write(notebook, name, source)


def emil(notebook: Notebook) -> None:
    """Other common mistakes, some the same."""
    solve(notebook)
    for name, source in mistakes.SECOND.items():
        write(notebook, name, source)


def fatima(notebook: Notebook) -> None:
    """Handed in as it was handed out."""


def goran(notebook: Notebook) -> None:
    """A syntax error in an early cell, the rest right."""
    solve(notebook)
    write(notebook, "sigmoid", "def sigmoid(z, slope=1)\n    return 1 / (1 + np.exp(-slope * z))")


def hana(notebook: Notebook) -> None:
    """A loop that never ends in an early cell, the rest right."""
    solve(notebook)
    write(notebook, "sigmoid", "def sigmoid(z, slope=1):\n    while True:\n        z = z / 2")


def ivan(notebook: Notebook) -> None:
    """Deleted some check cells and the setup cell, moved others, and claims points in one."""
    solve(notebook)
    cell(notebook, "check-tanh").source = "42.0"
    gone = {"check-sigmoid", "check-relu", "setup"}
    notebook.cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") not in gone]
    notebook.cells.append(notebook.cells.pop(notebook.cells.index(cell(notebook, "check-elu"))))


def jun(notebook: Notebook) -> None:
    """Wrong shapes and wrong types."""
    solve(notebook)
    for name, source in mistakes.SHAPES.items():
        write(notebook, name, source)


def kofi(notebook: Notebook) -> None:
    """Right, with prints and warnings everywhere."""
    solve(notebook)
    for name in names():
        noise = "    print('in', 1)\n    import warnings; warnings.warn('careful')\n"
        found = cell(notebook, name)
        found.source = found.source.replace("    ### BEGIN SOLUTION", noise + "    ### BEGIN SOLUTION")
    notebook.cells.insert(3, new_code_cell("print('x' * 10_000)"))


def lena(notebook: Notebook) -> None:
    """sys.exit() at the top of a cell, and exit() in a function, the rest right."""
    solve(notebook)
    write(notebook, "sigmoid", "import sys\nsys.exit()")
    write(notebook, "relu", "def relu(z):\n    exit()")


STUDENTS: dict[str, Callable[[Notebook], None]] = {
    f.__name__: f for f in (ada, boris, chen, dana, emil, fatima, goran, hana, ivan, jun, kofi, lena)
}


def make_class(course: Path, students: dict[str, Callable[[Notebook], None]] = STUDENTS) -> list[Path]:
    """Write every student's submission below course/submitted."""
    released = course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    if not released.exists():
        raise SystemExit(f"{released} is missing: run `python -m autograder build --course {course} 02` first")
    blank = nbformat.read(released, as_version=4)
    written = []
    for student, fill in students.items():
        notebook = copy.deepcopy(blank)
        fill(notebook)
        path = course / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        written.append(path)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python tests/submissions/make_class.py COURSE")
    print(f"{len(make_class(Path(sys.argv[1])))} submissions of {ASSIGNMENT} in {Path(sys.argv[1]) / 'submitted'}")

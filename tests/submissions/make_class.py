"""A sample class for a lecture: python tests/submissions/make_class.py COURSE [--students 300 --seed 1]

Without a number it is twelve students with one peculiarity each, otherwise a synthetic class of that size.
Every submission is the released student notebook with cells filled in by nbformat, as a student's editor would.
"""

from __future__ import annotations

import argparse
import copy
import importlib
import random
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from autograder.checking.exercise import EXERCISES
from autograder.checking.source import source_with_helpers
from tests.submissions import mistakes, synthetic

ASSIGNMENT = "02-activations"
Notebook = nbformat.NotebookNode


def cell(notebook: Notebook, grade_id: str) -> Notebook:
    """The cell with nbgrader's grade id."""
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def write(notebook: Notebook, name: str, source: str) -> None:
    """Type `source` into the cell of an exercise."""
    cell(notebook, name).source = source.strip()


def names() -> list[str]:
    """The functions to write in the assignment, in order."""
    return [e.name for e in EXERCISES.of(ASSIGNMENT[:2]) if e.kind == "function"]


def solve(notebook: Notebook, only: list[str] | None = None) -> None:
    """Fill in the solutions of all exercises, or some."""
    for name, source in synthetic.solutions().items():
        if only is None or name in only:
            write(notebook, name, source)


def ada(notebook: Notebook) -> None:
    """Perfect, as in the lecture."""
    solve(notebook)


def boris(notebook: Notebook) -> None:
    """Perfect, by other formulas."""
    solve(notebook)
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


def ivan(notebook: Notebook, solved: bool = False) -> None:
    """Deleted some check cells and the setup cell, moved others, and claims points in one."""
    if not solved:
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
    blank, written = _released(course), []
    for student, fill in students.items():
        notebook = copy.deepcopy(blank)
        fill(notebook)
        written.append(_write(course, student, nbformat.writes(notebook)))
    return written


def make_synthetic_class(course: Path, students: int, seed: int) -> list[synthetic.Person]:
    """Write the submissions of a class of this size below course/submitted; the same for the same seed."""
    if students < 1:
        raise SystemExit(f"--students {students}: expected at least 1")
    blank, people = _released(course), synthetic.people(students, seed)
    everyone = {p.name: p for p in people}
    for person in people:
        notebook = copy.deepcopy(blank)
        for name, source in synthetic.answers(person, seed, everyone).items():
            write(notebook, name, source)
        if person.kind == "tampered":
            ivan(notebook, solved=True)
        if person.kind == "noisy":
            noise = "import warnings; warnings.warn('careful'); print('x' * 10_000)"
            notebook.cells.insert(3, new_code_cell(noise, id="noise"))
        text = nbformat.writes(notebook)
        broken = random.Random(f"broken-{seed}-{person.number}").choice(("", text[: len(text) // 3], "[1, 2]"))
        _write(course, person.name, broken if person.kind == "unreadable" else text)
    return people


def _released(course: Path) -> Notebook:
    released = course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    if not released.exists():
        raise SystemExit(f"{released} is missing: run `python -m autograder build --course {course} 02` first")
    return nbformat.read(released, as_version=4)


def _write(course: Path, student: str, text: str) -> Path:
    path = course / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="A sample class of lecture 02.")
    parser.add_argument("course", type=Path, help="a folder that `python -m autograder build --course` made")
    parser.add_argument("--students", type=int, help="a synthetic class of this size")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.students is None:
        made = make_class(given.course)
    else:
        made = make_synthetic_class(given.course, given.students, given.seed)
    print(f"{len(made)} submissions of {ASSIGNMENT} in {given.course / 'submitted'}")


if __name__ == "__main__":
    main()

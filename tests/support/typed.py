"""Answers as they were typed: source that runs in the namespace of its notebook, beside right answers to the others."""

import contextlib
import functools
import json
import linecache
import re
import warnings
from pathlib import Path

from autograder import EXERCISES
from autograder.checking.exercise import LECTURES

# A report that says how an answer and a right one hang together, not only where they differ.
NAMED = (
    r"\bIt is |The change of|has no effect|is to be |the wrong way|transpose|exchanged|another order|reverse order|"
    r"is missing|never goes|one change|changed by the call|numbers are right|sizes are right|second time|is `?return|"
    r"list is returned|right to \d digits|as wrong as they were|LibraryAnswer|come twice|None: give|lets |"
    r"Call by call|list is the one|factor of its own"
)
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@functools.cache
def _cells(lecture):
    cells = json.loads((NOTEBOOKS / f"{LECTURES[lecture]}.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]


@functools.cache
def _given(name):
    """What a notebook has before the answer's cell: its first cell's imports, the cell's own, earlier answers."""
    exercise = EXERCISES[name]
    cells = _cells(exercise.lecture)
    n = next(n for n, text in enumerate(cells) if f'check("{name}"' in text)
    stub = cells[n - 1]
    above = stub.partition("# Your input")[0] if "# Your input" in stub else _imports(stub)
    space = {}
    for text in (*(_imports(c) for c in cells if "start(" in c), above):
        exec(text, space)
    for other in EXERCISES.of(exercise.lecture):
        if other.name == name:
            break
        if other.reference is not None:
            space[other.name] = other.reference
    return space


def _imports(text):
    return "\n".join(re.findall(r"^(?:import|from) [^(\n]*(?:\([^)]*\))?", text, re.M))


def typed(name, source):
    """What a cell with this source defines under the name of the exercise."""
    space = dict(_given(name))
    file = f"<{name} {abs(hash(source))}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    with contextlib.redirect_stdout(None), warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # of a mistake that Python itself wonders about
        exec(compile(source, file, "exec"), space)
    return space[name]

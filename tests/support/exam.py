"""The answers of a lecture, right and wrong, as code that runs in any Python which has the course's packages."""

import nbformat

from autograder.authoring import notebooks

CODE = '''
import ast, contextlib, io
from autograder.checking.cases import cases_for
from autograder.checking.check import NotWrittenYet, check
from autograder.checking.exercise import EXERCISES
from autograder.checking.judge import judge

def name_by_name(part):
    """`from x import a, b` as one import for each name; any other statement as it is."""
    if not isinstance(part, ast.ImportFrom):
        return [part]
    return [ast.copy_location(ast.ImportFrom(part.module, [name], 0), part) for name in part.names]

def opened(setup):
    """The names of a setup cell, without those of packages that are not here."""
    space = {}
    for part in [one for part in ast.parse(setup).body for one in name_by_name(part)]:
        with contextlib.suppress(ImportError), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(ast.Module([part], []), "setup", "exec"), space)
    return space

def score(space, name, source):
    try:
        exec(source, space)
        return float(check(name, space[name])) / EXERCISES[name].points
    except (NotWrittenYet, NotImplementedError):
        return 0.0

def faults(lectures):
    """Right answers without all points, wrong answers with all points, stubs with any; and how many were tried."""
    found, tried = [], 0
    for setup, answers in lectures:
        space = opened(setup)
        for name, right, stub in answers:
            tried += 1
            if score(space, name, stub) != 0:
                found.append(f"stub of {name}")
            if score(space, name, right) != 1:
                found.append(f"right answer to {name}")
            wrong = EXERCISES[name].wrong if EXERCISES[name].task is None else ()
            found += [f"{name}: {w}" for w in wrong if _full(EXERCISES[name], wrong[w][0])]
    return tried, found

def _full(exercise, function):
    return float(judge(exercise, function, cases_for(exercise))) == exercise.points
'''


def lecture(number: str) -> tuple[str, list[tuple[str, str, str]]]:
    """(text of the setup cell, [(exercise, right answer, stub)]) of the exercises that a check judges."""
    solution, student = (nbformat.read(path, as_version=4) for path in notebooks.made(number))
    stubs = {cell.id: cell.source for cell in student.cells}
    roles = {cell.id: cell.metadata.get("nbgrader", {}) for cell in solution.cells}
    setup = next(c.source for c in solution.cells if roles[c.id].get("grade_id") == "setup")
    judged = {
        r["grade_id"].removeprefix("check-") for r in roles.values() if r.get("grade_id", "").startswith("check-")
    }
    answers = [
        (roles[c.id]["grade_id"], c.source, stubs[c.id])
        for c in solution.cells
        if roles[c.id].get("solution") and roles[c.id]["grade_id"] in judged
    ]
    return setup, answers

"""No module is longer than can be kept in mind, and no function longer than a screen."""

import ast
from pathlib import Path

import autograder
import mlpkit

ROOTS = [Path(package.__file__).parent for package in (mlpkit, autograder)]
FILES = sorted(path for root in ROOTS for path in root.rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 250, 40
# Folders of modules that may be longer, and why.
LONGER = {"autograder/exercises": "data: the exercises of a lecture are read together, one description after another"}


def name(path):
    root = next(r for r in ROOTS if path.is_relative_to(r))
    return path.relative_to(root.parent).as_posix()


def length(function):
    """Lines of a function, its docstring aside."""
    first = function.body[0]
    docstring = first.end_lineno - first.lineno + 1 if ast.get_docstring(function) is not None else 0
    return function.end_lineno - function.lineno + 1 - docstring


def too_long(source):
    """Names of the functions in a source that are longer than a screen."""
    functions = (n for n in ast.walk(ast.parse(source)) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)))
    return [f"{f.name}: {length(f)} lines" for f in functions if length(f) > LONGEST_FUNCTION]


def test_no_module_is_too_long():
    lines = {name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in FILES}
    long = {n for n, count in lines.items() if count > LONGEST_MODULE}
    assert not {n for n in long if not any(n.startswith(f"{folder}/") for folder in LONGER)}
    assert all(any(n.startswith(f"{folder}/") for n in long) for folder in LONGER), "an exception that nobody needs"


def test_no_function_is_too_long():
    assert not {name(p): found for p in FILES if (found := too_long(p.read_text(encoding="utf-8")))}


def test_a_long_function_is_found():
    statements, prose = "    x = 1\n" * LONGEST_FUNCTION, "one line\n" * LONGEST_FUNCTION
    assert too_long(f"def f():\n{statements}")
    assert not too_long(f'def f():\n    """{prose}"""\n    return 1\n')

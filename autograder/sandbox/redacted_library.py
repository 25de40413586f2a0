"""The library with answers taken out: for the sandbox of grading, and for the bundle that is handed out.

What is not there cannot be read, called, or found by any trick. In the sandbox an answer comes in when it has been
graded; in the bundle the student's own takes its place when its check is passed.
"""

from __future__ import annotations

import ast
import functools
import inspect
import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from autograder.checking import library_packages
from autograder.checking.exercise import EXERCISES, LECTURES, Exercise
from autograder.course import author_folder
from autograder.runtime.placeholder import refusal

_OURS = Path(__file__).resolve().parent.parent
# All of the autograder that runs beside student code, copied whole; nothing else is.
_INSIDE = ("runtime", "sandbox/inside")

# What takes the place of a body: statements, from the function, its exercise, and the class it is a method of.
Body = Callable[[ast.FunctionDef, Exercise, ast.ClassDef | None], list[ast.stmt]]


def write_redacted_packages(folder: Path, closed: Iterable[Exercise]) -> None:
    """Write the packages `mlpkit` and `autograder` for a sandbox into `folder`."""
    closed_library(folder / "mlpkit", closed)
    _autograder(folder / "autograder")
    _require_importable(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _require_importable(folder: Path) -> None:
    """An author's modules can be imported without the answers; otherwise every student's notebook would end there."""
    for name in (n for n in library_packages.packages() if author_folder.holds(library_packages.home(n))):
        command, place = [sys.executable, "-B", "-c", f"import {name}"], {**os.environ, "PYTHONPATH": str(folder)}
        done = subprocess.run(command, cwd=folder, env=place, capture_output=True, text=True, encoding="utf-8")
        if done.returncode:
            said = done.stderr.strip().splitlines()[-1]
            raise ValueError(
                f"{name} cannot be imported without the answers to its exercises (none may be called on import): {said}"
            )


def closed_library(place: Path, closed: Iterable[Exercise], body: Body | None = None) -> None:
    """Write mlpkit to `place`, and beside it an author's modules, without the answers to the exercises `closed`."""
    for home in library_packages.homes():
        if home.is_dir():
            shutil.copytree(home, place.parent / home.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(home, place.parent)
    by_module: dict[str, list[Exercise]] = {}
    for exercise in closed:
        if exercise.reference is not None:
            by_module.setdefault(inspect.unwrap(exercise.reference).__module__, []).append(exercise)
    for module, exercises in by_module.items():
        file = Path(inspect.getfile(sys.modules[module])).resolve()
        path = place.parent / file.relative_to(library_packages.home(module).parent)
        path.write_text(without(path.read_text(encoding="utf-8"), exercises, body), encoding="utf-8")


def _autograder(place: Path) -> None:
    for name in _INSIDE:
        shutil.copytree(_OURS / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "sandbox" / "__init__.py").touch()
    (place / "sandbox" / "inside" / "stub.py").rename(place / "__init__.py")
    names = {key: [e.name for e in EXERCISES.described(key)] for key in LECTURES}
    (place / "exercises.json").write_text(json.dumps(names), encoding="utf-8")


def without(source: str, exercises: Iterable[Exercise], body: Body | None = None) -> str:
    """A module's source with the bodies of these functions and classes replaced, by default by a refusal."""
    tree = ast.parse(source)
    wanted = {e.reference.__name__: e for e in exercises if e.reference is not None}
    body = body or _refuse
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in wanted:
            node.body = body(node, wanted[node.name], None)
        elif isinstance(node, ast.ClassDef) and node.name in wanted:
            for method in list(node.body):
                if isinstance(method, ast.FunctionDef):
                    method.body = body(method, wanted[node.name], node)
    return ast.unparse(ast.fix_missing_locations(tree))


def _refuse(node: ast.FunctionDef, exercise: Exercise, owner: ast.ClassDef | None) -> list[ast.stmt]:
    said = refusal(exercise.name, f"{exercise.reference.__module__.split('.')[0]}'s {exercise.name}")
    code = f"from autograder.runtime.placeholder import LibraryAnswer\nraise LibraryAnswer({said!r})"
    # `super` in a body makes a cell of the class; the code that takes this one's place later needs the same.
    cell = any(isinstance(n, ast.Name) and n.id in ("super", "__class__") for n in ast.walk(node))
    return ast.parse(code + "\n__class__" * cell).body


@functools.cache
def answer_source(reference: Any) -> tuple[str, str, str]:
    """(module, name, source without decorators) of a library answer, for opening it in the sandbox."""
    original = inspect.unwrap(reference)
    tree = ast.parse(textwrap.dedent(inspect.getsource(original)))
    definition = tree.body[0]
    if isinstance(definition, (ast.FunctionDef, ast.ClassDef)):
        definition.decorator_list = []
    return original.__module__, reference.__name__, ast.unparse(tree)

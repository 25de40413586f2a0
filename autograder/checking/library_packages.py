"""Which packages are the library: mlpkit, and of an author's folder the modules that lectures are made of.

Grading copies them into the sandbox without the answers; the hand-out packs them.
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.checking.exercise import EXERCISES
from autograder.course import author_folder
from autograder.runtime.packages import declare


@functools.cache
def packages() -> tuple[str, ...]:
    """`mlpkit`, those of the exercises' references, and what these or lectures import of the author's folder."""
    references = [inspect.unwrap(e.reference).__module__ for e in EXERCISES.values() if e.reference is not None]
    named = [name.split(".")[0] for name in ("mlpkit", *references)]
    return _with_imports([*named, *_imported(author_folder.lecture_sources())])


declare(packages)


def described_with() -> tuple[str, ...]:
    """The library, and what else the author's descriptions of exercises import: no student needs it."""
    return _with_imports([*packages(), *_imported(author_folder.descriptions())])


def _with_imports(names: Iterable[str]) -> tuple[str, ...]:
    found = list(dict.fromkeys(names))
    for name in found:  # which grows on the way
        if author_folder.holds(place := home(name)):
            found += [n for n in _imported(files(place)) if n not in found]
    return tuple(found)


def home(module: str) -> Path:
    """The folder of the package that a module is part of, or its file if it stands alone."""
    package = importlib.import_module(module.split(".")[0])
    if package.__file__ is None:
        raise ValueError(f"{package.__name__} has no file: give its folder an __init__.py")
    place = Path(package.__file__).resolve()
    return place.parent if hasattr(package, "__path__") else place


def homes() -> list[Path]:
    """Where the library's packages lie."""
    return [home(name) for name in packages()]


def files(place: Path) -> list[Path]:
    """The modules in a folder, or the one module that a file is."""
    return sorted(place.rglob("*.py")) if place.is_dir() else [place]


def _imported(files: Iterable[Path]) -> Iterator[str]:
    """Modules and packages beside the author's lectures that these files import, each once."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = [a.name for n in nodes if isinstance(n, ast.Import) for a in n.names]
    names += [n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module and not n.level]
    yield from dict.fromkeys(top for n in names if author_folder.is_module(top := n.split(".")[0]))

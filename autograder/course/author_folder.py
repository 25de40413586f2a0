"""Lectures of another author, in a folder of their own: where it is, which lectures, and what Python has to find there.

The folder holds `mlpkit.toml`, with a title and a table [lectures] that gives each a number and a name;
`solutions/NN-name.py`; `exercises/lectureNN.py`; and modules with the functions. It is the folder that Python was
started in, or the nearest one above, or the one that the environment variable MLPKIT_COURSE names. What is made for
students and servers has the author's files in one folder with the course's.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.util
import json
import os
import sys
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import tomllib

from autograder.course.paths import HOME

CONFIG_NAME = "mlpkit.toml"
TITLE = "Multi-layer perceptrons, built by you"


@functools.cache
def folder() -> Path | None:
    """The author's folder, or None: then there are the course's own lectures alone."""
    given = os.environ.get("MLPKIT_COURSE")
    if given and not (Path(given) / CONFIG_NAME).is_file():
        raise ValueError(f"MLPKIT_COURSE names {given}, where there is no {CONFIG_NAME}: name the folder that holds it")
    here = Path.cwd()
    places = (Path(given),) if given else (here, *here.parents, HOME)
    return next((_meant(f.resolve()) for f in places if (f / CONFIG_NAME).is_file()), None)


def _meant(found: Path) -> Path:
    """A folder with `mlpkit.toml`, or the one that it names: a course folder says whose lectures it grades."""
    table = _read(found / CONFIG_NAME)
    named, last = table.get("folder"), Path(str(table.get("last_seen", found)))
    meant = (found / str(named)).resolve() if named else found
    if not (meant / CONFIG_NAME).is_file() and last != found and (last / CONFIG_NAME).is_file():
        # The course folder alone was moved.
        meant = last
    if not (meant / CONFIG_NAME).is_file():
        raise ValueError(f"{found / CONFIG_NAME}: the lectures are not in {meant} any more; fix that line")
    return meant


def write_pointer(course: Path) -> None:
    """Write down in a course folder where the author's lectures lie: wherever it is, commands in it find them.

    From here, for when both are moved; and the whole path, for when the course folder alone is.
    """
    mine = folder()
    if mine is not None and course.resolve() != mine:
        lines = (
            "# The lectures that this course folder was made from.",
            f"folder = {json.dumps(os.path.relpath(mine, course.resolve()))}",
            f"last_seen = {json.dumps(str(mine))}",
        )
        (course / CONFIG_NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _read(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not TOML: {error}") from None


class Lectures(Mapping):
    """number -> name of a lecture's notebook: the course's, then those of the author's folder, read at first use."""

    def __init__(self, given: Mapping[str, str]):
        self._given = dict(given)

    @functools.cached_property
    def _all(self) -> dict[str, str]:
        return {**self._given, **further_lectures(self._given)}

    def __getitem__(self, number: str) -> str:
        return self._all[number]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def further_lectures(taken: Mapping[str, str]) -> dict[str, str]:
    """What the table [lectures] says; ValueError where it cannot mean a lecture."""
    mine = folder()
    if mine is None:
        return {}
    path = mine / CONFIG_NAME
    found = _read(path).get("lectures", {})
    for number, name in found.items() if isinstance(found, dict) else [("", found)]:
        if number in taken:
            raise ValueError(f"{path}: {number} is the number of {taken[number]}; take one that is free")
        if not (number.isdigit() and len(number) == 2 and isinstance(name, str) and name.startswith(f"{number}-")):
            raise ValueError(f'{path}: a lecture is given as 20 = "20-its-name", not as {number} = {name!r}')
    return found


def title() -> str:
    """What hand-outs and the site are headed: the author's `title`, else the course's."""
    mine = folder()
    return TITLE if mine is None else str(_read(mine / CONFIG_NAME).get("title", TITLE))


def put_on_path() -> None:
    """Let Python find the author's modules, after everything else."""
    # This runs at import, where an error would be a traceback; the first look at the lectures says it in one line.
    with contextlib.suppress(ValueError):
        if folder() is not None and str(folder()) not in sys.path:
            sys.path.append(str(folder()))


def extend_package(package: ModuleType, name: str) -> None:
    """Make the author's sub-folder `name` a part of a package of the course."""
    mine = folder()
    if mine is not None and str(mine / name) not in package.__path__:
        package.__path__.append(str(mine / name))


def load(module: str) -> None:
    """Import a module of exercises; what goes wrong in an author's is said in one line."""
    try:
        importlib.import_module(module)
    except Exception as error:
        where = _line(error)
        if where is None:
            raise
        said = error.msg if isinstance(error, SyntaxError) else f"{type(error).__name__}: {error}"
        raise ValueError(f"{where}: {said}") from error


def _line(error: Exception) -> str | None:
    """The last line of the author's own that an error came through, or None."""
    if isinstance(error, SyntaxError) and error.filename:
        frames = [(Path(error.filename), error.lineno)]
    else:
        frames = [(Path(f.filename), f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    mine = folder()
    own = [f"{path.relative_to(mine)}, line {i}" for path, i in frames if mine is not None and holds(path)]
    return own[-1] if own else None


def private() -> list[str]:
    """What of the author's folder no submission may read. (Not all of it: Python itself may be installed there.)"""
    names = ("solutions", "exercises", "variants", CONFIG_NAME)
    mine = folder()
    return [] if mine is None else [str(mine / name) for name in names]


def requirements() -> list[str]:
    """What the author's lectures need beside the course: the lines of a requirements.txt in the folder."""
    mine = folder()
    path = None if mine is None else mine / "requirements.txt"
    return path.read_text(encoding="utf-8").splitlines() if path and path.is_file() else []


def descriptions() -> list[Path]:
    """The author's modules of exercises."""
    mine = folder()
    return [] if mine is None else sorted((mine / "exercises").rglob("*.py"))


def lecture_sources() -> list[Path]:
    """The texts of the author's lectures."""
    mine = folder()
    return [] if mine is None else sorted((mine / "solutions").glob("[0-9][0-9]-*.py"))


def holds(path: Path) -> bool:
    """Whether a file or folder is the author's own."""
    mine = folder()
    return mine is not None and path.is_relative_to(mine) and "site-packages" not in path.parts


def is_module(name: str) -> bool:
    """Whether the author's folder has a module or a package of this name, and Python finds no other before it."""
    mine = folder()
    if mine is None or not any((mine / part).is_file() for part in (f"{name}.py", f"{name}/__init__.py")):
        return False
    found = importlib.util.find_spec(name)
    return found is not None and found.origin is not None and holds(Path(found.origin).resolve())

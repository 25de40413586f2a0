"""Which lectures there are: their sources, their built notebooks, and where these lie."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from autograder.course import author_folder
from autograder.course.paths import HOME

# The heading of the box that every lecture has.
DECKS_BOX = "Where the lecture decks differ"


class BuildError(ValueError):
    """Something in a lecture's source is wrong; the message says which file and what."""


def root() -> Path:
    """The folder where `solutions` and `notebooks` lie: an author's own (see `further`), or the project's."""
    if (mine := author_folder.folder()) is not None:
        return mine
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "solutions").is_dir() and (folder / "autograder").is_dir():
            return folder
    return HOME


def sources(names: Iterable[str] = (), course: bool = False) -> list[Path]:
    """Lecture sources, all or the named ones ("02" or "02-activations").

    With `course` an author's folder may name lectures of the course as well.
    """
    wanted = list(names)
    every = _sources(root())
    if course and wanted and root() != HOME:
        every = [*_sources(HOME), *every]
    for name in wanted:
        if not any(_called(p, name) for p in every):
            raise BuildError(f"there is no lecture {name!r}; known: {', '.join(p.stem for p in every)}")
    return [p for p in every if not wanted or any(_called(p, n) for n in wanted)]


def made(lecture: str) -> tuple[Path, Path]:
    """(solution notebook, student notebook) of a lecture ("02" or "02-activations"); its source is not needed.

    In an author's folder those of the course are found as well.
    """
    tops = dict.fromkeys((root(), HOME))
    every = [p for top in tops for p in sorted((top / "solutions").glob("[0-9][0-9]-*.ipynb"))]
    found = next((p for p in every if lecture in (p.stem, p.stem[:2])), None)
    if found is None:
        raise BuildError(f"there is no lecture {lecture!r}; known: {', '.join(p.stem for p in every)}")
    released = student_path(found)
    if not released.is_file():
        raise BuildError(f"{released} is missing: run `{again()}`")
    return found, released


def again() -> str:
    """What builds the notebooks again, for messages: an author's folder has no Makefile."""
    return "make build" if author_folder.folder() is None else "python -m autograder build"


def _sources(top: Path) -> list[Path]:
    return sorted((top / "solutions").glob("[0-9][0-9]-*.py"))


def student_path(source: Path) -> Path:
    """Where the student notebook of a lecture lies."""
    return source.parent.parent / "notebooks" / f"{source.stem}.ipynb"


def _called(path: Path, name: str) -> bool:
    return name in (path.stem, path.stem[:2], path.name)

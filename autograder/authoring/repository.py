"""Where the course is published, for links to it and lines that install it: an environment variable, or pyproject."""

from __future__ import annotations

import os

import tomllib

from autograder.authoring.lectures import BuildError
from autograder.course import author_folder
from autograder.course.paths import HOME


def repository() -> tuple[str, str] | None:
    """(address, branch) from MLPKIT_REPOSITORY and MLPKIT_BRANCH, else `Repository` in [project.urls]; None if neither.

    The notebooks are there, so for an author's folder the course's own does not do. An address has the form
    https://host/owner/name; ValueError names one that has not.
    """
    return _parts(os.environ.get("MLPKIT_REPOSITORY") or (None if author_folder.folder() else _published()))


def source_address() -> str | None:
    """The address below which the files of the course are shown."""
    known = _parts(_published()) if author_folder.folder() else repository()
    return f"{known[0]}/blob/{known[1]}" if known else None


def _published() -> str | None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project.get("urls", {}).get("Repository")


def _parts(address: str | None) -> tuple[str, str] | None:
    if not address:
        return None
    address = address.rstrip("/").removesuffix(".git")
    if not address.startswith("https://") or address.count("/") != 4 or " " in address:
        raise BuildError(f"a repository is written https://host/owner/name, got {address!r} (MLPKIT_REPOSITORY)")
    return address, os.environ.get("MLPKIT_BRANCH", "main")

"""Data files and modules of an assignment, beside its notebooks: where a student's code and the tests find them."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


def lay_out(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files of an assignment, for everybody to read."""
    folder.mkdir(mode=0o755)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        path.write_bytes(content)
        path.chmod(0o444)


@contextlib.contextmanager
def beside(folder: str | None, without: frozenset[str] = frozenset()) -> Iterator[None]:
    """Tests run in a folder of their own, with copies of the assignment's files, and find its modules.

    `without` are files that answers write: what the instructor's answer left of them is not what a test must see.
    Modules from there are forgotten afterwards: another notebook may have others of the same names.
    """
    before, path, known = Path.cwd(), list(sys.path), set(sys.modules)
    with tempfile.TemporaryDirectory(prefix="tests-") as place:
        if folder is not None:
            shutil.copytree(folder, place, dirs_exist_ok=True)
        for name in without:
            Path(place, name).unlink(missing_ok=True)
        os.chdir(place)
        sys.path.insert(0, place)
        try:
            yield
        finally:
            os.chdir(before)
            sys.path[:] = path
            for name in set(sys.modules) - known:
                file = getattr(sys.modules[name], "__file__", None)
                if file and Path(file).is_relative_to(place):
                    del sys.modules[name]

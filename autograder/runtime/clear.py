"""Empty a folder that a student's code filled: however deep, without following links."""

from __future__ import annotations

import os

_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


def clear(folder: str | os.PathLike) -> None:
    """Remove everything in `folder`. Raises OSError for what cannot be removed.

    One folder is open at a time and no path grows, so no depth is too large for it.
    """
    here, names = os.open(folder, _FOLDER), []
    try:
        while True:
            inner = _files_removed(here)
            if inner is not None:
                os.chmod(inner, 0o700, dir_fd=here)
                here = _gone_to(here, inner)
                names.append(inner)
            elif names:
                here = _gone_to(here, "..")
                os.rmdir(names.pop(), dir_fd=here)
            else:
                return
    finally:
        os.close(here)


def _gone_to(here: int, name: str) -> int:
    there = os.open(name, _FOLDER, dir_fd=here)
    os.close(here)
    return there


def _files_removed(here: int) -> str | None:
    """Remove what is not a folder, up to the first folder: its name, or None where there is none."""
    with os.scandir(here) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                return entry.name
            os.unlink(entry.name, dir_fd=here)
    return None


def crowded(folder: str, largest: int, most: int) -> bool:
    """Whether a folder holds more bytes or more entries than it may, or paths too long to look at."""
    size, count, waiting = 0, 0, [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    size, count = size + entry.stat(follow_symlinks=False).st_size, count + 1
                    if size > largest or count > most:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except (FileNotFoundError, PermissionError):
            continue
        except OSError:
            return True
    return False

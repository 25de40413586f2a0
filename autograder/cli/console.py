"""What all commands share: where they print, and what they say of bad input and of files."""

from __future__ import annotations

import errno
import re
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import typer
from rich.console import Console

out = Console()
err = Console(stderr=True)
# What to do about an error of the file system.
NEXT = {
    errno.ENOSPC: "Make room on that disk",
    errno.EDQUOT: "Make room on that disk",
    errno.EACCES: "Become the user whose folder it is, or name another",
    errno.EPERM: "Become the user whose folder it is, or name another",
    errno.EROFS: "Name another folder",
    errno.ENOENT: "Look whether the name is right",
}


def clear_errors(command: Callable) -> Callable:
    """Bad input gives one line and exit code 2, Ctrl-C 130; what nobody foresaw, its traceback and a line about it."""

    @wraps(command)
    def run(*args, **kwargs):
        try:
            return command(*args, **kwargs)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except KeyboardInterrupt:
            _say("interrupted; every file is either complete or unchanged")
            raise typer.Exit(130) from None
        except Exception as error:
            if said := _plainly(error, [x for x in (*args, *kwargs.values()) if isinstance(x, Path)]):
                _say(f"error: {said}")
                raise typer.Exit(2) from None
            traceback.print_exc()
            _say(
                f"error: {type(error).__name__} is a fault of the program, not of what you typed: report what is above"
            )
            raise typer.Exit(1) from None

    return run


def _say(text: str) -> None:
    err.print(text, style="red", soft_wrap=True, markup=False, highlight=False)


def _plainly(error: Exception, places: list[Path]) -> str:
    """What happened, and for a file or database that cannot be read or written, what to do; "" of unforeseen errors.

    Where the error names no file, one of the `places` is named that were typed.
    """
    if "sqlalchemy.exc" in sys.modules:  # without it, nothing has spoken to a database
        from sqlalchemy.exc import SQLAlchemyError

        from autograder.gradebook.url import trouble

        if isinstance(error, SQLAlchemyError):
            return trouble(error)
    if not isinstance(error, ValueError | OSError):
        return ""
    if not isinstance(error, OSError) or error.errno is None:
        return str(error)
    # A file is first written under a name of its own beside the one it is to have.
    name = re.sub(r"\.([^/]+)\.\d+\.part$", r"\1", str(error.filename or _full(places) or "a file"))
    return f"{name}: {error.strerror}. {NEXT.get(error.errno, 'Fix that')}, and type the command again"


def _full(places: list[Path]) -> str:
    """The first of the places, or the folder for temporary files, whose disk has no room left."""
    there = [next(q for q in (p, *p.parents) if q.exists()) for p in (*places, Path(tempfile.gettempdir()))]
    return next((str(p) for p in there if shutil.disk_usage(p).free < 1 << 20), "")

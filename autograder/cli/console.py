"""What all commands share: where they print, and what they say of bad input and of files."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from functools import wraps

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
    """Bad input gives one line and exit code 2."""

    @wraps(command)
    def run(*args, **kwargs):
        try:
            return command(*args, **kwargs)
        except (ValueError, OSError) as error:
            err.print(f"error: {_plainly(error)}", style="red", soft_wrap=True, markup=False, highlight=False)
            raise typer.Exit(2) from None

    return run


def _plainly(error: Exception) -> str:
    """What happened, and for a file that cannot be read or written, what to do."""
    if not isinstance(error, OSError) or error.errno is None:
        return str(error)
    # A file is first written under a name of its own beside the one it is to have.
    name = re.sub(r"\.([^/]+)\.\d+\.part$", r"\1", str(error.filename or "a file"))
    return f"{name}: {error.strerror}. {NEXT.get(error.errno, 'Fix that')}, and type the command again"

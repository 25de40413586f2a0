"""While a test runs outside, nothing that a student said becomes a program, or the name of a file, on the safe side.

`eval(answer)`, `exec(source)`, a pickle, `os.remove(name)`: in a test outside they would do what a student wrote, with
the grader's rights. They are refused there, whatever they are given. The instructor's own answer meets the refusal
first (`rehearse.py`), so a test that needs them runs inside.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import mlpkit
from autograder.runtime.plain_data import NotPlain

# Modules that run text which they make themselves, from names, never from values.
_MAKERS = ("collections", "dataclasses", "scipy.stats", "autograder")
# Classes that a pickle of plain data names.
_PLAIN = frozenset(
    [(f"numpy.{core}.{part}", name) for core in ("core", "_core")
     for part, name in (("multiarray", "_reconstruct"), ("multiarray", "scalar"), ("numeric", "_frombuffer"))]
    + [("numpy", "ndarray"), ("numpy", "dtype"), ("collections", "OrderedDict"), ("_codecs", "encode")]
)  # fmt: skip
_PROGRAMS = ("os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "subprocess.Popen",
             "pty.spawn", "code.interact", "cpython.run_command")  # fmt: skip
# Event -> which of its arguments are files that it changes.
_CHANGES = {
    "os.remove": (0,), "os.rename": (0, 1), "os.rmdir": (0,), "os.mkdir": (0,), "os.truncate": (0,), "os.chmod": (0,),
    "os.chown": (0,), "os.link": (0, 1), "os.symlink": (0, 1), "os.utime": (0,), "shutil.rmtree": (0,),
    "shutil.move": (0, 1), "sqlite3.connect": (0,),
}  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_READERS = ("linecache", "tokenize", "autograder")
# Whatever these do, down to what a module that is imported does, is not the test's.
_OTHERS = ("autograder.sandbox", "importlib", "tempfile")
_refuse: Callable[[str], None] | None = None
_installed = False


@contextlib.contextmanager
def guarded(note: Callable[[str], None]) -> Iterator[None]:
    """While this lasts, what would act on a student's word is refused and noted."""
    global _refuse, _installed
    if not _installed:
        _installed = True
        _libraries()
        sys.addaudithook(_heard)

    def refuse(what: str) -> None:
        note(what)
        raise NotPlain(what)

    before, _refuse = _refuse, refuse
    try:
        yield
    finally:
        _refuse = before


def _heard(event: str, args: tuple) -> None:
    refuse = _refuse
    if refuse is None:
        return
    if event == "exec":
        if not _by(sys._getframe(1), _MAKERS) and not _ours(sys._getframe(1)):
            refuse("it runs text as a program")
    elif event == "pickle.find_class":
        if args not in _PLAIN and not _ours(sys._getframe(1)):
            refuse("it reads objects from a pickle")
    elif event in _PROGRAMS:
        if not _ours(sys._getframe(1)):
            refuse("it starts a program")
    elif event == "open":
        path, _, flags = args
        if isinstance(path, int) or _by(sys._getframe(1), _READERS) or _ours(sys._getframe(1)):
            return
        writes = isinstance(flags, int) and flags & _WRITING
        if not _lies_in(path, _own() if writes else (*_own(), *_libraries())):
            refuse("it opens a file that is not among the assignment's")
    elif event in _CHANGES:
        if not all(_lies_in(args[i], _own()) for i in _CHANGES[event]) and not _ours(sys._getframe(1)):
            refuse("it changes a file that is not among the assignment's")


def _by(frame: FrameType, modules: tuple[str, ...]) -> bool:
    name = str(frame.f_globals.get("__name__", ""))
    return any(name == m or name.startswith(f"{m}.") for m in modules)


def _ours(frame: FrameType | None) -> bool:
    """Whether it happens in an import, or the sandbox does it (a process that died is started anew), not the test."""
    while frame is not None and frame.f_globals.get("__name__") != "__main__":
        if _by(frame, _OTHERS):
            return True
        frame = frame.f_back
    return False


def _lies_in(path: Any, folders: tuple[str, ...]) -> bool:
    try:
        real = os.path.realpath(os.fsdecode(path))
    except (TypeError, ValueError):
        return False
    return any(real == f or real.startswith(f + os.sep) for f in map(os.path.realpath, folders))


def _own() -> tuple[str, ...]:
    """Where a test may write: the folder that it runs in."""
    return (os.getcwd(), os.devnull)


@functools.lru_cache
def _libraries() -> tuple[str, ...]:
    """Where Python, its packages and their data lie."""
    import matplotlib

    places = {sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), "/usr", "/etc", "/dev", "/proc/self"}
    data = os.environ.get("MLPKIT_DATA") or str(Path(mlpkit.__file__).parent)
    return (*sorted(places), data, str(Path(mlpkit.__file__).parent), matplotlib.get_cachedir())

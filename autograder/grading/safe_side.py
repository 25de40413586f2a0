"""While a test runs outside, nothing that a student said becomes a program, or the name of a file, on the safe side.

`eval(answer)`, `exec(source)`, a pickle, `os.remove(name)`, a request: in a test outside they would do what a student
wrote, with the grader's rights. They are refused there, whatever they are given, in every thread. The instructor's own
answer meets the refusal first (`rehearse.py`), so a test that needs them runs inside.
"""

from __future__ import annotations

import contextlib
import functools
import os
import site
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import autograder
import mlpkit
from autograder.runtime.plain_data import NotPlain

# Modules that run text which they make themselves, from names, never from values, and the two that run an instructor's.
_MAKERS = ("collections", "dataclasses", "scipy.stats", "autograder.grading.test_cells",
           "autograder.grading.trusted_names")  # fmt: skip
# Classes that a pickle of plain data names.
_PLAIN = frozenset(
    [(f"numpy.{core}.{part}", name) for core in ("core", "_core")
     for part, name in (("multiarray", "_reconstruct"), ("multiarray", "scalar"), ("numeric", "_frombuffer"))]
    + [("numpy", "ndarray"), ("numpy", "dtype"), ("collections", "OrderedDict"), ("_codecs", "encode")]
)  # fmt: skip
_PROGRAMS = ("os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "subprocess.Popen",
             "pty.spawn", "code.interact", "cpython.run_command", "os.kill", "os.killpg",
             "webbrowser.open")  # fmt: skip
_NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
            "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request")  # fmt: skip
# Event -> which of its arguments are files that it changes.
_CHANGES = {
    "os.remove": (0,), "os.rename": (0, 1), "os.rmdir": (0,), "os.mkdir": (0,), "os.truncate": (0,), "os.chmod": (0,),
    "os.chown": (0,), "os.link": (0, 1), "os.symlink": (0, 1), "os.utime": (0,), "os.setxattr": (0,),
    "os.removexattr": (0,), "os.chdir": (0,), "shutil.rmtree": (0,), "shutil.move": (0, 1),
}  # fmt: skip
# Another event is let by at once; the hook itself raises some.
_HEARD = frozenset(
    ["open", "import", "exec", "compile", "function.__new__", "marshal.loads", "object.__setattr__",
     "pickle.find_class", "ctypes.dlopen", "sqlite3.connect",
     *_PROGRAMS, *_NETWORK, *_CHANGES]
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Modules that know by themselves which file they read.
_READERS = ("linecache", "tokenize", "mimetypes", "platform", "gettext", "psutil")
_IMPORTS = ("importlib", "zipimport")
# Whatever these do, down to what a module that is imported does, is not the test's. What a test lends to an answer is.
_OTHERS = ("autograder.sandbox", "tempfile", *_IMPORTS)
_TESTS = ("__main__", "autograder.sandbox.callbacks")
_refuse: Callable[[str], None] | None = None
_installed = False
# The folder of the test, and what tests have written there, which is no module of the assignment's.
_own: tuple[str, ...] = ()
_written: set[str] = set()


@contextlib.contextmanager
def guarded(note: Callable[[str], None]) -> Iterator[None]:
    """While this lasts, what would act on a student's word is refused and noted."""
    global _refuse, _installed, _own
    if not _installed:
        _installed = True
        _libraries()
        sys.addaudithook(_heard)

    def refuse(what: str) -> None:
        note(what)
        raise NotPlain(what)

    before = _refuse, _own
    _own = (os.path.realpath(Path.cwd()), os.devnull)
    try:
        _refuse = refuse
        yield
    finally:
        _refuse, _own = before


def _heard(event: str, args: tuple) -> None:
    refuse = _refuse
    if refuse is not None and event in _HEARD and (why := _why_not(event, args, sys._getframe(1))) is not None:
        refuse(why)


def _why_not(event: str, args: tuple, frame: FrameType) -> str | None:
    """What is to be refused of an event, or None."""
    if event == "open":
        return _opens(args[0], args[2], frame)
    if event == "import":
        bad = args[1] is not None and not _is_module(args[1])
        return "it imports a module that is not the assignment's" if bad else None
    if event == "exec":
        fine, why = _by(frame, _MAKERS), "it runs text as a program"
    elif event in ("function.__new__", "marshal.loads"):
        fine, why = False, "it makes a function of data"
    elif event == "object.__setattr__":
        fine, why = args[1] != "__code__", "it changes the code of a function"
    elif event == "compile":
        # pandas.eval and DataFrame.query reach everything that Python has.
        fine, why = not _beneath(frame, ("pandas.core.computation",)), "it runs text as a program"
    elif event == "pickle.find_class":
        fine, why = args in _PLAIN, "it reads objects from a pickle"
    elif event in _PROGRAMS:
        fine, why = False, "it starts a program or sends a signal"
    elif event in _NETWORK:
        fine, why = False, "it uses the network"
    elif event == "ctypes.dlopen":
        named = args[0] is not None and os.sep in os.fsdecode(args[0])
        fine, why = not named or _lies_in(args[0], _libraries()), "it loads a library that is not Python's"
    elif event == "sqlite3.connect":
        # Of any database, SQL can attach another: a file that it names.
        fine, why = False, "its SQL may name a file"
    else:
        paths = [args[i] for i in _CHANGES[event]]
        fine, why = all(_lies_in(p, _own) for p in paths), "it changes a file that is not among the assignment's"
        _written.update(os.path.abspath(os.fsdecode(p)) for p in paths if fine)
    return None if fine or _beneath(frame, _OTHERS if event != "exec" else _IMPORTS) else why


def _opens(path: Any, flags: Any, frame: FrameType) -> str | None:
    if isinstance(path, int):
        return None
    writes = isinstance(flags, int) and flags & _WRITING
    if not writes and _by(frame, _IMPORTS):
        return None if _is_module(path) else "it imports a module that is not the assignment's"
    if (_by(frame, _READERS) and not writes) or _beneath(frame, _OTHERS):
        return None
    if _lies_in(path, _own if writes else (*_own, *_libraries())):
        if writes:
            _written.add(os.path.abspath(os.fsdecode(path)))
        return None
    return "it opens a file that is not among the assignment's"


def _by(frame: FrameType, modules: tuple[str, ...]) -> bool:
    name = str(frame.f_globals.get("__name__", ""))
    return any(name == m or name.startswith(f"{m}.") for m in modules)


def _beneath(frame: FrameType | None, modules: tuple[str, ...]) -> bool:
    """Whether it happens in an import, or the sandbox does it (a process that died is started anew), not the test."""
    while frame is not None and frame.f_globals.get("__name__") not in _TESTS:
        if _by(frame, modules):
            return True
        frame = frame.f_back
    return False


def _is_module(path: Any) -> bool:
    """Whether a file is a module that lay there before the test: Python's, a package's or the assignment's."""
    parts = {os.path.abspath(os.fsdecode(path)), os.path.realpath(os.fsdecode(path))}
    if any(p == w or p.startswith(w + os.sep) for p in parts for w in _written):
        return False
    return _lies_in(path, (*_own, *_libraries()))


def _lies_in(path: Any, folders: tuple[str, ...]) -> bool:
    try:
        real = os.path.realpath(os.fsdecode(path))
    except (TypeError, ValueError):
        return False
    return any(real == f or real.startswith(f + os.sep) for f in folders)


@functools.lru_cache
def _libraries() -> tuple[str, ...]:
    """Where Python, its packages and their data lie: all that a test may read beside its own folder."""
    import matplotlib

    packages = [
        p for p in (*sys.path, site.getusersitepackages()) if Path(p).name in ("site-packages", "dist-packages")
    ]
    paths = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    ours = [str(Path(str(m.__file__)).parent) for m in (mlpkit, autograder)]
    data = [os.environ.get("MLPKIT_DATA") or ours[0], matplotlib.get_cachedir(), "/usr/share/zoneinfo"]
    machine = ["/usr/share/fonts", "/usr/local/share/fonts", "/dev/urandom", "/sys/fs/cgroup"]
    return tuple(sorted({os.path.realpath(p) for p in (*packages, *paths, *ours, *data, *machine)}))

"""The sandbox's first process: imports everything once, then forks a child for each submission.

It runs confined from the start and holds no secret. Its orders arrive on a socket: F with two pipes forks a
child that serves them, T tells the processor time it used, K ends the child and tidies up, and answers with how the
child ended and that time.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import pkgutil
import random
import shutil
import signal
import socket
import struct
import sys
import time
import types
import warnings
from pathlib import Path

from autograder.runtime.clear import clear
from autograder.runtime.packages import declare
from autograder.runtime.placeholder import LibraryAnswer
from autograder.sandbox.inside import process_limits

_DEATH_SIGNAL, _DUMPABLE = 1, 4
# More of an assignment's files than these are not shown to its notebooks.
MOST_LINKS, MOST_COPIED = 1500, 8 << 20


def main(config: dict) -> None:
    """Prepare, confine, then serve orders until the coordinator goes away."""
    _quiet()
    process_limits.lift()
    declare(lambda: tuple(config["packages"]))
    shell = _prepare(config["imports"])
    _forbid(config["forbidden"])
    _confine(config)
    control = socket.socket(fileno=config["control"])
    control.send(b"R")
    gc.collect()
    gc.freeze()
    child = 0
    while True:
        order, fds, _, _ = socket.recv_fds(control, 1, 2)
        if not order:
            os._exit(0)
        if order == b"F":
            child = _fork(shell, fds, control, config)
            control.send(b"f")
        elif order == b"T":
            control.send(struct.pack("<d", _processor_seconds(child)))
        else:
            control.send(struct.pack("<id", *_end(child)))
            _tidy(Path(config["scratch"]))


def _quiet() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2) if not os.environ.get("MLPKIT_SANDBOX_TRACE") else (0,):
        os.dup2(null, fd)


def _prepare(imports: list[str]):
    warnings.simplefilter("ignore")
    for name in imports:
        # What is missing here is missing in the student's notebook, too, and says so there.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    importlib.import_module("autograder.sandbox.inside.server")
    from autograder.sandbox.inside.shell import make_shell

    sys.meta_path[:] = [f for f in sys.meta_path if "editable" not in getattr(f, "__module__", "").lower()]
    warnings.resetwarnings()
    return make_shell()


def _forbid(forbidden: list[list[str]]) -> None:
    """Other libraries' answers go, too, wherever their package keeps them: (dotted name, what is said) each."""
    for package in {dotted.rpartition(".")[0] for dotted, _ in forbidden}:
        if package in sys.modules:
            _load_all(sys.modules[package])
    for dotted, said in forbidden:
        package, _, name = dotted.rpartition(".")
        original = getattr(sys.modules.get(package), name, None)
        if original is None:
            continue
        for module in list(sys.modules.values()):
            family = getattr(module, "__name__", "").split(".")[0] == package.split(".")[0]
            for key, value in list(getattr(module, "__dict__", {}).items()):
                if value is original or (family and key == name and callable(value)):
                    setattr(module, key, _refusing(said))


def _load_all(package: types.ModuleType) -> None:
    """Load a package's modules: what comes in later would bring the answer with it again."""
    for found in pkgutil.iter_modules(package.__path__) if hasattr(package, "__path__") else ():
        if found.name not in ("tests", "conftest"):
            with contextlib.suppress(Exception):
                importlib.import_module(f"{package.__name__}.{found.name}")


def _refusing(said: str):
    def refused(*args, **kwargs):
        raise LibraryAnswer(said)

    return refused


def _confine(config: dict) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    os.chdir(config["scratch"])
    if config["landlock"]:
        from autograder.sandbox.inside import landlock

        _drop_privileges(libc, config["user"])
        landlock.restrict(map(Path, config["readable"]), [Path(config["scratch"]), *map(Path, config["devices"])])
    if sys.platform == "linux":
        libc.prctl(_DUMPABLE, 0, 0, 0, 0)
        libc.prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def _drop_privileges(libc: ctypes.CDLL, user: int | None) -> None:
    """As root: another user where the libraries are readable for one; in any case no capabilities."""
    if os.geteuid() != 0:
        return
    for capability in range(64):
        libc.prctl(24, capability, 0, 0, 0)
    if user is not None:
        os.chown(os.getcwd(), user, user)
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    header, nothing = struct.pack("<II", 0x20080522, 0), bytes(24)
    if libc.capset(header, nothing):
        raise OSError(ctypes.get_errno(), "capabilities cannot be dropped")


def _fork(shell, fds: list[int], control: socket.socket, config: dict) -> int:
    pid = os.fork()
    if pid:
        for fd in fds:
            os.close(fd)
        return pid
    try:
        control.close()
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        process_limits.limit(config["limits"])
        _same_numbers()
        if config["files"]:
            _lay_out(Path(config["files"]))
        # Modules that the notebook writes itself come last: they take no other's place.
        sys.path.append(config["scratch"])
        if config["seccomp"]:
            from autograder.sandbox.inside import seccomp

            seccomp.install(os.getpid())
        from autograder.sandbox.inside.server import serve

        reader, writer = fds
        serve(shell, reader, writer, config["limits"])
    finally:
        os._exit(70)


def _lay_out(files: Path) -> None:
    """The assignment's own files where the notebook runs; its modules come before installed ones.

    They are copies, which a cell may write over, as far as there is room.
    """
    room = MOST_COPIED
    for number, path in enumerate(p for p in sorted(files.rglob("*")) if p.is_file()):
        place = path.relative_to(files)
        if number >= MOST_LINKS:
            break
        place.parent.mkdir(parents=True, exist_ok=True)
        known = path.stat()
        if known.st_size <= room:
            room -= known.st_size
            shutil.copyfile(path, place)
            os.utime(place, ns=(known.st_atime_ns, known.st_mtime_ns))
        else:
            place.symlink_to(path)
    sys.path.insert(1, str(files))


def _same_numbers() -> None:
    """Unseeded draws are the same in every run, so that a regrade repeats exactly."""
    import numpy as np

    random.seed(0)
    np.random.seed(0)  # noqa: NPY002


def _end(child: int) -> tuple[int, float]:
    """Kill the child and say how it ended (an exit code, or minus a signal's number) and its processor time."""
    if not child:
        return 0, 0.0
    done, status, used = os.wait4(child, os.WNOHANG)
    if not done:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime


def _processor_seconds(child: int) -> float:
    """What the child has used so far, by its clock; -1 where no such clock can be read."""
    try:
        # As clock_getcpuclockid of the C library makes it.
        return time.clock_gettime((~child << 3) | 2)
    except (OSError, AttributeError):
        return -1.0


def _tidy(scratch: Path) -> None:
    """Nothing of one submission is left for the next."""
    try:
        clear(scratch)
    except OSError:
        os._exit(71)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))

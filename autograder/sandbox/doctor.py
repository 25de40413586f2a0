"""What confinement this machine offers: each backend is tried with real escapes, and the result said in plain words."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from autograder.checking.library_packages import packages
from autograder.sandbox import backends
from autograder.sandbox.inside import landlock
from autograder.sandbox.launcher import Sandbox, SandboxFailure
from autograder.sandbox.limits import Limits
from autograder.sandbox.redacted_library import write_redacted_packages
from autograder.sandbox.session import Session
from autograder.sandbox.spec import SandboxSpec

# What is tried: (what it would be, cell whose last line is True when it worked). {secret} and {port} are filled in.
ESCAPES = (
    ("read a private file", "open({secret!r}).read() == 'private'"),
    ("change a private file", "open({secret!r}, 'w').write('x') > 0"),
    ("write outside its own folder", "open({secret!r} + '.new', 'w').write('x') > 0"),
    ("read the password file", "len(open('/etc/passwd').read()) > 0"),
    ("reach a server on this machine", "import socket; socket.create_connection(('127.0.0.1', {port}), 2) is not None"),
    ("look a name up", "import socket; bool(socket.gethostbyname('example.org'))"),
    ("start another process", "import os; pid = os.fork()\nif pid == 0: os._exit(0)\npid > 0"),
    ("start a program", "import os, ctypes; ctypes.CDLL(None).execl(b'/bin/true', b'true', None) == 0"),
    ("kill the process above it", "import os; os.kill(os.getppid(), 9) is None"),
    ("trace the process above it", "import ctypes, os; ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0"),
    ("see other processes", "import os; any(p.isdigit() for p in os.listdir('/proc'))"),
    ("make a new namespace", "import ctypes; ctypes.CDLL(None).unshare(0x10000000) == 0"),
    ("become root", "import os; os.setuid(0) is None and len(open({secret!r}).read()) > 0"),
    ("take more memory than it may", "x = bytearray(3 << 30); len(x) > 0"),
    ("write a file larger than it may", "open('big', 'wb', buffering=0).write(bytes(64 << 20)) == 64 << 20"),
    ("read the environment's secrets", "import os; 'MLPKIT_GRADING_SEED' in os.environ"),
    ("change a private file's mode", "import os; os.chmod({secret!r}, 0o666) is None"),
    ("change the library's mode", "import os, mlpkit; os.chmod(mlpkit.__file__, 0) is None"),
    ("change a private file's owner", "import os; os.chown({secret!r}, os.getuid(), os.getgid()) is None"),
    ("change a private file's times", "import os; os.utime({secret!r}, (1, 1)) is None"),
    ("hang words on a private file", "import os; os.setxattr({secret!r}, 'user.x', b'1') is None"),
    ("hang words on the library", "import os, mlpkit; os.setxattr(mlpkit.__file__, 'user.x', b'1') is None"),
    ("slow other processes down", "import os; os.setpriority(os.PRIO_PROCESS, 1, 19) is None"),
    ("move other processes to one core", "import os; os.sched_setaffinity(1, {0}) is None"),
    ("watch other people's files", "import ctypes; ctypes.CDLL(None).inotify_init() >= 0"),
    ("have a signal sent for it", "import fcntl, os; r, w = os.pipe(); fcntl.fcntl(r, 8, os.getppid()) == 0"),
    ("hold a file of others up", "import fcntl, mlpkit; fcntl.fcntl(open(mlpkit.__file__), 1024, 1) == 0"),
    ("find the answers of the exercises", "import mlpkit, numpy; len(mlpkit.activations.relu(numpy.ones(1))) > 0"),
)  # fmt: skip
# Looked up when asked: a test puts others in their place.
BACKENDS = {"bwrap": lambda: backends.why_no_bwrap(), "landlock": lambda: backends.why_no_landlock()}
PROTECTED = (
    "Protected: the tests' cases and the seed, the gradebook, other submissions, your files, the network, and the run: "
    "a call that hangs or crashes costs its author that call. What comes back from student code is plain data."
)
NOT_PROTECTED = (
    "Not protected: against a hole in the Linux kernel itself; against a function that computes a right answer in a "
    "way you would not like, since other libraries' equivalents are refused by name, not by meaning. And a student's "
    "process can of course spoil its own points."
)


@dataclass
class Tried:
    """One escape and whether it worked."""

    what: str
    worked: bool
    said: str


def examine(console: Console, details: bool = False) -> bool:
    """Print the examination. Returns whether `grade` confines submissions here, and the confinement holds."""

    def say(text: str, style: str = "") -> None:
        console.print(text, style=style, markup=False, highlight=False)

    say("Confinement of student code on this machine: every attempt to break out is really made.\n")
    good = [backend for backend in BACKENDS if _holds(backend, say, details)]
    try:
        used = backends.choose()
    except backends.NoConfinement:
        say(f"`grade` refuses to work here. What to do:\n{backends.advice()}", "red")
        return False
    if used not in good:
        instead = f"grade with --sandbox {good[0]}, which stops them all" if good else "do not grade on this machine"
        say(
            f"`grade` would use {_title(used)} here, which does not stop every attempt: {instead}, and report it.",
            "red",
        )
        return False
    say(f"`grade` uses {_title(used)} here; there is nothing to do.\n\n{PROTECTED}\n\n{NOT_PROTECTED}")
    return True


def _holds(backend: str, say: Callable, details: bool) -> bool:
    """Say how one kind of confinement fares: available, and every attempt stopped."""
    if why := BACKENDS[backend]():
        say(f"{_title(backend)}: not available: {why}\n")
        return False
    try:
        results = escapes(backend)
    except SandboxFailure as error:
        say(f"{_title(backend)}: does not start: {error}\n", "red")
        return False
    worked = [t for t in results if t.worked]
    say(f"{_title(backend)}: available; {len(results) - len(worked)} of {len(results)} attempts were stopped")
    for t in results:
        reason = f"  ({t.said})" if details else ""
        say(f"  {'WORKED ' if t.worked else 'stopped'}  {t.what}{reason}", "red" if t.worked else "")
    say("")
    return not worked


def _title(backend: str) -> str:
    if backend == "bwrap":
        return "bubblewrap"
    version = landlock.version()
    return f"Landlock (version {version}) with seccomp" if version else "Landlock with seccomp"


def escapes(backend: str) -> list[Tried]:
    """Try every escape in a fresh process of a real sandbox."""
    from autograder.checking.exercise import EXERCISES

    limits = Limits(call=5, cell=10, notebook=120, memory=512)
    with tempfile.TemporaryDirectory() as folder, socket.socket() as server:
        os.chmod(folder, 0o755)
        secret = Path(folder) / "private" / "secret.txt"
        secret.parent.mkdir()
        secret.write_text("private", encoding="utf-8")
        server.bind(("127.0.0.1", 0))
        server.listen()
        library = Path(folder) / "library"
        library.mkdir()
        write_redacted_packages(library, [EXERCISES["relu"]])
        sandbox = Sandbox(
            SandboxSpec(backend, str(library), packages(), ("numpy", "mlpkit"), limits, (str(secret.parent),))
        )
        try:
            return [_try(sandbox, limits, what, _filled(code, secret, server)) for what, code in ESCAPES]
        finally:
            sandbox.stop()


def _filled(code: str, secret: Path, server: socket.socket) -> str:
    return code.replace("{secret!r}", repr(str(secret))).replace("{port}", str(server.getsockname()[1]))


def _try(sandbox: Sandbox, limits: Limits, what: str, code: str) -> Tried:
    session = Session(sandbox, limits)
    try:
        outputs = session.cell(code)
    finally:
        session.close()
    worked = any(o.get("data", {}).get("text/plain") == "True" for o in outputs)
    said = next((f"{o['name']}: {o['value']}" for o in outputs if o.get("kind") == "error"), "it had no effect")
    return Tried(what, worked, "it went through" if worked else said.splitlines()[0][:90])

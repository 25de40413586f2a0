"""Start the sandbox, have it fork a process for a submission, and end that process again."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from autograder.runtime.channel import Channel
from autograder.runtime.clear import clear, crowded
from autograder.runtime.raised import Raised
from autograder.sandbox import backends
from autograder.sandbox.process_tree import threads_below
from autograder.sandbox.spec import SandboxSpec

START_SECONDS, ORDER_SECONDS = 300, 60
MOST_FILES, MOST_THREADS = 2000, 500
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")}
_BOOT = """
import json, sys
sys.path[:] = [sys.argv[2], *filter(None, sys.path)]
from autograder.sandbox.inside import fork_server
fork_server.main(json.loads(sys.argv[1]))
"""


class SandboxFailure(RuntimeError):
    """The sandbox itself does not start or answer: the machinery's fault, not a student's."""


class LibraryChanged(SandboxFailure):
    """The files that students' code shares are not those that were written for it."""


class Sandbox:
    """A running sandbox. `fork` gives a channel to a fresh process in it; one at a time."""

    def __init__(self, spec: SandboxSpec):
        self.spec = spec
        self.process: subprocess.Popen | None = None
        self.control: socket.socket | None = None
        self.channel: Channel | None = None
        self.starts = 0
        self._ended = 0.0
        self._library = _state(spec.library)

    def start(self) -> None:
        """Start the first process and wait until it has imported everything."""
        self.scratch = "/tmp/scratch" if self.spec.mode == "bwrap" else tempfile.mkdtemp(prefix="scratch-")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command, environment = self._command(theirs.fileno())
            self.process = subprocess.Popen(
                command, env=environment, pass_fds=(theirs.fileno(),), start_new_session=True,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        self.control = ours
        self.starts += 1
        if self._answer(START_SECONDS) != b"R":
            self.stop()
            raise SandboxFailure(f"the {self.spec.mode} sandbox does not start")

    def _command(self, control: int) -> tuple[list[str], dict]:
        spec = self.spec
        extra = [Path(p) for p in (spec.library, spec.data, spec.files, *_font_cache()) if p]
        readable = backends.readable(extra, spec.hidden)
        environment = _environment(self.scratch, spec)
        alone = spec.mode == "landlock"
        anyone = alone and os.geteuid() == 0 and backends.readable_for_anyone(readable)
        config = {
            "imports": spec.imports, "packages": spec.packages,
            "limits": spec.limits.as_dict(), "scratch": self.scratch, "landlock": alone,
            "seccomp": spec.mode != "none", "readable": [str(p) for p in readable], "devices": backends.DEVICES,
            "user": 65534 if anyone else None, "control": control,
            "forbidden": spec.forbidden, "files": spec.files,
        }  # fmt: skip
        python = [os.path.abspath(sys.executable), "-s", "-c", _BOOT, json.dumps(config), spec.library]
        if spec.mode != "bwrap":
            return python, environment
        return [*backends.bwrap_command(readable, self.scratch, spec.limits.scratch, environment), *python], {}

    def fork(self) -> Channel:
        """A channel to a new process, which ends the one before."""
        for attempt in range(2):
            try:
                if self.process is None or self.process.poll() is not None:
                    self.start()
                return self._fork()
            except LibraryChanged:
                self.stop()
                raise
            except (OSError, SandboxFailure):
                self.stop()
                if attempt:
                    raise SandboxFailure(f"the {self.spec.mode} sandbox does not start a process") from None
        raise AssertionError

    def _fork(self) -> Channel:
        self.end()
        if _state(self.spec.library) != self._library:
            # Nothing inside may change it; should it happen, nobody else is graded with what is there now.
            raise LibraryChanged(f"the sandbox's library in {self.spec.library} was changed while grading")
        (from_b, to_a), (from_a, to_b) = os.pipe(), os.pipe()
        try:
            socket.send_fds(self._reached(), [b"F"], [from_b, to_b])
            if self._answer(ORDER_SECONDS) != b"f":
                raise SandboxFailure("no fork")
        except BaseException:
            os.close(to_a)
            os.close(from_a)
            raise
        finally:
            os.close(from_b)
            os.close(to_b)
        self.channel = Channel(from_a, to_a, patient=False)
        return self.channel

    def end(self) -> int | None:
        """End the process of the submission: its exit code, minus a signal's number, or None if the sandbox died."""
        if self.channel is None:
            return 0
        self.channel.close()
        self.channel = None
        try:
            self._reached().send(b"K")
            status, used = struct.unpack("<id", self._answer(ORDER_SECONDS))
            self._ended += used
            return status
        except (OSError, SandboxFailure, struct.error):
            self.stop()
            return None

    def used(self) -> float | None:
        """Processor seconds of all processes so far, the present one's included; None where that cannot be told."""
        if self.channel is None:
            return self._ended
        try:
            self._reached().send(b"T")
            present = struct.unpack("<d", self._answer(ORDER_SECONDS))[0]
        except (OSError, SandboxFailure, struct.error):
            return None
        return self._ended + present if present >= 0 else None

    def _reached(self) -> socket.socket:
        """The socket to the first process, as long as there is one. Raises SandboxFailure."""
        if self.control is None:
            raise SandboxFailure(f"the {self.spec.mode} sandbox does not run")
        return self.control

    def _answer(self, seconds: float) -> bytes:
        control = self._reached()
        ready, _, _ = select.select([control], [], [], seconds)
        answer = control.recv(16) if ready else b""
        if not answer:
            raise SandboxFailure("no answer")
        return answer

    def excess(self) -> Raised | None:
        """What the process of the submission has more of than it may, as far as no limit of the system's counts it."""
        # bubblewrap's folder is limited by itself.
        if self.spec.mode != "bwrap" and crowded(self.scratch, self.spec.limits.scratch << 20, MOST_FILES):
            return Raised("DiskFull", f"more than {self.spec.limits.scratch} MB or {MOST_FILES} files were written")
        if self.process is not None and threads_below(self.process.pid) > MOST_THREADS:
            return Raised("TooManyThreads", f"more than {MOST_THREADS} threads were started")
        return None

    def stop(self) -> None:
        """End the sandbox with everything in it."""
        if self.channel is not None:
            self.channel.close()
            self.channel = None
        if self.control is not None:
            self.control.close()
            self.control = None
        if self.process is not None:
            try:
                # Without its socket the first process leaves by itself; one that does not is made to.
                self.process.wait(0.5)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
            self.process = None
            if self.spec.mode != "bwrap":
                with contextlib.suppress(OSError):
                    clear(self.scratch)
                    os.rmdir(self.scratch)


def _environment(scratch: str, spec: SandboxSpec) -> dict:
    fonts = _font_cache()
    return {
        "PATH": "/usr/bin:/bin", "HOME": scratch, "USER": "student", "TMPDIR": scratch, "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline", "IPYTHONDIR": f"{scratch}/.ipython",
        "PYTHONDONTWRITEBYTECODE": "1", "MLPKIT_HOME": scratch, "MLPKIT_CALL_SECONDS": f"{spec.limits.call:g}",
        **_ONE_THREAD, **({"MPLCONFIGDIR": str(fonts[0])} if fonts else {}),
        **({"MLPKIT_DATA": spec.data} if spec.data else {}),
    }  # fmt: skip


def _font_cache() -> list[Path]:
    """matplotlib's folder with the list of fonts, which takes seconds to make anew."""
    import matplotlib.font_manager

    folder = Path(matplotlib.get_cachedir())
    return [folder] if any(folder.glob("fontlist-*.json")) else []


def _state(library: str) -> list[tuple]:
    """What shows that a file of the library was touched: its mode, owner, size and times."""
    found = []
    for folder, _, files in os.walk(library):
        for path in (folder, *(os.path.join(folder, f) for f in files)):
            state = os.lstat(path)
            found.append((path, state.st_mode, state.st_uid, state.st_size, state.st_mtime_ns, state.st_ctime_ns))
    return sorted(found)

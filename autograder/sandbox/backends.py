"""Which confinement this machine offers for student code, and the command that starts the sandbox with it."""

from __future__ import annotations

import functools
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox.inside import landlock, seccomp

MODES = ("auto", "bwrap", "landlock", "none")
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/lib32",
    "/bin",
    "/etc/ld.so.cache",
    "/etc/fonts",
    "/etc/localtime",
    "/etc/ssl/certs",
)
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
INSTALL = "apt install bubblewrap (Debian, Ubuntu; on other systems, too, the package is called bubblewrap)"
NOT_INSTALLED = "not installed"
NAMESPACES = (
    "sysctl kernel.unprivileged_userns_clone=1 (Debian) or kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu); in "
    "a container, the right to unshare"
)


class NoConfinement(ValueError):
    """This machine offers no confinement for student code; the message says what to do."""


def choose(mode: str = "auto") -> str:
    """The backend to use. Raises NoConfinement rather than fall back to less than was asked for."""
    if mode not in MODES:
        raise ValueError(f"--sandbox is one of {', '.join(MODES)}, not {mode!r}")
    if mode == "none":
        return mode
    for backend, missing in (("bwrap", why_no_bwrap), ("landlock", why_no_landlock)):
        if mode in ("auto", backend) and not missing():
            return backend
    reasons = [f"bubblewrap: {why_no_bwrap()}"] * (mode != "landlock") + [f"Landlock: {why_no_landlock()}"] * (
        mode != "bwrap"
    )
    raise NoConfinement(
        "student code would run unconfined on this machine, so nothing was graded.\n"
        + "\n".join(reasons) + "\n" + advice()
    )  # fmt: skip


def advice() -> str:
    """What to do where there is no confinement."""
    if platform.system() == "Windows":
        first = "Confinement needs Linux. On this system, grade inside WSL 2 (wsl --install)."
    elif platform.system() != "Linux":
        first = "Confinement needs Linux. On this system, grade inside Docker, or a Linux virtual machine."
    elif why_no_bwrap().startswith(NOT_INSTALLED):
        first = f"Install bubblewrap: {INSTALL}"
    else:
        first = f"Let bubblewrap make namespaces: {NAMESPACES}. Or use Linux 5.13 or newer, with Landlock."
    return f"{first}\nOr, for submissions you would run by hand anyway: --sandbox none. Every page will say so."


@functools.lru_cache
def why_no_bwrap() -> str:
    """Why bubblewrap cannot be used here; "" if it can."""
    if not seccomp.supported():
        return f"no system-call filter is known for {platform.system()} on {platform.machine()}"
    if not shutil.which("bwrap"):
        return NOT_INSTALLED
    for with_user in (True, False):
        tried = subprocess.run(
            [*_namespaces(with_user), "--ro-bind", "/", "/", "--dev", "/dev", sys.executable, "-S", "-c", ""],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        if tried.returncode == 0:
            return ""
    return f"does not work here: {tried.stderr.strip().splitlines()[-1] if tried.stderr.strip() else 'no reason given'}"


def why_no_landlock() -> str:
    """Why Landlock with seccomp cannot be used here; "" if it can."""
    if not seccomp.supported():
        return f"no system-call filter is known for {platform.system()} on {platform.machine()}"
    return "" if landlock.version() else "this kernel has none (Linux 5.13 or newer, with landlock in its lsm list)"


@functools.lru_cache
def _user_namespaces() -> bool:
    command = [*_namespaces(True), "--ro-bind", "/", "/", sys.executable, "-S", "-c", ""]
    return subprocess.run(command, capture_output=True, timeout=60).returncode == 0


def _namespaces(with_user: bool) -> list[str]:
    spaces = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    user = ["--unshare-user", "--uid", "65534", "--gid", "65534"] if with_user else []
    return ["bwrap", *spaces, *user, "--die-with-parent", "--new-session", "--cap-drop", "ALL"]


def bwrap_command(readable: Iterable[Path], scratch: str, megabytes: int, environment: dict) -> list[str]:
    """bubblewrap with nothing but the named folders, read-only, and a small scratch folder in memory."""
    command = [*_namespaces(_user_namespaces()), "--hostname", "sandbox", "--clearenv"]
    for key, value in environment.items():
        command += ["--setenv", key, value]
    for path in readable:
        if path.is_symlink() and path.parent == Path("/"):
            command += ["--symlink", os.readlink(path), str(path)]
        else:
            command += ["--ro-bind", str(path), str(path)]
    for device in DEVICES:
        command += ["--dev-bind", device, device]
    return [*command, "--size", str(megabytes << 20), "--tmpfs", scratch, "--remount-ro", "/", "--chdir", scratch]


def readable(extra: Iterable[Path], hidden: Iterable[str]) -> list[Path]:
    """What the sandbox may read: the system's libraries, Python and its packages, `extra`; never what is `hidden`."""
    packages = [p for p in sys.path if Path(p).name in ("site-packages", "dist-packages")]
    paths = {sys.prefix, sys.exec_prefix, sys.base_prefix, *packages, sysconfig.get_path("stdlib")}
    roots = [Path(p) for p in (*_SYSTEM, *sorted(paths)) if Path(p).exists()]
    roots = [r for r in roots if r.is_symlink() or not any(r != o and r.is_relative_to(o) for o in roots)]
    secret = [Path(h).resolve() for h in hidden]
    return [*(part for r in roots for part in _apart_from(r, secret)), *map(Path, extra)]


def _apart_from(root: Path, secret: list[Path]) -> list[Path]:
    """`root`, or its parts when something secret lies inside it."""
    if root.is_symlink():
        return [root]
    home = root.resolve()
    if any(home.is_relative_to(s) for s in secret):
        return []
    if not any(s.is_relative_to(home) for s in secret):
        return [root]
    return [part for entry in sorted(root.iterdir()) for part in _apart_from(entry, secret)]


def readable_for_anyone(paths: Iterable[Path]) -> bool:
    """Whether a user without rights could read these folders."""
    return all(p.stat().st_mode & 0o001 for path in paths for p in (path.resolve().parent, *path.resolve().parents))

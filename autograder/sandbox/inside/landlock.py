"""Landlock through ctypes: from here on this process may read these folders, write that one, and nothing else."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_BY_PATH = 1
_EXECUTE, _WRITE, _READ, _LIST = 1, 2, 4, 8
# Rights known to each version of the interface: all are denied unless granted.
_KNOWN = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
_FILE_RIGHTS = _EXECUTE | _WRITE | _READ | 1 << 14 | 1 << 15
_REFER, _IOCTL = 1 << 13, 1 << 15


def version() -> int:
    """The kernel's Landlock version; 0 where there is none."""
    if platform.system() != "Linux":
        return 0
    found = ctypes.CDLL(None, use_errno=True).syscall(_CREATE, None, 0, 1)
    return max(0, found)


def restrict(readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """Confine the calling process for good. Raises OSError when the kernel refuses."""
    libc = ctypes.CDLL(None, use_errno=True)
    abi = version()
    known = _KNOWN[min(abi, 5)] if abi else 0
    # Files, then TCP (from version 4), then signals and abstract sockets (from version 6).
    attributes = struct.pack("<QQQ", known, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)[: 8 * _fields(abi)]
    ruleset = libc.syscall(_CREATE, attributes, ctypes.c_size_t(len(attributes)), 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "the kernel has no Landlock")
    for path in readable:
        _grant(libc, ruleset, path, _READ | _LIST)
    for path in writable:
        _grant(libc, ruleset, path, known & ~(_EXECUTE | _REFER | _IOCTL))
    if libc.prctl(38, 1, 0, 0, 0) or libc.syscall(_RESTRICT, ruleset, 0):
        raise OSError(ctypes.get_errno(), "the kernel refuses Landlock")
    os.close(ruleset)


def _fields(abi: int) -> int:
    return 1 if abi < 4 else 2 if abi < 6 else 3


def _grant(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not os.path.isdir(path):
            rights &= _FILE_RIGHTS
        if libc.syscall(_ADD, ruleset, _BY_PATH, struct.pack("<Qi", rights, fd), 0):
            raise OSError(ctypes.get_errno(), f"Landlock does not take {path}")
    finally:
        os.close(fd)

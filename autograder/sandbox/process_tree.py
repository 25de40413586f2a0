"""What the system tells of the processes below one, whatever user and namespace they have."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

_THREADS = re.compile(r"^Threads:\s+(\d+)", re.MULTILINE)


def threads_below(pid: int) -> int:
    """Threads of the processes that this one has started, and of theirs; those of which nothing is told count none."""
    count, waiting = 0, _children(pid)
    while waiting:
        child = waiting.pop()
        waiting += _children(child)
        with contextlib.suppress(OSError):
            count += sum(map(int, _THREADS.findall(Path(f"/proc/{child}/status").read_text())))
    return count


def _children(pid: int) -> list[int]:
    """The processes that the first thread of a process has started."""
    with contextlib.suppress(OSError):
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []

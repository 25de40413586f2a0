"""What may grow as untrusted data asks: within limits of memory and, as a last resort, of the processor."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path

try:
    import resource
except ImportError:  # not on Windows, where nothing is graded
    resource = None  # type: ignore[assignment]


@contextlib.contextmanager
def little_memory(most: int) -> Iterator[None]:
    """Within the block this process may take so many bytes more than it has: beyond them, MemoryError."""
    statm = Path("/proc/self/statm")
    if resource is None or not statm.exists():
        yield
        return
    here = int(statm.read_text().split()[0]) * resource.getpagesize()
    before, allowed = resource.getrlimit(resource.RLIMIT_AS)
    limits = [x for x in (before, allowed, here + most) if x != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), allowed))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, allowed))


@contextlib.contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """Within the block, so many seconds of the processor end this process.

    One call of C, such as a power of large numbers or a set of numbers with one hash, is stopped by nothing else. The
    timer counts from here. RLIMIT_CPU would count from the start of the process, by the ticks of the clock, and these
    drift away from `time.process_time` by seconds in a process that lives long.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)

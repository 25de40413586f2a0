"""What may grow as untrusted data asks: within limits of memory and, as a last resort, of the processor."""

from __future__ import annotations

import contextlib
import time
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
    with _limited(resource.RLIMIT_AS, here + most):
        yield


@contextlib.contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """Within the block, so many seconds of the processor end this process.

    One call of C, such as a power of large numbers or a set of numbers with one hash, is stopped by nothing else.
    """
    if resource is None:
        yield
        return
    with _limited(resource.RLIMIT_CPU, int(time.process_time() + seconds) + 1):
        yield


@contextlib.contextmanager
def _limited(what: int, value: int) -> Iterator[None]:
    before, most = resource.getrlimit(what)
    allowed = [x for x in (before, most, value) if x != resource.RLIM_INFINITY]
    resource.setrlimit(what, (min(allowed), most))
    try:
        yield
    finally:
        resource.setrlimit(what, (before, most))

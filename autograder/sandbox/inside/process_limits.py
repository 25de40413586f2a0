"""Limits that the system keeps: of the process that runs a submission, and none of the first process."""

from __future__ import annotations

import contextlib
import resource

# Address space that Python and the imported libraries reserve; a student's memory comes on top.
OWN_SPACE = 1 << 30


def lift() -> None:
    """A limit that the grader had set on itself, for a test, says nothing of this process."""
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def limit(limits: dict) -> None:
    """Limit this process for good, as `Limits` says."""
    hard = {
        resource.RLIMIT_AS: OWN_SPACE + limits["memory"] * 2**20,
        # The grader's own clock ends a notebook in time. The system counts ticks, which on a loaded machine may be far
        # from what was used: this is for the case that nobody else ends it.
        resource.RLIMIT_CPU: 2 * int(limits["notebook"]) + 2,
        resource.RLIMIT_FSIZE: limits["file"] * 2**20,
        resource.RLIMIT_NOFILE: 128,
        resource.RLIMIT_CORE: 0,
    }
    for what, value in hard.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (value, value))

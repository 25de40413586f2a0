"""What a student's code may use while it is graded: time, memory, files, restarts. One place for these numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Limits:
    """Limits per call, per cell, per notebook and per submission; times in seconds, sizes in megabytes.

    Times are those of the processor, and as much again of waiting without using it: a loaded machine takes nobody's.
    """

    call: float = 5.0
    cell: float = 30.0
    notebook: float = 120.0
    memory: int = 2048
    file: int = 16
    scratch: int = 64
    output: int = 200_000
    deaths: int = 8
    # Time between the polite stop inside the sandbox and the kill from outside.
    grace: float = 1.0
    # By the clock, a notebook may take this many times its limit, as on a machine that is so much slower.
    patience: float = 5.0

    def as_dict(self) -> dict:
        return asdict(self)

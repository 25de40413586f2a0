"""One sandbox's settings: confinement, library, limits, modules imported first, forbidden functions, hidden folders."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.sandbox.limits import Limits


@dataclass(frozen=True)
class SandboxSpec:
    """How it is confined, its library, what it imports at the start, its limits, and folders that it must not see."""

    mode: str
    library: str
    packages: tuple[str, ...] = ("mlpkit",)
    imports: tuple[str, ...] = ("numpy", "matplotlib.pyplot")
    limits: Limits = field(default_factory=Limits)
    hidden: tuple[str, ...] = ()
    data: str | None = None
    forbidden: tuple[tuple[str, str], ...] = ()
    # A folder with the assignment's own files, which a submission finds where it runs.
    files: str | None = None

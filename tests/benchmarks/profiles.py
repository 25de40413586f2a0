"""Where the time of a run goes, by module of this project: what stands beside a target that was missed."""

import cProfile
import pstats
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.machine import TOP


def by_module(run: Callable[[], object], inside: tuple[str, ...]) -> dict[str, float]:
    """Processor seconds inside each module's own code while `run()` runs, of the packages `inside`.

    What belongs to others is "all else". Time in compiled functions belongs to the module that called them.
    """
    profile = cProfile.Profile(time.process_time, builtins=False)
    profile.runcall(run)
    spent: dict[str, float] = {}
    for (file, *_), (_, _, own, *_) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        module = _named(Path(file), inside)
        spent[module] = spent.get(module, 0.0) + own
    return spent


def _named(file: Path, inside: tuple[str, ...]) -> str:
    found = file.relative_to(TOP) if file.is_relative_to(TOP) else file
    return found.as_posix() if found.parts[:1] in {(name,) for name in inside} else "all else"


def shares(spent: dict[str, float], least: float = 1) -> str:
    """Each part's hundredths of the whole, the largest first, those of at least `least`."""
    whole = sum(spent.values())
    parts = sorted(((100 * own / whole, name) for name, own in spent.items()), reverse=True)
    return ", ".join(f"{name} {part:.1f} %" for part, name in parts if part >= least)

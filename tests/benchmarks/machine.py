"""Where a benchmark runs and how busy it is, and times of contenders that take turns."""

import os
import platform
import statistics
import time
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from threadpoolctl import threadpool_info, threadpool_limits

TOP = Path(__file__).resolve().parents[2]
OUT = TOP / "build" / "bench"
PACKAGES = ("numpy", "scipy", "torch", "scikit-learn")


def processor() -> str:
    """The processor's name where Linux tells it, else its architecture."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def circumstances(packages=PACKAGES) -> dict:
    """Machine, versions, the threads of each BLAS, and the load: how many programs wanted a core when this began."""
    versions = {}
    for name in packages:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": versions,
        "pools": sorted({(pool["internal_api"], pool["num_threads"]) for pool in threadpool_info()}),
        "load": [round(n, 1) for n in os.getloadavg()] if hasattr(os, "getloadavg") else None,
    }


def described(facts: dict, rounds: int | None = None) -> list[str]:
    """What a table says above itself: the circumstances in one line, and a warning if the machine was busy."""
    versions = ", ".join(f"{name} {number}" for name, number in facts["versions"].items())
    said = f"Measured on {facts['cores']} cores ({facts['processor']}), Python {facts['python']}, {versions}"
    load = "load unknown" if facts["load"] is None else f"load {facts['load'][0]} at the start"
    lines = [f"{said}; {load}{f'; medians of {rounds} runs that took turns' if rounds else ''}."]
    if facts["load"] is not None and facts["load"][0] > 0.5:
        lines += ["", "**The machine was busy with other work: times are too long, and ratios uncertain.**"]
    return lines


def limit_threads(threads: int) -> None:
    """The same number of threads for every library that multiplies matrices here."""
    with suppress(ImportError):
        import torch

        torch.set_num_threads(threads)
    # Only libraries that are loaded can be limited, and scikit-learn loads SciPy's own.
    with suppress(ImportError):
        import sklearn.neural_network  # noqa: F401
    threadpool_limits(limits=threads)


def alternate(contenders: dict, rounds: int) -> dict[str, float]:
    """Medians of the times of each contender, in seconds, over rounds in which each runs once."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}

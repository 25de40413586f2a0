"""How long a check takes: each exercise's reference solution checked 9 times after a first call; medians.

The measured sentence of README.md is written anew.
"""

import json
import os
import platform
import tempfile
from statistics import median
from time import perf_counter

import numpy as np

from autograder import EXERCISES, check
from tests.benchmarks.machine import OUT, circumstances, described
from tests.benchmarks.pages import write_measured
from tests.checking.test_exercises import solution


def seconds(exercise) -> float:
    """Median time of a check that passes, record and installation included."""
    function = solution(exercise)
    times = []
    for _ in range(10):
        begin = perf_counter()
        check(exercise.name, function)
        times.append(perf_counter() - begin)
    return median(times[1:])


def main() -> None:
    """Measure, print and write."""
    facts = circumstances(("numpy", "scipy"))
    print("\n".join(described(facts)), flush=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["MLPKIT_HOME"] = home
        found = {e.name: 1000 * seconds(e) for e in EXERCISES.values() if not e.is_value}
    slowest = max(found, key=found.get)
    print(f"check(): median over {len(found)} exercises {median(found.values()):.1f} ms (bound: 50 ms), "
          f"slowest {slowest} {found[slowest]:.1f} ms")  # fmt: skip
    write_measured("check", [
        f"It answers in {median(found.values()):.1f} ms at the median over the course's {len(found)} functions, in "
        f"{found[slowest]:.0f} ms for the slowest ({os.cpu_count()} cores, NumPy {np.__version__}, Python "
        f"{platform.python_version()}).",
        *described(facts)[1:],
    ])  # fmt: skip
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "check.json").write_text(
        json.dumps({"circumstances": facts, "milliseconds": found}, indent=1), encoding="utf-8"
    )


if __name__ == "__main__":
    main()

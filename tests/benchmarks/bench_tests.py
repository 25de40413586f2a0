"""How long the tests take, and which: from the report that the last `make test` left in build/tests.xml."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

from tests.benchmarks.machine import OUT, TOP
from tests.benchmarks.pages import write_measured

REPORT = TOP / "build" / "tests.xml"
MOST = 8  # files that are named for each folder's time


def measured(report: Path) -> tuple[float, dict[str, tuple[int, float]]]:
    """(seconds from start to end, file -> (tests, seconds of its tests, those of all workers added up))."""
    (suite,) = ElementTree.parse(report).getroot().iter("testsuite")
    found: dict[str, list[float]] = defaultdict(list)
    for case in suite.iter("testcase"):
        found[_file(case.get("classname", ""))].append(float(case.get("time", 0)))
    return float(suite.get("time", 0)), {file: (len(times), sum(times)) for file, times in found.items()}


def _file(classname: str) -> str:
    """tests.grading.test_grade.TestClass -> tests/grading/test_grade.py"""
    parts = classname.split(".")
    last = next((i for i, part in enumerate(parts) if part.startswith("test_")), len(parts) - 1)
    return "/".join(parts[: last + 1]) + ".py"


def page_lines(seconds: float, files: dict[str, tuple[int, float]]) -> list[str]:
    """A line for each folder, the slowest first, with its slowest files."""
    folders: dict[str, list[str]] = defaultdict(list)
    for file in files:
        folders["/".join(file.split("/")[:2])].append(file)
    took = {folder: sum(files[f][1] for f in inside) for folder, inside in folders.items()}
    whole = sum(took.values())
    number = sum(count for count, _ in files.values())
    lines = [
        f"{number:,} tests in {seconds / 60:.1f} minutes on three workers; the aim is 15.",
        "",
        "| folder | tests | share of the time | its slowest files |",
        "| --- | ---: | ---: | --- |",
    ]
    for folder in sorted(took, key=lambda name: -took[name]):
        inside = sorted(folders[folder], key=lambda file: -files[file][1])
        slow = [f for f in inside if files[f][1] >= 0.01 * whole][:MOST]
        said = ", ".join(f"{Path(f).stem} {100 * files[f][1] / whole:.1f} %" for f in slow)
        tests = sum(files[f][0] for f in inside)
        lines.append(f"| {folder} | {tests:,} | {100 * took[folder] / whole:.1f} % | {said} |")
    return lines


def main() -> None:
    """Read, print and write."""
    if not REPORT.exists():
        print(f"{REPORT.relative_to(TOP)} is missing: run `make test` first", file=sys.stderr)
        return
    seconds, files = measured(REPORT)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "tests.json").write_text(json.dumps({"seconds": seconds, "files": files}, indent=1), encoding="utf-8")
    lines = page_lines(seconds, files)
    print("\n".join(lines))
    write_measured("tests", lines)


if __name__ == "__main__":
    main()

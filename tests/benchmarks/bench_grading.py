"""Grading: throughput against nbgrader's own autograde, cost of a check, and how time and memory grow with the class.

Sizes: MLPKIT_BENCH_CLASSES (default "100,400"; the full table takes "100,2000"), and MLPKIT_BENCH_STOCK submissions
(default 6) for nbgrader, whose time per submission is constant, so a part of the class is enough.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import psutil

from autograder import build
from autograder.cases import cases_for
from autograder.exercise import EXERCISES
from autograder.grading import confine
from autograder.grading.bundle import read_bundle
from autograder.grading.limits import Limits
from autograder.grading.pool import close_sandboxes, sandbox_for
from autograder.grading.run import make_plan
from autograder.grading.session import Session
from autograder.inline import exercise_source
from autograder.judge import judge
from tests.submissions import make_class

OUT = Path(__file__).resolve().parents[2] / "build" / "bench"
NAME = make_class.ASSIGNMENT
# hana's endless loop costs a fixed limit on either side and would hide what is measured.
MODELS = [s for s in make_class.STUDENTS if s != "hana"]


def make(folder: Path, size: int) -> Path:
    """A course folder with `size` submissions, the sample class again and again."""
    build.make_course(folder, [NAME])
    make_class.make_class(folder, {s: make_class.STUDENTS[s] for s in MODELS})
    students = sorted((folder / "submitted").iterdir())
    for i in range(len(students), size):
        shutil.copytree(students[i % len(students)], folder / "submitted" / f"student{i:05d}")
    return folder


def ours(course: Path, out: Path, size: int) -> dict:
    """Seconds, processor seconds and the coordinator's largest memory for one run of the command."""
    used = processor_seconds()
    command = [sys.executable, "-m", "autograder", "grade", str(course / "submitted"), "--out", str(out)]
    begin = time.perf_counter()
    process = subprocess.Popen(command, cwd=build.root(), stdout=subprocess.DEVNULL)
    coordinator, largest = psutil.Process(process.pid), 0
    while process.poll() is None:
        try:
            largest = max(largest, coordinator.memory_info().rss)
        except psutil.Error:
            break
        time.sleep(0.2)
    process.wait()
    seconds = time.perf_counter() - begin
    return {"students": size, "seconds": seconds, "each": seconds / size, "megabytes": largest / 2**20,
            "processor": (processor_seconds() - used) / size}  # fmt: skip


def processor_seconds() -> float:
    """Of all processes that have ended below this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


STOCK = """
import sys
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config
from autograder.nbgrader_settings import settings
config = Config()
if sys.argv[2] == "lean":
    settings(config)
    del config.Autograde.autograde_preprocessors
config.CourseDirectory.root = "."
api = NbGraderAPI(config=config)
for student in sys.argv[3:]:
    assert api.autograde(sys.argv[1], student, force=True, create=True)["success"], student
"""


def stock(course: Path, which: str, students: list[str]) -> tuple[float, float]:
    """(seconds, processor seconds) a submission: nbgrader as it comes, or "lean", without the demonstrations."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [sys.executable, "-c", STOCK, NAME, which, *students]
    begin, used = time.perf_counter(), processor_seconds()
    subprocess.run(command, cwd=course, env=environment, check=True, capture_output=True)
    return (time.perf_counter() - begin) / len(students), (processor_seconds() - used) / len(students)


def ran(pid: int) -> float:
    """Processor seconds of one process, to the nanosecond."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def per_check(course: Path) -> dict[str, float]:
    """Processor milliseconds of one graded check, both sides of the border together, by exercise."""
    mode = "landlock" if not confine.why_no_landlock() else confine.choose()
    bundle, found = read_bundle(course, NAME, "bench", Limits()), {}
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        bundle, place = make_plan(Path(folder), {NAME: bundle}, mode, course)[NAME]
        sandbox = sandbox_for(bundle, place)
        session = Session(sandbox, bundle.limits)
        session.cell("import numpy as np")
        for exercise in bundle.exercises:
            session.cell(exercise_source(exercise.reference, set(EXERCISES)))
        (child,) = psutil.Process(sandbox.process.pid).children(recursive=True)[-1:]
        for exercise in bundle.exercises:
            cases = cases_for(exercise, bundle.seed)
            times = []
            for _ in range(7):
                before = time.process_time() + ran(child.pid)
                judge(exercise, session.names([exercise.name])[exercise.name], cases)
                times.append(1000 * (time.process_time() + ran(child.pid) - before))
            found[exercise.name] = median(times)
            session.open(exercise)
        session.close()
        close_sandboxes()
    return found


def main() -> None:
    """Measure, print and write."""
    sizes = [int(n) for n in os.environ.get("MLPKIT_BENCH_CLASSES", "100,400").split(",")]
    part = int(os.environ.get("MLPKIT_BENCH_STOCK", "6"))
    with tempfile.TemporaryDirectory() as top:
        runs = []
        for size in sizes:
            course = make(Path(top) / f"course{size}", size)
            runs.append(ours(course, Path(top) / f"out{size}", size))
            each, used = (1000 * runs[-1][key] for key in ("each", "processor"))
            print(f"grade: {size} submissions in {runs[-1]['seconds']:.1f} s, {each:.0f} ms each ({used:.0f} ms of "
                  f"processor time), coordinator {runs[-1]['megabytes']:.0f} MB")  # fmt: skip
        checks = per_check(course)
        print(f"one graded check: median {median(checks.values()):.1f} ms of processor time over {len(checks)} "
              f"exercises (at least 15, aim 5), slowest {max(checks.values()):.1f} ms")  # fmt: skip
        students = MODELS[:part]
        default, lean = (stock(course, which, students) for which in ("default", "lean"))
        for said, (seconds, used) in (("default autograde", default), ("without the demonstrations", lean)):
            print(f"nbgrader, {said}: {seconds:.1f} s a submission ({used:.1f} s of processor time; over {part}); "
                  f"`grade` is {seconds / runs[0]['each']:.0f} × as fast (at least 15, aim 40), with "
                  f"{used / runs[0]['processor']:.0f} × less processor time")  # fmt: skip
    OUT.mkdir(parents=True, exist_ok=True)
    result = {"runs": runs, "check_milliseconds": checks, "nbgrader_default": default, "nbgrader_lean": lean}
    (OUT / "grading.json").write_text(json.dumps(result, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

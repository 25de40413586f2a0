"""Grading: throughput against nbgrader's own autograde, cost of a check, and how time and memory grow with the class.

Sizes: MLPKIT_BENCH_CLASSES (default "100,2000"), MLPKIT_BENCH_ROUNDS of the smaller class (default 3), and
MLPKIT_BENCH_STOCK different submissions (default all of the sample class) for nbgrader, whose time for one does not
depend on the others. The measured part of autograder/README.md is written anew.
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

from autograder.authoring import notebooks
from autograder.authoring.task_cells import solution_source
from autograder.checking.cases import cases_for
from autograder.checking.exercise import EXERCISES
from autograder.checking.judge import judge
from autograder.grading.assignment import read_assignment
from autograder.grading.collect import collect
from autograder.grading.grade import grade
from autograder.grading.plan import make_plan
from autograder.grading.pool import close_sandboxes, sandbox_for
from autograder.grading.results import render
from autograder.sandbox import backends
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from tests.benchmarks.machine import OUT, circumstances, described
from tests.benchmarks.pages import write_measured
from tests.benchmarks.profiles import by_module, shares
from tests.submissions import make_class

NAME = make_class.ASSIGNMENT
# hana's endless loop costs a fixed limit on either side and would hide what is measured.
MODELS = [s for s in make_class.STUDENTS if s != "hana"]


def make(folder: Path, size: int) -> Path:
    """A course folder with `size` submissions, the sample class again and again."""
    notebooks.make_course(folder, [NAME])
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
    process = subprocess.Popen(command, cwd=notebooks.root(), stdout=subprocess.DEVNULL)
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
from autograder.gradebook.settings import settings
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
    mode = "landlock" if not backends.why_no_landlock() else backends.choose()
    assignment, found = read_assignment(course, NAME, "bench", Limits()), {}
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        assignment, place = make_plan(Path(folder), {NAME: assignment}, mode, course)[NAME]
        sandbox = sandbox_for(place)
        session = Session(sandbox, assignment.limits)
        session.cell("import numpy as np")
        for exercise in assignment.exercises:
            session.cell(solution_source(exercise, set(EXERCISES)))
        (child,) = psutil.Process(sandbox.process.pid).children(recursive=True)[-1:]
        for exercise in assignment.exercises:
            cases = cases_for(exercise, assignment.seed)
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


def parts(course: Path) -> dict[str, float]:
    """Seconds of grading the sample class: a worker's processor time by module, and its wait for the sandbox."""
    bundle = read_assignment(course, NAME, "bench", Limits())
    every = [s.submission() for s in collect(course / "submitted", {NAME: bundle}, {NAME})[0][: len(MODELS)]]
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        bundle, place = make_plan(Path(folder), {NAME: bundle}, backends.choose(), course)[NAME]

        def run() -> None:
            for submission in every:
                render(bundle, grade(bundle, submission, sandbox_for(place)), place.mode)

        begin = time.perf_counter()
        spent = by_module(run, ("autograder", "mlpkit"))
        waited = time.perf_counter() - begin - sum(spent.values())
        close_sandboxes()
        return spent | {"waiting for the sandbox": waited}


def peer(course: Path, which: str, rounds: int, turn: int, part: int) -> list[tuple[float, float]]:
    """nbgrader on its share of the students in this round."""
    students = MODELS[:part][turn::rounds]
    return [stock(course, which, students)] if students else []


def measure(sizes: list[int], rounds: int, part: int) -> dict:
    """Every way in turn, in each round; the larger classes once."""
    found: dict = {"circumstances": circumstances(("numpy", "nbgrader"))}
    found |= {"small": [], "large": [], "default": [], "lean": []}
    with tempfile.TemporaryDirectory() as top:
        course = make(Path(top) / "course", sizes[0])
        for turn in range(rounds):
            found["small"].append(told(ours(course, Path(top) / f"out{turn}", sizes[0])))
            for which in ("default", "lean"):
                found[which] += peer(course, which, rounds, turn, part)
        found["checks"] = per_check(course)
        found["parts"] = parts(course)
        for size in sizes[1:]:
            larger = make(Path(top) / f"course{size}", size)
            found["large"].append(told(ours(larger, Path(top) / f"out{size}", size)))
    return found


def told(run: dict) -> dict:
    """Say what a run of the command took."""
    print(f"grade: {run['students']} submissions in {run['seconds']:.1f} s, {1000 * run['each']:.0f} ms each "
          f"({1000 * run['processor']:.0f} ms of processor time), coordinator {run['megabytes']:.0f} MB",
          flush=True)  # fmt: skip
    return run


def page_lines(found: dict) -> list[str]:
    """The table of the instructors' page, from what was measured."""
    facts, small, checks = found["circumstances"], found["small"], found["checks"].values()
    each, processor = (median(run[key] for run in small) for key in ("each", "processor"))
    size, megabytes = small[0]["students"], median(run["megabytes"] for run in small)
    lines = [
        *described(facts),
        "",
        f"Lecture {NAME}, {len(checks)} exercises; medians of {len(small)} runs of {size} submissions.",
        "",
        "| | measured | at least | aim |",
        "| --- | --- | --- | --- |",
    ]
    for which, said, bounds in (
        ("default", "throughput against nbgrader's default autograde", "15 × |"),
        ("lean", "the same, with nbgrader told to skip the demonstrations", "| 40 ×"),
    ):
        wall, used = (sum(run[i] for run in found[which]) / len(found[which]) for i in (0, 1))
        times = f"{wall / each:.0f} × ({each:.2f} s against {wall:.1f} s), {used / processor:.0f} × less processor time"
        lines.append(f"| {said} | {times} | {bounds} |")
    lines.append(f"| processor time of a graded check, median | {median(checks):.1f} ms, slowest {max(checks):.0f} ms "
                 "| 15 ms | 4 ms |")  # fmt: skip
    lines.append(f"| where the time of a submission goes | {shares(found['parts'], 2)} | | |")
    for run in found["large"]:
        grown = f"{size} → {run['students']} submissions"
        lines.append(f"| time for one, {grown} | {each:.2f} s → {run['each']:.2f} s | linear | linear |")
        lines.append(f"| memory of the coordinator, {grown} | {megabytes:.0f} MB → {run['megabytes']:.0f} MB "
                     "| flat | flat |")  # fmt: skip
    return lines


def main() -> None:
    """Measure, print and write."""
    sizes = [int(n) for n in os.environ.get("MLPKIT_BENCH_CLASSES", "100,2000").split(",")]
    rounds = int(os.environ.get("MLPKIT_BENCH_ROUNDS", "3"))
    found = measure(sizes, rounds, int(os.environ.get("MLPKIT_BENCH_STOCK", str(len(MODELS)))))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "grading.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    lines = page_lines(found)
    print("\n".join(lines))
    write_measured("grading", lines)


if __name__ == "__main__":
    main()

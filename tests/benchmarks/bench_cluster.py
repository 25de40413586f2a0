"""Grading on dask workers against the pool of one machine, and what 100,000 submissions would take, from these figures.

Sizes: MLPKIT_BENCH_CLUSTER submissions (default 40) in each of MLPKIT_BENCH_ROUNDS rounds (default 3). The measured
part of autograder/grading/SCALE.md is written anew.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psutil

from autograder.grading.run import Options, grade_class
from tests.benchmarks.bench_grading import NAME, OUT, make
from tests.benchmarks.pages import write_measured
from tests.support.farm import Farm

MANY, FLEET = 100_000, (1, 2, 16, 64, 256)


def rate(course: Path, out: Path, options: Options, scheduler: Callable[[], float] = lambda: 0.0) -> dict:
    """Submissions a second once all work; processor seconds of the coordinator and of the scheduler for one."""
    at = []

    def progress(done: int, total: int, student: str, by: str) -> None:
        if student:
            at.append((time.perf_counter(), time.process_time(), scheduler()))

    summary = grade_class(course / "submitted", out, options, progress)
    assert not summary.failed, summary.failed
    # The first results come while other workers, and the scheduler, still get ready.
    start = len(at) // 5
    seconds, coordinator, spent = (
        (end - begin) / (len(at) - 1 - start) for begin, end in zip(at[start], at[-1], strict=True)
    )
    return {"rate": 1 / seconds, "coordinator": coordinator, "scheduler": spent}


def on_cluster(course: Path, out: Path, farm: Farm) -> dict:
    """The same on a cluster."""
    scheduler = psutil.Process(farm.scheduler.pid)
    return rate(course, out, Options(seed="bench", scheduler=farm.address), lambda: sum(scheduler.cpu_times()[:2]))


def measure(course: Path, top: Path, rounds: int) -> dict[str, list[dict]]:
    """Every way in turn, in each round."""
    found: dict[str, list[dict]] = {}
    ways: dict[str, Callable[[Path], dict]] = {}
    with Farm(top / "one") as one, Farm(top / "two") as two:
        for farm, workers in ((one, 1), (two, 2)):
            farm.work("--nworkers", str(workers))
            farm.wait_for_workers(workers)
            ways[f"cluster {workers}"] = lambda out, farm=farm: on_cluster(course, out, farm)
            options = Options(jobs=workers, seed="bench")
            ways[f"local {workers}"] = lambda out, options=options: rate(course, out, options)
        for i in range(rounds):
            for name, way in ways.items():
                found.setdefault(name, []).append(way(top / f"{name} {i}"))
    return found


def model(found: dict[str, list[dict]], stored: float) -> list[str]:
    """Lines on MANY submissions, from medians."""
    middle = {n: {k: median(run[k] for run in runs) for k in runs[0]} for n, runs in found.items()}
    each, two = 1 / middle["cluster 1"]["rate"], 1 / middle["cluster 2"]["rate"]
    one_place = max(middle["cluster 2"]["coordinator"], middle["cluster 2"]["scheduler"])
    lines = ["| way | submissions a second | against one local process |", "| --- | ---: | ---: |"]
    base = middle["local 1"]["rate"]
    lines += [f"| {n.replace('local', 'local, --jobs').replace('cluster', 'cluster, workers:')} | {m['rate']:.2f} | "
              f"{m['rate'] / base:.2f} × |" for n, m in sorted(middle.items(), reverse=True)]  # fmt: skip
    lines += ["", f"Lecture {NAME}, medians of {len(found['local 1'])} rounds; {os.cpu_count()} cores, Python "
              f"{platform.python_version()}. Two workers do {each / two:.2f} times the work of one (the local pool: "
              f"{middle['local 2']['rate'] / base:.2f}). A submission takes {1000 * each:.0f} ms of a worker, "
              f"{1000 * middle['cluster 2']['coordinator']:.1f} ms of the coordinator's processor, "
              f"{1000 * middle['cluster 2']['scheduler']:.1f} ms of the scheduler's, and {stored / 1000:.0f} kB of "
              "disk in the course folder.", "",
              f"{MANY:,} submissions: {MANY * each / 3600:.1f} worker hours and {MANY * stored / 1e9:.0f} GB.", "",
              "| workers | hours | what limits |", "| ---: | ---: | --- |"]  # fmt: skip
    for workers in FLEET:
        # The worker's share is as measured with as many workers as there were; beyond two it is assumed to divide.
        work = MANY * (each if workers == 1 else two * 2 / workers)
        limit = "the workers" if work > MANY * one_place else "coordinator and scheduler"
        lines.append(f"| {workers} | {max(work, MANY * one_place) / 3600:.1f} | {limit} |")
    return [
        *lines,
        "",
        f"More than about {2 * two / one_place:.0f} workers would wait for the coordinator or scheduler.",
    ]


def main() -> None:
    """Measure, print and write."""
    if importlib.util.find_spec("distributed") is None:
        print("left out: dask is not installed (pip install -e '.[campus]')")
        return
    size, rounds = (int(os.environ.get(f"MLPKIT_BENCH_{n}", d)) for n, d in (("CLUSTER", "40"), ("ROUNDS", "3")))
    with tempfile.TemporaryDirectory() as top:
        course = make(Path(top) / "course", size)
        found = measure(course, Path(top), rounds)
        out = Path(top) / "cluster 1 0"
        folders = [out / f for f in ("autograded", "feedback", "results", "submitted")]
        stored = sum(p.stat().st_size for f in folders for p in f.rglob("*") if p.is_file()) / size
    lines = model(found, stored)
    print("\n".join(lines))
    write_measured("cluster", lines)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "cluster.json").write_text(json.dumps({"runs": found, "bytes": stored}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

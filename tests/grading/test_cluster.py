"""Grading on a cluster: real schedulers and workers, killed in every way, and always the marks of one machine."""

import logging
import os
import signal
import subprocess
import sys
import warnings

import pytest

from autograder.authoring import notebooks
from autograder.grading.collect import SubmittedFiles
from autograder.grading.run import Options, grade_class
from autograder.sandbox import backends
from tests.support import farm

pytest.importorskip("distributed", reason="dask is not installed: pip install -e '.[campus]'")
pytestmark = pytest.mark.skipif(
    bool(backends.why_no_bwrap() and backends.why_no_landlock()),
    reason=f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}",
)
SEED = "one-seed"
CLASS = len(farm.STUDENTS)
# Preloaded into a worker, so that it behaves as no submission can make it.
UNCONFINED = """
from autograder.sandbox import backends
backends.why_no_bwrap = backends.why_no_landlock = lambda: "gone"
"""
KILLED = """
import os, signal
from autograder.grading import pool

class Child(pool.Child):
    def grade(self, submission):
        if submission.student == "chen":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().grade(submission)

from autograder.grading.cluster import worker
worker.Child = Child
"""
DIES = """
import os, signal, sys
from pathlib import Path
from autograder.grading.run import Options, grade_class

def progress(done, total, student, by):
    if done == 2:
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    grade_class(Path(sys.argv[1]), Path(sys.argv[2]), Options(seed=sys.argv[3], scheduler=sys.argv[4]), progress)
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return farm.make(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def local(course, tmp_path_factory):
    """What grading on this machine leaves."""
    out = tmp_path_factory.mktemp("local") / "out"
    summary = grade_class(course / "submitted", out, Options(jobs=2, seed=SEED))
    assert (summary.graded, summary.failed) == (CLASS, [])
    return farm.everything(out)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler with two workers, started as the README says."""
    with farm.Farm(tmp_path_factory.mktemp("farm")) as started:
        started.work("--nworkers", "2")
        started.wait_for_workers(2)
        yield started


@pytest.fixture
def fresh(tmp_path):
    """A scheduler of the test's own, without workers."""
    with farm.Farm(tmp_path / "farm") as started:
        yield started


def run(course, out, where, progress=lambda *_: None, **options):
    with warnings.catch_warnings():
        # Dask's own, while its connections are torn down.
        warnings.simplefilter("ignore", ResourceWarning)
        return grade_class(course / "submitted", out, Options(seed=SEED, scheduler=where.address, **options), progress)


def test_marks_pages_and_gradebook_are_those_of_one_machine_and_nothing_is_left(course, local, cluster, tmp_path):
    seen = []
    summary = run(course, tmp_path / "out", cluster, lambda *told: seen.append(told))
    assert (summary.graded, summary.failed, summary.lines) == (CLASS, [], [])
    assert farm.everything(tmp_path / "out") == local
    assert summary.mode == backends.choose() and {by for *_, by in seen[-3:]} == {"2 workers"}
    assert not list((cluster.folder / "tmp").glob("grading-*")), "the workers' sandboxes were not ended"
    assert logging.getLogger("distributed").level <= logging.WARNING


def test_coordinator_killed_then_resumed(course, local, cluster, tmp_path):
    script = tmp_path / "dies.py"
    script.write_text(DIES, encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, str(script), str(course / "submitted"), str(out), SEED, cluster.address]
    ended = subprocess.run(command, cwd=notebooks.root(), env={**os.environ, "PYTHONPATH": str(notebooks.root())})
    assert ended.returncode == -signal.SIGKILL
    summary = run(course, out, cluster, resume=True)
    assert (summary.skipped, summary.graded) == (2, CLASS - 2) and farm.everything(out) == local


def test_worker_killed_a_late_one_used_and_few_submissions_under_way(course, local, fresh, tmp_path, monkeypatch):
    read, workers = [], [fresh.one()]
    submission = SubmittedFiles.submission
    monkeypatch.setattr(SubmittedFiles, "submission", lambda handed: read.append(handed.student) or submission(handed))

    def progress(done, total, student, by):
        if done == 1 and len(workers) == 1:
            assert len(read) <= 1 + 2
            workers.append(fresh.one())
            fresh.wait_for_workers(2)
            fresh.kill(workers[0])

    summary = run(course, tmp_path / "out", fresh, progress)
    assert (summary.graded, summary.failed, len(workers)) == (CLASS, [], 2)
    assert farm.everything(tmp_path / "out") == local


@pytest.mark.slow
def test_a_submission_whose_worker_dies_twice_is_reported_and_stops_nobody(course, local, fresh, tmp_path):
    preload = tmp_path / "killed.py"
    preload.write_text(KILLED, encoding="utf-8")
    fresh.work("--preload", str(preload))
    summary = run(course, tmp_path / "out", fresh)
    ((student, why),) = summary.failed
    assert student == "chen" and "died twice" in why and summary.graded == CLASS - 1
    files, *_ = farm.everything(tmp_path / "out")
    assert files == {name: text for name, text in local[0].items() if "chen" not in name}


def test_scheduler_killed_then_resumed(course, local, fresh, tmp_path):
    fresh.one()
    out = tmp_path / "out"

    def progress(done, total, student, by):
        if done == 2:
            fresh.kill(fresh.scheduler)

    with pytest.raises(ValueError, match=r"the scheduler tcp://.* is gone .*--resume") as said:
        run(course, out, fresh, progress)
    assert "\n" not in str(said.value)
    fresh.start()
    fresh.one()
    summary = run(course, out, fresh, resume=True)
    assert summary.skipped == 2 and summary.graded == CLASS - 2 and farm.everything(out) == local


def test_unfit_workers_are_refused_each_with_its_reason(course, fresh, tmp_path):
    preload = tmp_path / "unconfined.py"
    preload.write_text(UNCONFINED, encoding="utf-8")
    fresh.one("--preload", str(preload))
    fresh.one(PYTHONPATH=str(farm.another_version(tmp_path / "other")))
    fresh.one("--nthreads", "2")
    fresh.wait_for_workers(3)
    with pytest.raises(ValueError, match=r"no worker of tcp://.* can grade: nothing was graded") as said:
        run(course, tmp_path / "out", fresh)
    unconfined = "no confinement for student code (bubblewrap: gone; Landlock: gone)"
    other, threads = "it has another version (course", "it has 2 threads; start it with --nthreads 1"
    for words in (unconfined, other, threads, "--sandbox none", "apt install bubblewrap"):
        assert words in str(said.value)
    assert not list((tmp_path / "out").glob("results/*/*"))


def test_what_is_typed_wrong_gives_one_line(course, tmp_path, monkeypatch):
    for address in ("tcp://127.0.0.1:1", "nowhere", "ftp://x"):
        with pytest.raises(ValueError, match="no scheduler answers at"):
            grade_class(course / "submitted", tmp_path / "out", Options(scheduler=address, sandbox="none"))

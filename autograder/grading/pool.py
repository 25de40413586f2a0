"""Workers, one per core: each has its own sandbox and grades one submission after another."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import multiprocessing.util
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field

from autograder.grading.assignment import Assignment
from autograder.grading.collect import SubmittedFiles
from autograder.grading.grade import Graded, Submission, grade
from autograder.grading.results import render
from autograder.sandbox.launcher import Sandbox, SandboxFailure
from autograder.sandbox.spec import SandboxSpec

TWICE = "the worker process died twice over this submission"

_plan: dict[str, tuple[Assignment, SandboxSpec]] = {}
_open: dict[str, Sandbox] = {}


def begin(plan: dict[str, tuple[Assignment, SandboxSpec]], parent: int) -> None:
    """In a worker: it ends when the coordinator does, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _plan.update(plan)
    # The plan and the cases stay as long as the worker does: no need to look through them for garbage.
    gc.freeze()
    multiprocessing.util.Finalize(None, close_sandboxes, exitpriority=10)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def _work(handed: SubmittedFiles) -> tuple[Graded, dict[str, str], str]:
    return _work_on(handed.submission())


def _work_on(submission: Submission) -> tuple[Graded, dict[str, str], str]:
    return (*grade_here(submission, _plan), _plan[submission.assignment][1].mode)


def grade_here(
    submission: Submission, plan: dict[str, tuple[Assignment, SandboxSpec]]
) -> tuple[Graded, dict[str, str]]:
    """(result, files to write), graded in this process; its sandbox stays for the next of the same assignment."""
    bundle, place = plan[submission.assignment]
    result = grade(bundle, submission, sandbox_for(bundle, place))
    files = render(bundle, result, place.mode)
    for notebook in result.notebooks:
        notebook.notebook = None
    return result, files


def sandbox_for(bundle: Assignment, place: SandboxSpec) -> Sandbox:
    """This process's sandbox for an assignment; another assignment's is ended."""
    for other in [library for library in _open if library != place.library]:
        _open.pop(other).stop()
    return _open.setdefault(place.library, Sandbox(place))


def close_sandboxes() -> None:
    """End the sandboxes that grading in this process has opened."""
    while _open:
        _open.popitem()[1].stop()


@dataclass
class Pool:
    """The workers of this machine."""

    plan: dict[str, tuple[Assignment, SandboxSpec]]
    workers: int
    lines: list[str] = field(default_factory=list)

    @property
    def by(self) -> str:
        """Who works, for the progress bar."""
        return ""

    def graded(self, every: Iterable[SubmittedFiles], notice: Callable) -> Iterator[tuple[SubmittedFiles, tuple | str]]:
        """(submission, (result, files, confinement) or why the machinery failed), as they are finished."""
        return graded(every, self.plan, self.workers)


class Child:
    """One process that grades what it is given, started anew when it dies."""

    def __init__(self, initializer: Callable, arguments: tuple):
        # Not forked: the process that holds it runs threads.
        self.begin = {"mp_context": multiprocessing.get_context("spawn"), "initializer": initializer}
        self.begin["initargs"] = arguments
        self.pool = ProcessPoolExecutor(1, **self.begin)

    def grade(self, submission: Submission) -> tuple | str:
        """(result, files, confinement), or why the machinery failed."""
        for _ in range(2):
            try:
                return _result(self.pool.submit(_work_on, submission))
            except BrokenProcessPool:
                self.close()
                self.pool = ProcessPoolExecutor(1, **self.begin)
        return TWICE

    def close(self) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)


def graded(
    every: Iterable[SubmittedFiles], plan: dict[str, tuple[Assignment, SandboxSpec]], jobs: int
) -> Iterator[tuple[SubmittedFiles, tuple | str]]:
    """(submission, its result, or why the machinery failed), as they are finished; few are held at a time."""
    waiting, broken = iter(every), []
    while True:
        lost = yield from _until_broken(waiting, plan, jobs)
        broken += lost
        if not lost:
            break
    for handed in broken:
        # Alone, so that one that kills its worker takes no other along.
        lost = yield from _until_broken(iter([handed]), plan, 1)
        if lost:
            yield handed, TWICE


def _until_broken(waiting: Iterator[SubmittedFiles], plan: dict, jobs: int) -> Iterator:
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    running: dict = {}
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=begin, initargs=(plan, os.getpid()))
    try:
        while True:
            while len(running) < 2 * jobs and (handed := next(waiting, None)) is not None:
                running[pool.submit(_work, handed)] = handed
            if not running:
                return []
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                result = _result(future)
                yield running.pop(future), result
    except BrokenProcessPool:
        return list(running.values())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _result(future) -> tuple | str:
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except SandboxFailure as error:
        return str(error)
    except Exception as error:
        return f"the grader stopped with {type(error).__name__}: {error}"

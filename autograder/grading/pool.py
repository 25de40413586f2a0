"""Workers, one per core: each has its own sandbox and grades one submission after another."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import multiprocessing.util
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field

from autograder.grading.assignment import Assignment
from autograder.grading.collect import SubmittedFiles
from autograder.grading.grade import Submission, grade
from autograder.grading.results import render
from autograder.grading.workers import TWICE, Done, NotDone
from autograder.sandbox.launcher import Sandbox, SandboxFailure
from autograder.sandbox.spec import SandboxSpec

# assignment -> (what is graded, what its sandbox is made of)
Plan = dict[str, tuple[Assignment, SandboxSpec]]
_plan: Plan = {}
_open: dict[str, Sandbox] = {}


def begin(plan: Plan, parent: int) -> None:
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


def _work(handed: SubmittedFiles) -> Done:
    return _work_on(handed.submission())


def _work_on(submission: Submission) -> Done:
    """Graded in this process; its sandbox stays for the next of the same assignment."""
    assignment, spec = _plan[submission.assignment]
    result = grade(assignment, submission, sandbox_for(spec))
    files = render(assignment, result, spec.mode)
    for notebook in result.notebooks:
        notebook.notebook = None
    return Done(result, files, spec.mode)


def sandbox_for(place: SandboxSpec) -> Sandbox:
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
    """The workers of this machine: see `Workers`."""

    plan: Plan
    workers: int
    notices: list[str] = field(default_factory=list)
    worker_summary = ""

    def grade_each(
        self, every: Iterable[SubmittedFiles], on_progress: Callable[[str], None]
    ) -> Iterator[tuple[SubmittedFiles, Done | NotDone]]:
        """Few are held at a time; those that were with a worker that died are graded once more, one by one."""
        waiting = iter(every)
        broken: list[SubmittedFiles] = []
        while incomplete := (yield from _until_broken(waiting, self.plan, self.workers)):
            broken += incomplete
        for handed in broken:
            # Alone, so that one that kills its worker takes no other along.
            if (yield from _until_broken(iter([handed]), self.plan, 1)):
                yield handed, NotDone(TWICE)


class Child:
    """One process that grades what it is given, started anew when it dies."""

    def __init__(self, initializer: Callable, arguments: tuple):
        self.initializer, self.arguments = initializer, arguments
        self.pool = self._started()

    def _started(self) -> ProcessPoolExecutor:
        # Not forked: the process that holds it runs threads.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(1, mp_context=context, initializer=self.initializer, initargs=self.arguments)

    def grade(self, submission: Submission) -> Done | NotDone:
        """The graded submission, or why the machinery failed."""
        for _ in range(2):
            try:
                return _result(self.pool.submit(_work_on, submission))
            except BrokenProcessPool:
                self.close()
                self.pool = self._started()
        return NotDone(TWICE)

    def close(self) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)


def _until_broken(
    waiting: Iterator[SubmittedFiles], plan: Plan, jobs: int
) -> Generator[tuple[SubmittedFiles, Done | NotDone], None, list[SubmittedFiles]]:
    """What has been graded until a worker died; returns what the workers had then."""
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    running: dict[Future[Done], SubmittedFiles] = {}
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


def _result(future: Future[Done]) -> Done | NotDone:
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except SandboxFailure as error:
        return NotDone(str(error))
    except Exception as error:
        return NotDone(f"the grader stopped with {type(error).__name__}: {error}")

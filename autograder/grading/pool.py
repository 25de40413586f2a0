"""Workers, one per core: each has its own sandbox and grades one submission after another."""

from __future__ import annotations

import ctypes
import multiprocessing
import multiprocessing.util
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from autograder.grading.bundle import Bundle
from autograder.grading.collect import Handed
from autograder.grading.sandbox import Place, Sandbox, SandboxFailure
from autograder.grading.store import render
from autograder.grading.work import Graded, grade

_plan: dict[str, tuple[Bundle, Place]] = {}
_open: dict[str, Sandbox] = {}


def _begin(plan: dict[str, tuple[Bundle, Place]], parent: int) -> None:
    """In a worker: it ends when the coordinator does, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _plan.update(plan)
    multiprocessing.util.Finalize(None, close_sandboxes, exitpriority=10)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def _work(handed: Handed) -> tuple[Graded, dict[str, str]]:
    return grade_here(handed, _plan)


def grade_here(handed: Handed, plan: dict[str, tuple[Bundle, Place]]) -> tuple[Graded, dict[str, str]]:
    """(result, files to write), graded in this process; its sandbox stays for the next of the same assignment."""
    bundle, place = plan[handed.assignment]
    result = grade(bundle, handed.submission(), sandbox_for(bundle, place))
    files = render(bundle, result, place.mode)
    for notebook in result.notebooks:
        notebook.notebook = None
    return result, files


def sandbox_for(bundle: Bundle, place: Place) -> Sandbox:
    """This process's sandbox for an assignment; another assignment's is ended."""
    for other in [library for library in _open if library != place.library]:
        _open.pop(other).stop()
    return _open.setdefault(place.library, Sandbox(place))


def close_sandboxes() -> None:
    """End the sandboxes that grading in this process has opened."""
    while _open:
        _open.popitem()[1].stop()


def graded(
    every: Iterable[Handed], plan: dict[str, tuple[Bundle, Place]], jobs: int
) -> Iterator[tuple[Handed, tuple | str]]:
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
            yield handed, "the worker process died twice over this submission"


def _until_broken(waiting: Iterator[Handed], plan: dict, jobs: int) -> Iterator:
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    running: dict = {}
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(plan, os.getpid()))
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

"""The coordinator's side of a cluster: hand submissions to the workers of a dask scheduler, a few at a time.

Every submission is given to a worker by name, two to a worker and never more: so a hundred thousand wait here, in the
folder, and it is known which were with a worker that died. Those are tried once more, each alone with a worker; one
whose worker dies again is reported and stops nobody. Workers are looked for all the time: whoever joins is used.
"""

from __future__ import annotations

import pickle
import queue
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.grading.assignment import Assignment
from autograder.grading.cluster import worker as there
from autograder.grading.cluster.client import answer, connected, submit, wait_a_little
from autograder.grading.cluster.registry import AT_ONCE, START, Lost, WorkerRegistry, WorkerState
from autograder.grading.collect import SubmittedFiles
from autograder.grading.grade import Submission
from autograder.grading.workers import TWICE, Done, NotDone

if TYPE_CHECKING:
    from distributed import Future

POLL_SECONDS = 0.3


@dataclass(eq=False)
class PendingTask:
    """A task under way: at which worker, and what it grades (None: the worker's introduction)."""

    future: Future
    seat: WorkerState
    work: tuple[SubmittedFiles, Submission] | None = None
    since: float = field(default_factory=time.monotonic)


class Cluster:
    """The workers of a scheduler (see `Workers`); a context, within which they are ours."""

    def __init__(self, address: str, assignments: dict[str, Assignment], sandbox: str, out: Path):
        self.address, self.assignments, self.run = address, assignments, uuid.uuid4().hex
        self.hello = (self.run, there.versions(), pickle.dumps(assignments), sandbox, str(out.resolve()))
        self.roster = WorkerRegistry(address)
        self.given: dict[str, PendingTask] = {}
        self.done: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.suspects: list[SubmittedFiles] = []
        self.tried: set[tuple[str, str]] = set()
        self.looked = 0.0
        # Longer than any submission can take, with another before it: then its answer was lost on the way.
        longest = max(len(b.templates) * b.limits.notebook for b in assignments.values())
        self.overdue = AT_ONCE * (longest + 60)

    @property
    def worker_summary(self) -> str:
        return self.roster.worker_summary

    @property
    def notices(self) -> list[str]:
        return self.roster.notices

    def __enter__(self) -> Cluster:
        self.connection = connected(self.address)
        self.client = self.connection.__enter__()
        return self

    def __exit__(self, *problem) -> None:
        """Have the workers end their sandboxes, as far as they can still be reached."""
        try:
            if self.client.status == "running":
                dismiss = there.dismiss
                ends = [
                    submit(self.client, _key(dismiss), s.address, dismiss)
                    for s in self.roster.seats.values()
                    if not s.refused
                ]
                self.client.cancel([g.future for g in self.given.values()])
                wait_a_little(self.client, ends)
        finally:
            self.connection.__exit__(None, None, None)

    def grade_each(
        self, every: Iterable[SubmittedFiles], on_progress: Callable[[str], None]
    ) -> Iterator[tuple[SubmittedFiles, Done | NotDone]]:
        """Those that were with a worker that died are graded once more, each alone with a worker."""
        self.waiting = iter(every)
        self.next = next(self.waiting, None)
        try:
            while self.next or self.suspects or any(g.work for g in self.given.values()):
                yield from self._look(on_progress)
                self._hand_out()
                yield from self._finished()
        except (OSError, CancelledError, RuntimeError) as error:
            if getattr(error, "filename", None):
                raise
            why = f"{error}".partition("\n")[0] or type(error).__name__
            raise Lost(
                f"the scheduler {self.address} is gone ({why}). What was graded is kept: "
                f"start the scheduler and its workers again ({START.format(self.address)}), then the same command "
                "with --resume"
            ) from None

    def _look(self, on_progress: Callable[[str], None]) -> Iterator[tuple[SubmittedFiles, NotDone]]:
        """Meet the workers that have joined, and take back what those had that have gone."""
        if self.client.status != "running":
            raise CancelledError("the connection is lost")
        if time.monotonic() - self.looked < POLL_SECONDS:
            return
        present, seats = self.client.scheduler_info(n_workers=-1)["workers"], self.roster.seats
        self.looked = time.monotonic()
        late = {g.seat.address for g in self.given.values() if self.looked - g.since > self.overdue}
        for address in set(seats) & (set(seats) - set(present) | late):
            yield from self._gone(seats[address])
        for address in set(present) - set(seats):
            seats[address] = WorkerState(address)
            threads = present[address]["nthreads"]
            if threads == 1:
                self._give(seats[address], None, there.introduce, *self.hello)
            else:
                why = f"it has {threads} threads; start it with --nthreads 1, and more workers instead"
                self.roster.refuse(seats[address], why)
        self.roster.patience()
        on_progress("")

    def _hand_out(self) -> None:
        """Fill the workers up; what has lost a worker before goes to one that has nothing else."""
        for seat in self.roster.ready:
            if self.suspects and seat.free and not seat.keys:
                seat.alone = True
                self._send(seat, self.suspects.pop())
            while self.next and seat.free:
                self._send(seat, self.next)
                self.next = next(self.waiting, None)

    def _send(self, seat: WorkerState, handed: SubmittedFiles) -> None:
        submission = handed.submission()
        self._give(seat, (handed, submission), there.work, self.run, submission)

    def _give(
        self, seat: WorkerState, work: tuple[SubmittedFiles, Submission] | None, task: Callable, *arguments: Any
    ) -> None:
        key = _key(task)
        future = submit(self.client, key, seat.address, task, *arguments)
        self.given[key] = PendingTask(future, seat, work)
        seat.keys.add(key)
        future.add_done_callback(lambda _: self.done.put(key))

    def _finished(self) -> Iterator[tuple[SubmittedFiles, Done | NotDone]]:
        """A result that has come, after a short wait for one."""
        try:
            given = self.given.get(key := self.done.get(timeout=POLL_SECONDS))
        except queue.Empty:
            return
        if given is None:
            return
        told = answer(given.future)
        if told is None or told.get("stranger"):
            yield from self._gone(given.seat)
            return
        del self.given[key]
        given.seat.keys.discard(key)
        if given.work is None:
            given.seat.mode = told.get("mode", "")
            if not given.seat.mode:
                self.roster.refuse(given.seat, told["refused"])
            return
        given.seat.alone = False
        handed, submission = given.work
        names = self.assignments[submission.assignment].templates
        yield handed, there.result_of(told, submission, names)

    def _gone(self, seat: WorkerState) -> Iterator[tuple[SubmittedFiles, NotDone]]:
        """A worker has died: the submissions that it had are tried once more, each alone."""
        self.roster.seats.pop(seat.address, None)
        for given in [self.given.pop(key) for key in seat.keys]:
            given.future.cancel()
            if given.work is None:
                continue
            handed, submission = given.work
            if (known := (submission.student, submission.assignment)) in self.tried:
                yield handed, NotDone(TWICE)
            else:
                self.tried.add(known)
                self.suspects.append(handed)


def _key(task: Callable) -> str:
    return f"{task.__name__}-{uuid.uuid4().hex}"

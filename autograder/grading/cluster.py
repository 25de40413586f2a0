"""The coordinator's side of a cluster: hand submissions to the workers of a dask scheduler, a few at a time.

Every submission is given to a worker by name, two to a worker and never more: so a hundred thousand wait here, in the
folder, and it is known which were with a worker that died. Those are tried once more, each alone with a worker; one
whose worker dies again is reported and stops nobody. Workers are looked for all the time: whoever joins is used.
"""

from __future__ import annotations

import json
import logging
import pickle
import queue
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path

from autograder.grading import confine
from autograder.grading.bundle import Bundle
from autograder.grading.collect import Handed
from autograder.grading.pool import TWICE
from autograder.grading.work import Graded, GradedNotebook, Submission

try:
    import dask
    import distributed
except ModuleNotFoundError as missing:
    raise ValueError(f"--scheduler needs the package {missing.name}: python -m pip install -e '.[campus]'") from None

from autograder.grading import cluster_worker as there

AT_ONCE, POLL_SECONDS, FETCH_SECONDS, LEAVE_SECONDS = 2, 0.3, 20, 10
PATIENCE_SECONDS = 60
START = "dask worker {} --nthreads 1 --nworkers 2"
ADVICE = (
    f"Confinement: install bubblewrap on the workers: {confine.INSTALL}",
    "Or, for submissions you would run by hand anyway: --sandbox none. Every page will say so.",
)
_SETTINGS = {"distributed.comm.timeouts.connect": "10s", "distributed.admin.large-graph-warning-threshold": "1GB"}


class Lost(ValueError):
    """The cluster is gone; what is graded is kept."""


@dataclass(eq=False)
class Seat:
    """A worker: ready to grade, still getting ready (neither), or refused; and what it has been given."""

    address: str
    mode: str = ""
    refused: str = ""
    keys: set[str] = field(default_factory=set)
    alone: bool = False

    @property
    def free(self) -> bool:
        return bool(self.mode) and not self.alone and len(self.keys) < AT_ONCE


@dataclass(eq=False)
class Given:
    """A task under way: at which worker, and the submission (None: the worker's introduction)."""

    future: distributed.Future
    seat: Seat
    handed: Handed | None = None
    submission: Submission | None = None


class Cluster:
    """The workers of a scheduler."""

    def __init__(self, address: str, bundles: dict[str, Bundle], sandbox: str, out: Path):
        self.address, self.bundles, self.run = address, bundles, uuid.uuid4().hex
        self.hello = (self.run, there.versions(), pickle.dumps(bundles), sandbox, str(out.resolve()))
        self.seats: dict[str, Seat] = {}
        self.given: dict[str, Given] = {}
        self.done: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.suspects: list[Handed] = []
        self.turned_away: dict[str, str] = {}
        self.looked = self.able = 0.0
        self.everyone_refused = False

    def __enter__(self) -> Cluster:
        # What dask has to say of a lost connection is said here in one line.
        self.logger = logging.getLogger("distributed"), logging.getLogger("distributed").level
        self.logger[0].setLevel(logging.CRITICAL + 1)
        self.settings = dask.config.set(_SETTINGS)
        try:
            self.client = distributed.Client(self.address, timeout=10, set_as_default=False, name="grading")
        except (OSError, ValueError, TypeError) as error:
            self._restore()
            raise ValueError(
                f"no scheduler answers at {self.address} ({error}): start one with `dask scheduler`, and give the "
                "address that it prints, such as tcp://10.0.0.5:8786"
            ) from None
        return self

    def __exit__(self, *problem) -> None:
        try:
            self._leave()
        finally:
            self.client.close(timeout=2)
            self._restore()

    def _restore(self) -> None:
        self.settings.__exit__(None, None, None)
        self.logger[0].setLevel(self.logger[1])

    def _leave(self) -> None:
        """Have the workers end their sandboxes, as far as they can still be reached."""
        if self.client.status != "running":
            return
        self.client.cancel([g.future for g in self.given.values()])
        self.given.clear()
        ends = [self._submit(f"dismiss-{uuid.uuid4().hex}", s, there.dismiss) for s in self.seats.values() if s.mode]
        if not ends:
            return
        distributed.fire_and_forget(ends)
        try:
            with self.client.as_current():
                distributed.wait(ends, timeout=LEAVE_SECONDS)
        except (TimeoutError, CancelledError, OSError):
            return

    @property
    def by(self) -> str:
        """Who works, for the progress bar."""
        ready, refused = (sum(bool(getattr(s, what)) for s in self.seats.values()) for what in ("mode", "refused"))
        return f"{ready} worker{'s' * (ready != 1)}" + f" ({refused} refused)" * bool(refused)

    @property
    def lines(self) -> list[str]:
        """Workers that were refused, and why."""
        reasons: dict[str, list[str]] = {}
        for address, why in self.turned_away.items():
            reasons.setdefault(why, []).append(address)
        return [f"worker {', '.join(addresses)} was refused: {why}" for why, addresses in reasons.items()]

    def graded(self, every: Iterable[Handed], notice: Callable[[str], None]) -> Iterator[tuple[Handed, tuple | str]]:
        """(submission, (result, files, confinement) or why the machinery failed), as they are finished."""
        self.waiting, self.tried, self.able = iter(every), set(), time.monotonic()
        self.next: Handed | None = next(self.waiting, None)
        try:
            while self.next or self.suspects or any(g.handed for g in self.given.values()):
                yield from self._look(notice)
                self._hand_out()
                yield from self._finished()
        except (OSError, CancelledError, RuntimeError) as error:
            raise self._lost(error) from None

    def _look(self, notice: Callable[[str], None]) -> Iterator[tuple[Handed, str]]:
        """Meet the workers that have joined, and take back what those had that have gone."""
        if self.client.status != "running":
            raise CancelledError("the connection is lost")
        if time.monotonic() - self.looked < POLL_SECONDS:
            return
        present = self.client.scheduler_info(n_workers=-1)["workers"]
        self.looked = time.monotonic()
        for address in set(self.seats) - set(present):
            yield from self._gone(self.seats[address])
        for address in set(present) - set(self.seats):
            self._meet(address, present[address]["nthreads"])
        self._patience()
        notice("")

    def _meet(self, address: str, threads: int) -> None:
        seat = self.seats[address] = Seat(address)
        if threads != 1:
            self._refuse(seat, f"it has {threads} threads; start it with --nthreads 1, and more workers instead")
            return
        self._give(seat, None, None, there.introduce, *self.hello)

    def _refuse(self, seat: Seat, why: str) -> None:
        seat.refused = self.turned_away[seat.address] = why

    def _patience(self) -> None:
        """Without a worker: wait a while for one, unless all that there are have been refused from the start."""
        seats = self.seats.values()
        if any(s.mode for s in seats):
            self.able, self.met = time.monotonic(), True
        elif seats and all(s.refused for s in seats) and not getattr(self, "met", False):
            raise Lost("\n".join([f"no worker of {self.address} can grade: nothing was graded.", *self.lines, *ADVICE]))
        elif time.monotonic() - self.able > PATIENCE_SECONDS:
            raise Lost("\n".join([f"no worker of {self.address} was ready for {PATIENCE_SECONDS:g} s.", *self.lines,
                                  f"Start some: {START.format(self.address)}; then go on with --resume."]))  # fmt: skip

    def _hand_out(self) -> None:
        """Fill the workers up; what has lost a worker before goes to one that has nothing else."""
        for seat in self.seats.values():
            if self.suspects and seat.free and not seat.keys:
                seat.alone = True
                self._submission(seat, self.suspects.pop())
            while self.next and seat.free:
                self._submission(seat, self.next)
                self.next = next(self.waiting, None)

    def _submission(self, seat: Seat, handed: Handed) -> None:
        submission = handed.submission()
        self._give(seat, handed, submission, there.work, self.run, submission)

    def _give(self, seat: Seat, handed: Handed | None, submission: Submission | None, task: Callable, *arguments):
        key = f"{task.__name__}-{uuid.uuid4().hex}"
        future = self._submit(key, seat, task, *arguments)
        self.given[key] = Given(future, seat, handed, submission)
        seat.keys.add(key)
        future.add_done_callback(lambda _: self.done.put(key))

    def _submit(self, key: str, seat: Seat, task: Callable, *arguments) -> distributed.Future:
        return self.client.submit(task, *arguments, key=key, workers=[seat.address], pure=False)

    def _finished(self) -> Iterator[tuple[Handed, tuple | str]]:
        """Results that have come, after a short wait for one."""
        try:
            key = self.done.get(timeout=POLL_SECONDS)
        except queue.Empty:
            return
        given = self.given.get(key)
        if given is None:
            return
        answer = self._answer(given)
        if answer is None or answer.get("stranger"):
            yield from self._gone(given.seat)
            return
        del self.given[key]
        given.seat.keys.discard(key)
        if given.handed is None:
            self._introduced(given.seat, answer)
            return
        given.seat.alone = False
        yield given.handed, self._result(answer, given.submission)

    def _answer(self, given: Given) -> dict | None:
        """What a task said; None when its worker is gone."""
        if given.future.status == "cancelled":
            raise CancelledError("the scheduler is gone")
        try:
            return json.loads(given.future.result(timeout=FETCH_SECONDS))
        except (TimeoutError, distributed.KilledWorker):
            return None
        except (OSError, CancelledError):
            raise
        except Exception as error:
            text = f"the course's code does not run there: {type(error).__name__}: {error}"
            return {"failure": text, "refused": text}

    def _introduced(self, seat: Seat, answer: dict) -> None:
        if "versions" in answer:
            ours = there.versions()
            named = [f"{k} {v} there, {ours.get(k)} here" for k, v in answer["versions"].items() if v != ours.get(k)]
            self._refuse(seat, f"it has another version ({'; '.join(named)}): install the same on both and restart it")
        elif "mode" in answer:
            seat.mode = answer["mode"]
        else:
            self._refuse(seat, answer["refused"])

    def _gone(self, seat: Seat) -> Iterator[tuple[Handed, str]]:
        """A worker has died: the submissions that it had are tried once more, each alone."""
        self.seats.pop(seat.address, None)
        for key in seat.keys:
            given = self.given.pop(key)
            given.future.cancel()
            if given.handed is not None and (given.submission.student, given.submission.assignment) in self.tried:
                yield given.handed, TWICE
            elif given.handed is not None:
                self.tried.add((given.submission.student, given.submission.assignment))
                self.suspects.append(given.handed)

    def _result(self, answer: dict, submission: Submission) -> tuple | str:
        """An answer as a result, if it is one for this submission and writes where its files belong."""
        if "failure" in answer:
            return answer["failure"]
        graded, files = Graded(**answer["graded"]), answer["files"]
        graded.notebooks = [GradedNotebook(**notebook) for notebook in graded.notebooks]
        place = f"{submission.student}/{submission.assignment}"
        names = [n for n in self.bundles[submission.assignment].templates]
        known = {f"autograded/{place}/{n}.ipynb" for n in names} | {f"feedback/{place}/{n}.html" for n in names}
        same = (submission.student, submission.assignment, submission.digest)
        if (graded.student, graded.assignment, graded.digest) != same or not set(files) <= known:
            return "the worker answered for something else"
        return graded, files, answer["mode"]

    def _lost(self, error: BaseException) -> Lost:
        return Lost(
            f"the scheduler {self.address} is gone ({error or type(error).__name__}). What was graded is kept: start "
            f"the scheduler and its workers again ({START.format(self.address)}), then the same command with --resume"
        )

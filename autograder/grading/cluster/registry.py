"""Who works on a cluster: ready, on the way, or refused and why; and how long to wait when there is nobody."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from autograder.sandbox import backends

AT_ONCE = 2
PATIENCE_SECONDS = 60
START = "dask worker {} --nthreads 1 --nworkers 2"
ADVICE = (
    f"Confinement: install bubblewrap on the workers: {backends.INSTALL}",
    "Or, for submissions you would run by hand anyway: --sandbox none. Every page will say so.",
)


class Lost(ValueError):
    """The cluster is gone, or of no use; what is graded is kept."""


@dataclass(eq=False)
class WorkerState:
    """A worker: ready with a confinement, refused, or neither yet; and the keys of what it has been given."""

    address: str
    mode: str = ""
    refused: str = ""
    keys: set[str] = field(default_factory=set)
    alone: bool = False

    @property
    def free(self) -> bool:
        return bool(self.mode) and not self.alone and len(self.keys) < AT_ONCE


class WorkerRegistry:
    """The workers of a scheduler, by address."""

    def __init__(self, address: str):
        self.address = address
        self.seats: dict[str, WorkerState] = {}
        self.turned_away: dict[str, str] = {}
        self.able, self.met = time.monotonic(), False

    def refuse(self, seat: WorkerState, why: str) -> None:
        seat.refused = self.turned_away[seat.address] = why

    @property
    def ready(self) -> list[WorkerState]:
        return [s for s in self.seats.values() if s.mode]

    @property
    def worker_summary(self) -> str:
        """Who works, for the progress bar."""
        ready, refused = len(self.ready), sum(bool(s.refused) for s in self.seats.values())
        return f"{ready} worker{'s' * (ready != 1)}" + f" ({refused} refused)" * bool(refused)

    @property
    def notices(self) -> list[str]:
        """Workers that were refused, and why."""
        reasons: dict[str, list[str]] = {}
        for address, why in self.turned_away.items():
            reasons.setdefault(why, []).append(address)
        return [f"worker {', '.join(addresses)} was refused: {why}" for why, addresses in reasons.items()]

    def patience(self) -> None:
        """Without a worker: wait a while for one, unless all that there are have been refused from the start."""
        if self.ready:
            self.able, self.met = time.monotonic(), True
        elif self.seats and not self.met and all(s.refused for s in self.seats.values()):
            said = [f"no worker of {self.address} can grade: nothing was graded.", *self.notices, *ADVICE]
            raise Lost("\n".join(said))
        elif time.monotonic() - self.able > PATIENCE_SECONDS:
            start = f"Start some: {START.format(self.address)}; then the same command with --resume."
            said = [f"no worker of {self.address} was ready for {PATIENCE_SECONDS} s; what was graded is kept.", start]
            raise Lost("\n".join([*said, *self.notices]))

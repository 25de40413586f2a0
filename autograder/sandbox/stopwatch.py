"""Time as a student is charged for it: that of the processor, and that spent waiting; not that of a loaded machine."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from autograder.runtime.deadline import IDLE_SHARE
from autograder.sandbox.limits import Limits

STEP = 0.5
PROCESSOR, WAITING = "of processor time", "of waiting"


class Stopwatch:
    """What one notebook has used. `used` tells the processor seconds of its processes, or None."""

    def __init__(self, limits: Limits, used: Callable[[], float | None]):
        self.limits, self._used = limits, used
        self._looked = time.monotonic()
        self._processor = self._first = used() or 0.0
        self._waited = self._taken = self._here = self._lent = 0.0
        self._charged: float | None = None

    def look(self) -> tuple[float, float]:
        """(processor seconds, seconds of waiting) since this was last asked."""
        now, used = time.monotonic(), self._used()
        passed, self._looked = now - self._looked, now
        self._taken += passed
        passed, lent, self._here, self._lent = max(0.0, passed - self._here), self._lent, 0.0, 0.0
        if used is None:
            # Without a clock of the process, time is time.
            self._waited += passed
            return lent, passed
        spent, self._processor = max(0.0, used - self._processor), max(used, self._processor)
        idle = passed if spent < IDLE_SHARE * passed else 0.0
        self._waited += idle
        return spent + lent, idle

    def begin(self) -> None:
        """From here on the student's process is at work; what passed before, it waited for this side."""
        self._looked, used = time.monotonic(), self._used()
        self._processor = max(used or 0.0, self._processor)

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """Within the block this side works for the process: that is not waiting, but its processor time counts."""
        began, processor = time.monotonic(), time.process_time()
        try:
            yield
        finally:
            self._here += time.monotonic() - began
            self._lent += time.process_time() - processor

    def listen(self) -> None:
        """From here on the process is listened to: what is charged until then says no longer what it has used."""
        self._charged = None

    @property
    def charged(self) -> float:
        """Seconds of the processor and of waiting until it was heard last; asked once, however often it is read."""
        if self._charged is None:
            self._charged = max(self._used() or 0.0, self._processor) - self._first + self._waited
        return self._charged

    @property
    def due(self) -> bool:
        """Whether it is time to look."""
        return time.monotonic() - self._looked >= STEP

    def over(self) -> str:
        """Why the notebook's time is used up; "" while it is not."""
        if self._processor - self._first >= self.limits.notebook:
            return f"the notebook's {self.limits.notebook:g} s {PROCESSOR} were used up"
        if self._waited >= self.limits.notebook:
            return f"the notebook's {self.limits.notebook:g} s {WAITING} were used up"
        if self._taken >= self.limits.patience * self.limits.notebook:
            return f"the notebook took {self.limits.patience * self.limits.notebook:g} s by the clock"
        return ""


class RequestTimer:
    """The time that one request may take: so long of the processor, so long of waiting."""

    def __init__(self, stopwatch: Stopwatch, seconds: float):
        self.stopwatch, self.seconds = stopwatch, seconds
        # Up to a step of what came before this request is charged to it: let it have one more.
        self.spent = self.waited = -STEP
        if stopwatch.due:
            stopwatch.begin()

    def over(self) -> str:
        """Which of its limits a request has passed; "" while none."""
        if self.stopwatch.due:
            spent, waited = self.stopwatch.look()
            self.spent, self.waited = self.spent + spent, self.waited + waited
        if self.spent >= self.seconds:
            return PROCESSOR
        if self.waited >= self.seconds:
            return WAITING
        return "" if not self.stopwatch.over() else "of the notebook"

"""How fast an answer is, in time that a loaded machine adds nothing to: what a report says depends on no clock."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from autograder.checking.small_cases import RUNGS
from autograder.runtime.observe import RemoteCallable, effort

SECONDS_PER_CHECK = float(os.environ.get("MLPKIT_CHECK_SECONDS", "30"))
# No smaller input is searched for where as many calls as that may take would need longer.
SECONDS_PER_SEARCH = 0.3
# After so long, by the clock, a check says how far it is.
SILENCE = 2.0


class Pace:
    """The time that the calls of one check take. `tell(done, of)` is called from time to time when that is long."""

    def __init__(self, answer: Any, tell: Callable[[int, int], None]):
        self.answer, self.tell = answer, tell
        self.began, self.check = time.perf_counter(), effort(answer)
        self.calls, self.counted, self.per_call = self.check, 0, 0.0

    def called(self, done: int, of: int) -> str | None:
        """What is said when the check's time is over after `done` calls; tells how far it is if it takes long."""
        if done == 1 and not isinstance(self.answer, RemoteCallable):
            # A first call may import and compile. From another process, replies come many at once.
            self.calls, self.counted = effort(self.answer), 1
        if time.perf_counter() - self.began > SILENCE and done < of:
            self.tell(done, of)
        passed = self.check()
        if passed < SECONDS_PER_CHECK or done == of:
            return None
        return (
            f"stopped after {passed:.0f} s, with {done} of {of} calls done: one takes {passed / done:.2g} "
            "s on average, for small arrays. Is there a loop over something that one array operation could do?"
        )

    def measured(self, done: int) -> None:
        """So many calls were made, and nothing else was done."""
        self.per_call = self.calls() / max(1, done - self.counted)

    @property
    def quick(self) -> bool:
        """Whether there is time to ask for all the smaller inputs."""
        return self.per_call * RUNGS < SECONDS_PER_SEARCH

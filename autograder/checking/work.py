"""How much a failing check may compute to explain an answer: counted in work, so that no clock changes a report."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from autograder.checking.cases import reference_outputs
from autograder.checking.exercise import Exercise
from autograder.checking.small_cases import ladder_of

T = TypeVar("T")
# In calls of functions, those of the interpreter's own among them: 0.1 to 0.2 s of a processor.
MOST_WORK = 320_000
# To compare one output with what a change gives is about as much as so many calls.
COMPARED = 25
# What takes more is no part of a formula: it trains a network, say.
OF_ANOTHER = 3000


class TooMuch(BaseException):
    """More work than was allowed. Not an Exception, so that `except Exception` does not swallow it."""


class Work:
    """What one check may still spend. Each thing that an answer is compared with costs one call of a right answer."""

    def __init__(self, exercise: Exercise):
        self.left, self.each = MOST_WORK, work_of(exercise)

    def afforded(self, items: Iterable[T]) -> list[T]:
        """As many of them as there is work left for; they are paid for whether they were computed before or not."""
        some = list(islice(items, max(0, self.left // self.each)))
        self.left -= self.each * len(some)
        return some


@functools.lru_cache(maxsize=256)
def work_of(exercise: Exercise) -> int:
    """How many functions one call of a right answer calls, and what it takes to compare what it returns."""
    ladder = ladder_of(exercise)
    if exercise.reference is None or exercise.small or not ladder.probes:
        return COMPARED
    probe = ladder.probes[-1]
    with limited(sys.maxsize) as spent, contextlib.suppress(Exception):  # then what ran up to there is counted
        reference_outputs(exercise, probe.args)
    return COMPARED * len(probe.expected) + spent()


@contextlib.contextmanager
def limited(most: int) -> Iterator[Callable[[], int]]:
    """Raise TooMuch in the block once so many functions were called in it; gives how many there were so far."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")
        if calls > most:
            raise TooMuch

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield lambda: calls
    finally:
        # One that is written in C cannot be set again.
        sys.setprofile(before if callable(before) else None)

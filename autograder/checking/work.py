"""How much a failing check may compute to explain an answer: counted in work, so that no clock changes a report."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
# In calls of functions, those of the interpreter's own among them: 0.1 to 0.2 s of a processor.
MOST_WORK = 450_000
# To compare one output with what a change gives is about as much as so many calls.
COMPARED = 25
# What takes more is no part of a formula: it trains a network, say.
OF_ANOTHER = 3000


class TooMuch(BaseException):
    """More work than was allowed. Not an Exception, so that `except Exception` does not swallow it."""


class Work:
    """What one check may still spend. All that an answer is compared with is paid for, computed before or not.

    One call of a right answer takes `each`.
    """

    def __init__(self, each: int):
        self.left, self.each = MOST_WORK, each

    def pay(self, calls: int = 1, more: int = 0) -> None:
        """For so many calls of a right answer, and so much more; raises TooMuch where that is not left."""
        cost = calls * self.each + more
        if cost > self.left:
            self.left = 0
            raise TooMuch
        self.left -= cost

    def afforded(self, items: Iterable[T]) -> Iterator[T]:
        """As many of them as there is work left for: one call for each."""
        for one in items:
            try:
                self.pay()
            except TooMuch:
                return
            yield one


class Paid(Sequence[T]):
    """So many entries, each paid for when it is first looked at: so many calls. Entry `known` is paid for already."""

    def __init__(self, entries: Sequence[T], count: int, work: Work, calls: int = 1, known: int | None = None):
        self._entries, self._count, self._work, self._calls, self._met = entries, count, work, calls, {known}

    def __getitem__(self, n: Any) -> Any:
        if n >= self._count:
            raise IndexError(n)
        if n not in self._met:
            self._work.pay(self._calls)
            self._met.add(n)
        return self._entries[n]

    def __len__(self) -> int:
        return self._count


def gathered(items: Iterable[T]) -> list[T]:
    """Those that come before the work is used up."""
    some: list[T] = []
    with contextlib.suppress(TooMuch):
        for one in items:
            some.append(one)
    return some


@contextlib.contextmanager
def limited(most: int) -> Iterator[Callable[[], int]]:
    """Raise TooMuch in the block once so many functions were called in it; gives how many there were so far."""
    calls, before = 0, sys.getprofile()
    # One that is written in C can be neither asked nor set again.
    outer: Any = before if callable(before) else None

    def count(*happened: Any) -> None:
        nonlocal calls
        calls += happened[1] in ("call", "c_call")
        if outer:
            outer(*happened)
        if calls > most:
            raise TooMuch

    sys.setprofile(count)
    try:
        yield lambda: calls
    finally:
        sys.setprofile(outer)

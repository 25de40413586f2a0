"""How long a call may take: a time of the processor, or as long a time of waiting without it."""

from __future__ import annotations

import _thread
import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator


class OutOfTime(BaseException):
    """The call passed its deadline. Not an Exception, so that `except Exception` does not swallow it."""


# Windows has no alarm of its own; there a thread rings with a signal that nothing else uses.
ALARM = next(getattr(signal, name) for name in ("SIGALRM", "SIGBREAK", "SIGTERM") if hasattr(signal, name))
# Seconds until it rings again, in case a bare `except:` caught the first.
AGAIN = 0.25

# Whoever uses less than this share of the time that passes is waiting, not working on a slow machine.
IDLE_SHARE = 0.02


class Effort:
    """Seconds since it was made: of the processor, or of waiting without it. A loaded machine adds none."""

    def __init__(self) -> None:
        self._began, self._used = time.monotonic(), time.process_time()

    def __call__(self) -> float:
        used, took = time.process_time() - self._used, time.monotonic() - self._began
        return took if used < IDLE_SHARE * took else used


class _Limit:
    """The deadline that is set: a time of the processor, or as long a time of waiting without it."""

    seconds = began = used = 0.0
    waiting = True
    # Since when another process has been at work for this one.
    away: float | None = None

    def passed(self) -> str:
        """Which of the two has passed; "" while neither has. Waiting may be another's to count."""
        now = time.monotonic() if self.away is None else self.away
        used, took = time.process_time() - self.used, now - self.began
        if used >= self.seconds:
            return "of processor time: does a loop never end?"
        if self.waiting and took >= self.seconds and used < IDLE_SHARE * took:
            return "of waiting: does it wait for what never comes?"
        return ""


_limit = _Limit()


@contextlib.contextmanager
def deadline(seconds: float, waiting: bool = True) -> Iterator[None]:
    """Raise OutOfTime in the calling code after `seconds`. Only the main thread can be stopped.

    `waiting`: whether time that passes without the processor counts.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
    elif hasattr(signal, "setitimer") or _threads_start():
        with ringing(), armed(seconds, waiting):
            yield
    else:  # a browser
        with _watching(seconds):
            yield


@contextlib.contextmanager
def ringing() -> Iterator[None]:
    """While this lasts, the alarm that `armed` sets raises OutOfTime."""

    def ring(*_):
        # On a busy machine the clock says little: then it rings again. Where no limit is set, one has just ended.
        if _limit.seconds and (which := _limit.passed()):
            raise OutOfTime(f"no answer after {_limit.seconds:g} s {which}")

    old = signal.signal(ALARM, ring)
    try:
        yield
    finally:
        signal.signal(ALARM, old)


@contextlib.contextmanager
def elsewhere() -> Iterator[None]:
    """Within the block another process works for this one, which is not said to wait for what never comes."""
    outer, began = _limit.away, time.monotonic()
    _limit.away = began if outer is None else outer
    try:
        yield
    finally:
        _limit.began += time.monotonic() - began
        _limit.away = outer


@contextlib.contextmanager
def armed(seconds: float, waiting: bool = True) -> Iterator[None]:
    """Set the alarm, and stop it at the end; one that was set before goes on, and ends this one if its time is up."""
    if _limit.seconds and (which := _limit.passed()):
        # Many short ones within it leave it no time to ring.
        raise OutOfTime(f"no answer after {_limit.seconds:g} s {which}")
    outer = vars(_limit).copy()
    vars(_limit).update(seconds=seconds, waiting=waiting, began=time.monotonic(), used=time.process_time(), away=None)
    try:
        _set_alarm(seconds)
        yield
    finally:
        # First of all, and in one step: an alarm that rings from here on must not keep the timer from being stopped.
        _limit.seconds = 0.0
        _set_alarm(0.0)
        vars(_limit).clear()
        vars(_limit).update(outer)
        if _limit.seconds:
            _set_alarm(AGAIN)


def _set_alarm(seconds: float) -> None:
    """Ring after `seconds` and then every AGAIN, instead of what was set before; 0: never."""
    global _quiet
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN if seconds else 0.0)
        return
    _quiet.set()
    if seconds:
        _quiet = threading.Event()
        threading.Thread(target=_ring, args=(seconds, _quiet), daemon=True).start()


# Set once the thread that rings last is to ring no more.
_quiet = threading.Event()


def _ring(seconds: float, quiet: threading.Event) -> None:
    """Ring from a thread. One that comes late finds no handler, and is dropped."""
    while not quiet.wait(seconds):
        _thread.interrupt_main(ALARM)
        seconds = AGAIN


def _threads_start() -> bool:
    try:
        threading.Thread(target=int, daemon=True).start()
    except RuntimeError:
        return False
    return True


@contextlib.contextmanager
def _watching(seconds: float) -> Iterator[None]:
    """Look at the clock before each line of Python that runs: this wants neither a signal nor a thread."""
    effort = Effort()

    def look(frame, event, argument):
        if effort() > seconds:
            raise OutOfTime(f"no answer after {seconds:g} s: does a loop never end?")
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)

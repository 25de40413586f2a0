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

    def passed(self) -> str:
        """Which of the two has passed; "" while neither has."""
        used, took = time.process_time() - self.used, time.monotonic() - self.began
        if used >= self.seconds:
            return "of processor time: does a loop never end?"
        if took >= self.seconds and used < IDLE_SHARE * took:
            return "of waiting: does it wait for what never comes?"
        return ""


_limit = _Limit()


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the calling code after `seconds`. Only the main thread can be stopped."""
    if threading.current_thread() is not threading.main_thread():
        yield
    elif hasattr(signal, "setitimer"):
        with ringing(), armed(seconds):
            yield
    else:
        with _interrupt_main(seconds):
            yield


@contextlib.contextmanager
def ringing() -> Iterator[None]:
    """While this lasts, the alarm that `armed` sets raises OutOfTime."""

    def ring(*_):
        # On a busy machine the clock says little: then it rings again.
        if which := _limit.passed():
            raise OutOfTime(f"no answer after {_limit.seconds:g} s {which}")

    old = signal.signal(signal.SIGALRM, ring)
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, old)


@contextlib.contextmanager
def armed(seconds: float) -> Iterator[None]:
    """Set the alarm, and stop it at the end."""
    outer = _limit.seconds, _limit.began, _limit.used
    _limit.seconds, _limit.began, _limit.used = seconds, time.monotonic(), time.process_time()
    # The second interval rings again in case the first was caught by a bare `except:`.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.25)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        _limit.seconds, _limit.began, _limit.used = outer


@contextlib.contextmanager
def _interrupt_main(seconds: float) -> Iterator[None]:
    rang = threading.Event()

    def ring():
        rang.set()
        _thread.interrupt_main()

    timer = threading.Timer(seconds, ring)
    try:
        timer.start()
    except RuntimeError:  # a browser starts no threads
        with _watching(seconds):
            yield
        return
    try:
        yield
    except KeyboardInterrupt:
        if not rang.is_set():
            raise
        raise OutOfTime(f"no answer after {seconds:g} s: does a loop never end?") from None
    finally:
        timer.cancel()


@contextlib.contextmanager
def _watching(seconds: float) -> Iterator[None]:
    """Look at the clock before each line of Python that runs: this wants neither a signal nor a thread."""
    until = time.monotonic() + seconds

    def look(frame, event, argument):
        if time.monotonic() > until:
            raise OutOfTime(f"no answer after {seconds:g} s: does a loop never end?")
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)

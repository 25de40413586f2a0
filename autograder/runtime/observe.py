"""Run a function on one case and write down everything it did: outputs, changes to its inputs, errors, noise."""

from __future__ import annotations

import ast
import builtins
import contextlib
import copy
import functools
import io
import linecache
import os
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

SECONDS_PER_CALL = float(os.environ.get("MLPKIT_CALL_SECONDS", "5"))


@dataclass(frozen=True)
class Seeded:
    """Stands in a case for a random generator: every run gets a fresh one in the same state."""

    seed: int

    def generator(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)


@dataclass(frozen=True)
class Raised:
    """An exception of the observed function, as text, with the line of its own source that raised it.

    `base` names the nearest built-in exception among its class and that class's bases.
    """

    kind: str
    message: str
    line_number: int | None = None
    line: str = ""
    base: str = "Exception"

    def __str__(self) -> str:
        what = f"{self.kind}: {self.message}" if self.message else self.kind
        where = f"\nline {self.line_number} of your cell:  {self.line}" if self.line else ""
        return what[:400] + where


@dataclass(frozen=True)
class Observation:
    """What one call did. `outputs` is a tuple (one entry for a single result), empty after an error.

    `lists` are the positions of outputs that came as lists and were read as arrays.
    """

    outputs: tuple = ()
    raised: Raised | None = None
    changed: tuple[int, ...] = ()
    warned: tuple[str, ...] = ()
    printed: bool = False
    result: Any = field(default=None, compare=False, repr=False)
    lists: tuple[int, ...] = ()


class OutOfTime(BaseException):
    """The call passed its deadline. Not an Exception, so that `except Exception` does not swallow it."""


# Whoever uses less than this share of the time that passes is waiting, not working on a slow machine.
IDLE_SHARE = 0.02


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


class RemoteError(Exception):
    """An error that happened elsewhere (in a sandboxed process) and is known only as text."""

    def __init__(self, raised: Raised):
        super().__init__(str(raised))
        self.raised = raised


def remote_error(raised: Raised) -> RemoteError:
    """The error to raise here: also of the built-in type that it has there, with the message it has there."""
    try:
        made = _typed(raised.base)(raised)
    except TypeError:
        return RemoteError(raised)
    made.args = (_key(raised.message),) if isinstance(made, KeyError) else (raised.message,) if raised.message else ()
    return made


@functools.lru_cache(maxsize=100)
def _typed(base: str) -> type[RemoteError]:
    kind = getattr(builtins, base, None)
    # A generator's end is no error, and what is no Exception must not pass `except Exception`.
    if not (isinstance(kind, type) and issubclass(kind, Exception)) or base.startswith("Stop") or kind is Exception:
        return RemoteError
    return type(base, (RemoteError, kind), {})


def _key(text: str) -> Any:
    """The key that a KeyError's message shows."""
    try:
        return ast.literal_eval(text[:1000])
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def base_of(error: BaseException) -> str:
    """The name of the nearest built-in class of an exception."""
    return next(k.__name__ for k in type(error).__mro__ if getattr(builtins, k.__name__, None) is k)


class _Bin(io.TextIOBase):
    """A stream that remembers that it was given something, and the beginning of it."""

    used, room = False, 20_000

    def __init__(self) -> None:
        self.kept: list[str] = []

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.used = self.used or bool(text)
        self.kept.append(text[: self.room])
        self.room -= min(len(text), self.room)
        return len(text)


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
        # On a busy machine the time of the clock is no measure: then it rings again.
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
    import _thread

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


def fresh(value: Any) -> Any:
    """A copy that a function may spoil."""
    return value.generator() if isinstance(value, Seeded) else copy.deepcopy(value)


def same(a: Any, b: Any) -> bool:
    """Equal to the last bit, NaN equal to NaN."""
    if isinstance(a, (tuple, list)):
        return isinstance(b, (tuple, list)) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()
    return not isinstance(a, (int, float, str, bool)) or a == b or a != a


def own_line(error: BaseException, function: Callable | None) -> tuple[int | None, str]:
    """Number and text of the innermost traceback line that lies in the file `function` was written in."""
    code = getattr(function, "__code__", None) or getattr(getattr(function, "__init__", None), "__code__", None)
    home = getattr(code, "co_filename", None)
    if isinstance(error, SyntaxError):
        return error.lineno, (error.text or "").strip()
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == home]
    if not frames:
        return None, ""
    last = frames[-1]
    return last.lineno, (last.line or linecache.getline(last.filename, last.lineno or 0)).strip()


def _split(result: Any) -> tuple:
    return result if isinstance(result, tuple) else (result,)


class RemoteCallable:
    """A function that lives in another process: it is observed and guarded there."""

    def _observe_(self, calls: Sequence[tuple]) -> Iterator[Observation]:
        raise NotImplementedError

    def _guarded_(self, exercise: Any) -> contextlib.AbstractContextManager:
        raise NotImplementedError


@dataclass
class Attempt:
    """What running something silently gave."""

    result: Any = None
    raised: Raised | None = None
    warned: tuple[str, ...] = ()
    printed: bool = False
    text: str = ""


def attempt(function: Callable, run: Callable[[], Any], seconds: float | None, limit: Callable = deadline) -> Attempt:
    """`run()`, which calls `function`, silently and in time (None: it keeps the time itself)."""
    out, seen = _Bin(), Attempt()
    with (
        warnings.catch_warnings(record=True) as caught,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        np.errstate(all="warn", under="ignore"),
    ):
        warnings.simplefilter("always")
        try:
            with limit(seconds) if seconds else contextlib.nullcontext():
                seen.result = run()
        except KeyboardInterrupt:
            raise
        except RemoteError as error:
            seen.raised = error.raised
        except OutOfTime as late:
            seen.raised = Raised("OutOfTime", str(late))
        except BaseException as error:
            where = own_line(error, function)
            seen.raised = Raised(type(error).__name__, message_of(error), *where, base_of(error))
    seen.warned = tuple(dict.fromkeys(str(w.message)[:200] for w in caught))
    seen.printed, seen.text = out.used, "".join(out.kept)
    return seen


def observe(
    function: Callable, args: tuple, call: Callable | None = None, seconds: float = SECONDS_PER_CALL
) -> Observation:
    """Run `call(function, *args)`, by default `function(*args)`, on copies of `args`, silently and in time."""
    if isinstance(function, RemoteCallable) and call is None:
        return next(function._observe_([args]))
    given = tuple(fresh(a) for a in args)
    run = (lambda: call(function, *given)) if call else (lambda: function(*given))
    seen = attempt(function, run, None if isinstance(function, RemoteCallable) else seconds)
    outputs = () if seen.raised else _split(seen.result)
    return Observation(outputs, seen.raised, changes(args, given), seen.warned, seen.printed, seen.result)


def observe_each(function: Callable, calls: Sequence[tuple], call: Callable | None = None) -> Iterator[Observation]:
    """`observe` for each tuple of arguments, as far as the caller goes; one that raised may be the last."""
    if isinstance(function, RemoteCallable) and call is None:
        return function._observe_(calls)
    return (observe(function, args, call) for args in calls)


def changes(args: tuple, given: tuple) -> tuple[int, ...]:
    """Positions of the arguments that a call changed."""
    pairs = enumerate(zip(args, given, strict=True))
    return tuple(i for i, (a, b) in pairs if not isinstance(a, Seeded) and not same(a, b))


def message_of(error: BaseException) -> str:
    """The text of an error, whose own `__str__` may fail."""
    try:
        return str(error)
    except Exception:
        return ""


def in_grading() -> bool:
    """Whether nbgrader is autograding this notebook (it says so in the environment)."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def in_nbgrader() -> bool:
    """Whether nbgrader, not a reader, is running this notebook."""
    return "NBGRADER_EXECUTION" in os.environ

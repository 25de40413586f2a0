"""Run a function on one case and write down everything it did: outputs, changes to its inputs, errors, noise."""

from __future__ import annotations

import contextlib
import copy
import io
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.runtime.asserted import compared
from autograder.runtime.deadline import Effort, OutOfTime, deadline
from autograder.runtime.raised import Raised, RemoteError, base_of, message_of, own_line

SECONDS_PER_CALL = float(os.environ.get("MLPKIT_CALL_SECONDS", "5"))


@dataclass(frozen=True)
class Seeded:
    """Stands in a case for a random generator: every run gets a fresh one in the same state."""

    seed: int

    def generator(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)


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


def _split(result: Any) -> tuple:
    return result if isinstance(result, tuple) else (result,)


class RemoteCallable:
    """A function that lives in another process: it is observed and guarded there."""

    def _observe_(self, calls: Sequence[tuple]) -> Iterator[Observation]:
        raise NotImplementedError

    def _guarded_(self, exercise: Any) -> contextlib.AbstractContextManager:
        raise NotImplementedError

    def _spent_(self) -> float:
        """Seconds that its process has used or waited."""
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
            said = message_of(error) or compared(error, function)
            seen.raised = Raised(type(error).__name__, said, *where, base_of(error))
    seen.warned = tuple(dict.fromkeys(str(w.message)[:200] for w in caught))
    seen.printed, seen.text = out.used, "".join(out.kept)
    return seen


def effort(function: Callable) -> Callable[[], float]:
    """Tells the seconds that are used or waited from here on, in the process that `function` runs in."""
    if not isinstance(function, RemoteCallable):
        return Effort()
    began = function._spent_()
    return lambda: function._spent_() - began


def observe(function: Callable, args: tuple, call: Callable | None = None, seconds: float | None = None) -> Observation:
    """Run `call(function, *args)`, by default `function(*args)`, on copies of `args`, silently and in time."""
    seconds = SECONDS_PER_CALL if seconds is None else seconds
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


def in_grading() -> bool:
    """Whether nbgrader is autograding this notebook (it says so in the environment)."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def in_nbgrader() -> bool:
    """Whether nbgrader, not a reader, is running this notebook."""
    return "NBGRADER_EXECUTION" in os.environ

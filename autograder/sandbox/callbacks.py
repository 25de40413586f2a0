"""Functions of the trusted side that a student's process may call while a test runs, and no others.

A callback is what a test itself passes to a student's function: a plain function, a method, an object of the check's
own. It gets plain data, generators and proxies, for a limited time, and gives plain data or an error's text back.
Nothing of the function itself (its globals, its closure, the object it belongs to) can be reached. A function that
would compute the answer to an exercise which is still closed is refused. When the test has ended, every call is.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.runtime.deadline import OutOfTime, deadline
from autograder.runtime.frames import pack
from autograder.runtime.objects import Outgoing, own_description
from autograder.runtime.observe import RemoteCallable
from autograder.runtime.plain_data import NotPlain, ProtocolError
from autograder.runtime.raised import message_of
from autograder.sandbox.little_memory import little_memory

LARGEST, LARGEST_MADE, DEEPEST = 4 << 20, 64 << 20, 8


class CallbackTable:
    """The functions that one session has lent, by number. A number is used once."""

    def __init__(self) -> None:
        self.closed: list[Any] = []
        self._functions: dict[int, Callable] = {}
        self._last = self._depth = 0

    def outgoing(self) -> Outgoing:
        """Describes what a frame holds; its functions are lent."""
        return Outgoing(self._lend)

    def _lend(self, function: Callable) -> int:
        if any(value is answer for value in _reached(function) for answer in self.closed):
            raise NotPlain(
                "the function uses the answer to an exercise of this notebook, so student code may not call it"
            )
        self._last += 1
        self._functions[self._last] = function
        return self._last

    def take_back(self) -> None:
        """Nothing is lent any more."""
        self._functions.clear()

    def reply(self, asked: list, seconds: float, handle: Callable[[Any], Any]) -> bytes:
        """The frame that answers ["callback", serial, number, args, kwargs]. Raises ProtocolError for anything else."""
        if [type(x) for x in asked[1:]] != [int, int, tuple, dict] or any(type(k) is not str for k in asked[4]):
            raise ProtocolError("not a call of a lent function")
        _, serial, number, args, kwargs = asked
        head = ["value", serial]
        try:
            value = self._value(number, args, kwargs, seconds)
            drawn = generators((*args, *kwargs.values()))
            return pack([*head, True, value, [own_description(g) for g in drawn]], handle)
        except OutOfTime as late:
            return pack([*head, False, f"OutOfTime: {late}", []])
        except Exception as error:
            return pack([*head, False, f"{type(error).__name__}: {message_of(error)[:300]}", []])

    def _value(self, number: int, args: tuple, kwargs: dict, seconds: float) -> Any:
        if number not in self._functions:
            raise ValueError("this function can no longer be called: it belonged to an earlier test")
        if self._depth >= DEEPEST:
            raise RecursionError("functions of the test and of the notebook call each other too deeply")
        if size_of((args, kwargs)) > LARGEST:
            raise ValueError(f"arguments of more than {LARGEST >> 20} MB")
        self._depth += 1
        try:
            # The deadline last: time that is up while the others end would leave them behind.
            with warnings.catch_warnings(), np.errstate(all="ignore"), little_memory(LARGEST_MADE), deadline(seconds):
                warnings.simplefilter("ignore")
                return self._functions[number](*args, **kwargs)
        finally:
            self._depth -= 1


def generators(args: tuple) -> list[np.random.Generator]:
    """The random generators among arguments: where they stand afterwards is told."""
    return [a for a in args if isinstance(a, np.random.Generator)]


def size_of(value: Any) -> int:
    """Bytes of plain data, roughly."""
    if isinstance(value, dict):
        return size_of(list(value)) + size_of(list(value.values()))
    if isinstance(value, (list, tuple, set)):
        return sum(map(size_of, value)) + 64
    return value.nbytes if isinstance(value, np.ndarray) else len(value) if isinstance(value, (str, bytes)) else 8


def _reached(function: Any) -> Iterator[Any]:
    """What a function calls or holds by name, as far as its code says: a guard against slips of a test's author."""
    seen: dict[int, Any] = {}
    waiting = [function]
    while waiting and len(seen) < 1000:
        thing = waiting.pop()
        if id(thing) not in seen:
            seen[id(thing)] = thing
            yield thing
            waiting += _parts(thing)


def _parts(thing: Any) -> list[Any]:
    if isinstance(thing, RemoteCallable):
        return []
    if isinstance(thing, functools.partial):
        return [thing.func, *thing.args, *thing.keywords.values()]
    if inspect.ismethod(thing):
        return [thing.__func__, *getattr(thing.__self__, "__dict__", {}).values()]
    if not inspect.isfunction(thing):
        return []
    names, space = thing.__code__.co_names, thing.__globals__
    found = [space[n] for n in names if n in space]
    held = []
    for cell in thing.__closure__ or ():
        # A name that is not bound yet has an empty cell.
        with contextlib.suppress(ValueError):
            held.append(cell.cell_contents)
    inside = [vars(m).get(n) for m in found if inspect.ismodule(m) for n in names]
    return [getattr(thing, "__wrapped__", None), *held, *found, *inside]

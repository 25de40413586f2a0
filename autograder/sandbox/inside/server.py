"""The student's side of the border: cells run here, functions are called here, and only data leaves.

Nothing here is trusted by the other side: student code shares this process.
"""

from __future__ import annotations

import copy
import importlib
import inspect
import os
import random
import time
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np

from autograder.runtime.channel import Channel, Closed
from autograder.runtime.deadline import armed, deadline, elsewhere, ringing
from autograder.runtime.frames import TOGETHER, Batch, pack
from autograder.runtime.objects import Incoming, copy_state, own_description, plain_state
from autograder.runtime.observe import Seeded, attempt, changes
from autograder.runtime.placeholder import Placeholder
from autograder.runtime.plain_data import NotPlain
from autograder.runtime.raised import base_of, message_of, own_line
from autograder.sandbox.inside.open_answer import open_answer
from autograder.sandbox.inside.shell import run_cell

MOST_HANDLES = 10_000
# Answers to many calls wait for each other no longer than this.
TOGETHER_SECONDS = 0.05


class Student:
    """One student's namespace, answering requests until the other side closes the channel."""

    def __init__(self, shell: Any, channel: Channel, limits: dict):
        self.shell, self.channel, self.limits = shell, channel, limits
        self.space = shell.user_ns
        self.objects: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}
        self.incoming = Incoming(self._call_back)
        self.named: list[Any] = []
        self.replaced: list[tuple[str, Any]] = []
        self.asked = 0

    def serve(self) -> None:
        """Answer requests, one reply each."""
        while True:
            try:
                asked = self._receive()
            except Closed:
                return
            # The value of a lent function may come too late, when the call that wanted it was out of time.
            if asked[0] != "value":
                self._answer(*asked)

    def _answer(self, operation: str, *arguments: Any) -> None:
        try:
            said = getattr(self, f"do_{operation}")(*arguments)
            frame = pack(["ok", said], self._describe)
        except BaseException as error:
            frame = pack(["error", _raised(error)])
        self.channel.send(frame)

    def do_cell(self, source: str) -> list:
        return run_cell(self.shell, source, self.limits["cell"], self.limits["output"])

    def do_names(self, names: list[str]) -> dict:
        return {n: self.space[n] for n in names if n in self.space}

    def do_method(self, thing: Any, name: str, args: tuple) -> Any:
        """A special method, as Python calls it: of the object's type."""
        return getattr(type(thing), name)(thing, *args)

    def do_seed(self, kind: str, args: tuple) -> None:
        (random.seed if kind == "random" else np.random.seed)(*args)

    def do_put(self, name: str, value: Any) -> None:
        self.space[name] = value

    def do_drop(self, name: str) -> None:
        self.space.pop(name, None)

    def do_call(self, function: Any, args: tuple, kwargs: dict, limit: Callable = deadline) -> tuple:
        """(result, {position: changed argument}, raised, warned, printed), or (result,) with nothing else to say."""
        things = self.incoming.things
        # Only data is copied: what an object is told to do happens to the object itself.
        memo = {id(thing): thing for thing in [*things, *self.named]}
        given = tuple(a.generator() if isinstance(a, Seeded) else copy.deepcopy(a, memo) for a in args)
        seen = attempt(function, lambda: function(*given, **kwargs), self.limits["call"], limit)
        changed = {i: given[i] for i in changes(args, given)}
        changed |= {-1 - n: plain_state(thing) for n, thing in enumerate(things)}
        if not (changed or seen.raised or seen.warned or seen.printed):
            return (seen.result,)
        raised = seen.raised and astuple(seen.raised)
        return (
            (None if raised else seen.result),
            changed,
            raised,
            list(seen.warned),
            seen.text if seen.printed else False,
        )

    def do_calls(self, function: Any) -> int:
        """Call a function on each of the arguments in the next frame, up to one that raised; returns how many.

        The replies go ahead in batches, none of them empty. What ends them is the reply to this request.
        """
        count, batch, last = 0, self._batch(), time.monotonic()
        with ringing():
            for args in self._receive():
                well, count = _add(batch, self.do_call(function, args, {}, armed)), count + 1
                if not well:
                    break
                if batch.size > TOGETHER or time.monotonic() - last > TOGETHER_SECONDS:
                    self.channel.send(batch.frame())
                    batch, last = self._batch(), time.monotonic()
        if len(batch):
            self.channel.send(batch.frame())
        return count

    def _batch(self) -> Batch:
        return Batch(self._describe, "replies")

    def do_attribute(self, thing: Any, name: str) -> Any:
        return getattr(thing, name)

    def do_set(self, thing: Any, name: str, value: Any) -> None:
        setattr(thing, name, value)

    def do_instance(self, thing: Any, kind: Any) -> bool:
        return isinstance(thing, kind)

    def do_written(self, given: str) -> list[str]:
        """Names of the files in `given` that were written here: their times tell, also where the text is the same."""
        names = [p.relative_to(given) for p in Path(given).rglob("*") if p.is_file()] if given else []
        return [str(n) for n in names if not n.exists() or n.stat().st_mtime_ns != Path(given, n).stat().st_mtime_ns]

    def do_open(self, module: str, name: str, source: str) -> None:
        """The library's answer to an exercise that has been graded takes the place of its closed stub."""
        open_answer(importlib.import_module(module), name, source)

    def do_lend(self, helpers: list[tuple[str, str]]) -> None:
        for name, module in helpers:
            if name in self.space:
                self.replaced.append((name, self.space[name]))
                self.space[name] = getattr(importlib.import_module(module), name)

    def do_return(self) -> None:
        while self.replaced:
            name, value = self.replaced.pop()
            self.space[name] = value

    def _given(self, described: Any) -> Any:
        if isinstance(described, dict):
            return self.incoming(described)
        self.named.append(self.objects[described])
        return self.named[-1]

    def _receive(self) -> Any:
        """The next frame. The objects that come with it are numbered anew."""
        self.incoming.things, self.named = [], []
        return self.channel.receive(handle=self._given)

    def _call_back(self, number: int, args: tuple, kwargs: dict) -> Any:
        """Ask the other side for a value of a function that it lent, and answer what it asks meanwhile."""
        self.asked += 1
        serial = self.asked
        self.channel.send(pack(["callback", serial, number, args, kwargs], self._lent))
        while True:
            with elsewhere():
                kind, *said = self._receive()
            if kind != "value":
                self._answer(kind, *said)
            elif said[0] == serial:
                break
        _, well, value, states = said
        if not well:
            raise ValueError(value)
        given = [a for a in (*args, *kwargs.values()) if isinstance(a, np.random.Generator)]
        for generator, state in zip(given, states, strict=True):
            copy_state(generator, state)
        return value

    def _lent(self, thing: Any) -> dict:
        """A generator or a dtype goes to a lent function by its description, another object as a proxy."""
        kind = type(thing) is type and issubclass(thing, np.generic)
        return own_description(thing) if kind or isinstance(thing, np.random.Generator) else self._describe(thing)

    def _describe(self, thing: Any) -> dict:
        if isinstance(thing, Placeholder):
            return {"placeholder": thing.__name__}
        # An object that is held here has its id to itself.
        number, kind = self.numbers.setdefault(id(thing), len(self.objects)), type(thing)
        if number >= MOST_HANDLES:
            raise NotPlain("too many objects")
        self.objects[number] = thing
        name = f"array of {thing.dtype}" if kind.__name__ == "ndarray" else kind.__name__
        described = {"id": number, "type": name, "callable": callable(thing), "signature": _signature(thing),
                     "name": str(getattr(thing, "__name__", ""))}  # fmt: skip
        doc = getattr(thing, "__doc__", None) if callable(thing) else None
        return {**described, "doc": doc[:5000]} if type(doc) is str else described


def _add(answers: Batch, said: tuple) -> bool:
    """Add what a call said, or that it cannot travel. Returns whether the call went well."""
    try:
        answers.add(said)
    except Exception as error:
        answers.add((None, {}, _raised(error), [], False))
        return False
    return len(said) == 1 or said[2] is None


def _raised(error: BaseException) -> tuple:
    return (type(error).__name__, message_of(error)[:2000], *own_line(error, None), base_of(error))


def _signature(thing: Any) -> list | None:
    if not callable(thing):
        return None
    try:
        parameters = inspect.signature(thing).parameters.values()
        return [[p.name, int(p.kind), p.default is not p.empty, *_plain_default(p.default)] for p in parameters]
    except Exception:  # inspect compares what it looks at, by the student's own `__eq__`
        return None


def _plain_default(value: Any) -> list:
    return [value] if type(value) in (int, float, str, bool) and len(str(value)) < 200 else []


def serve(shell: Any, reader: int, writer: int, limits: dict) -> None:
    """Serve one submission and leave, whatever threads the student has left behind."""
    channel = Channel(reader, writer)
    try:
        Student(shell, channel, limits).serve()
    finally:
        os._exit(0)

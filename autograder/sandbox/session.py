"""One student's process as the trusted side sees it: asked questions, ended when it fails, rebuilt by replay."""

from __future__ import annotations

import contextlib
import math
import weakref
from collections.abc import Iterator
from typing import Any

from autograder.checking.exercise import Exercise
from autograder.runtime.frames import pack
from autograder.runtime.plain_data import NotPlain, ProtocolError
from autograder.runtime.raised import RemoteError
from autograder.sandbox.callbacks import size_of
from autograder.sandbox.connection import MOST_IN_A_CHECK, Connection
from autograder.sandbox.launcher import Sandbox
from autograder.sandbox.limits import Limits
from autograder.sandbox.proxy import Proxy, described_value
from autograder.sandbox.redacted_library import answer_source

MOST_OBJECTS = 10_000
# Bytes that the iterators of a test may give, with a thousand for each item.
MOST_ITERATED = 256 << 20


class Session(Connection):
    """One student's process: runs cells, answers questions about names, and is rebuilt by replay when it dies."""

    def __init__(self, sandbox: Sandbox, limits: Limits):
        super().__init__(sandbox, limits)
        self.room = MOST_ITERATED
        self.proxies: weakref.WeakValueDictionary[tuple, Proxy] = weakref.WeakValueDictionary()

    def cell(self, source: str) -> list[dict]:
        """Run a cell; its outputs as the student's side reports them."""
        try:
            outputs = self.ask("cell", source, seconds=self.limits.cell)
        except RemoteError as error:
            return [{"kind": "error", "name": error.raised.kind, "value": error.raised.message, "lines": []}]
        self.history.append(("cell", (source,)))
        return outputs if isinstance(outputs, list) else []

    def names(self, names: list[str]) -> dict[str, Any]:
        """Those of `names` that exist, plain values as themselves, anything else as a proxy."""
        found = self.ask("names", names, seconds=self.limits.call)
        if not isinstance(found, dict):
            return {}
        for name, value in found.items():
            if isinstance(value, Proxy):
                object.__setattr__(value, "_name_", name)
        return {n: found[n] for n in names if n in found}

    def new_test(self, check: bool) -> None:
        """What was noted of the test before is forgotten. Checks use small inputs, to which the replies are small."""
        self.may_say = MOST_IN_A_CHECK if check else math.inf
        self.uncrossed, self.stopped, self.room = [], "", MOST_ITERATED

    def charge(self, value: Any) -> None:
        """Count what an iterator gave, which may never end."""
        self.room -= 1000 + size_of(value)
        if self.room < 0:
            raise ProtocolError("an iterator gave too much")

    def put(self, name: str, value: Any) -> None:
        """Bind a name in the student's namespace. Raises NotPlain for what does not travel."""
        self.ask("put", name, value, seconds=self.limits.call)
        with contextlib.suppress(NotPlain):
            pack(["put", name, value])
            self.history.append(("put", (name, value)))

    def drop(self, name: str) -> None:
        """Delete a name from the student's namespace."""
        self.ask("drop", name, seconds=self.limits.call)
        self.history.append(("drop", (name,)))

    def written(self) -> frozenset[str]:
        """The assignment's own files that are others by now where the cells run."""
        with contextlib.suppress(RemoteError):
            names = self.ask("written", self.sandbox.spec.files or "", seconds=self.limits.cell)
            return frozenset(n for n in names if type(n) is str) if type(names) is list else frozenset()
        return frozenset()

    def open(self, exercise: Exercise) -> None:
        """Put the library's answer to a graded exercise back in its place."""
        if exercise.reference is not None:
            order = ("open", answer_source(exercise.reference))
            with contextlib.suppress(RemoteError):
                self.ask(order[0], *order[1], seconds=self.limits.call)
            self.history.append(order)
            self.callbacks.closed = [a for a in self.callbacks.closed if a is not exercise.reference]

    @contextlib.contextmanager
    def lending(self, helpers: list[tuple[str, str]]) -> Iterator[None]:
        """For a check: these names (each with its module) are the library's, and what was lent is taken back."""
        with contextlib.suppress(RemoteError):
            self.ask("lend", helpers, seconds=self.limits.call)
        self.history.append(("lend", (helpers,)))
        try:
            yield
        finally:
            self.history.pop()
            self.callbacks.take_back()
            with contextlib.suppress(RemoteError):
                if self.channel is not None:
                    self.ask("return", seconds=self.limits.call)

    def _proxy(self, described: Any) -> Any:
        self.objects += 1
        if self.objects > MOST_OBJECTS:
            raise ProtocolError("too many objects")
        key = (self.life, described.get("id"), described.get("type")) if type(described) is dict else ()
        if set(map(type, key)) != {int, str}:
            return described_value(self, described)
        # One object of the student's is one object here.
        found = self.proxies.get(key)
        if found is None:
            found = self.proxies[key] = described_value(self, described)
        return found

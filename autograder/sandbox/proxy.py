"""A student's object on the trusted side: a proxy. What it does happens in the student's process."""

from __future__ import annotations

import contextlib
import functools
import inspect
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from autograder.checking.exercise import Exercise
from autograder.checking.guard import helpers
from autograder.runtime.objects import copy_back, copy_state, trusted_values
from autograder.runtime.observe import Observation, RemoteCallable, Seeded
from autograder.runtime.placeholder import Placeholder
from autograder.runtime.plain_data import NotPlain, ProtocolError
from autograder.runtime.raised import Raised, RemoteError, remote_error
from autograder.sandbox import proxy_methods
from autograder.sandbox.call_batches import portions
from autograder.sandbox.replies import Reply, failed, reply, signature

if TYPE_CHECKING:
    from autograder.sandbox.session import Session


class Proxy(RemoteCallable):
    """An object that lives in the student's process. Compares by identity, is not an array, and is never copied."""

    __array_ufunc__ = None
    __hash__ = object.__hash__

    def __init__(self, session: Session, described: dict):
        fill = object.__setattr__
        fill(self, "_session_", session)
        fill(self, "_id_", described.get("id"))
        fill(self, "_life_", session.life)
        fill(self, "_name_", None)
        name = described.get("name")
        # A module's name has dots.
        if isinstance(name, str) and all(part.isidentifier() for part in name.split(".")):
            fill(self, "__name__", name)
        parameters = signature(described.get("signature"))
        if parameters is not None:
            fill(self, "__signature__", parameters)
        if isinstance(described.get("doc"), str):
            fill(self, "__doc__", described["doc"])

    def _current_(self) -> int:
        """Its number in the process that lives now."""
        session = self._session_
        session.ensure_running()
        if self._life_ != session.life:
            again = session.names([self._name_]).get(self._name_) if self._name_ else None
            if not isinstance(again, Proxy):
                raise RemoteError(Raised("Lost", "an object was lost when the Python process ended"))
            object.__setattr__(self, "_id_", again._id_)
            object.__setattr__(self, "_life_", again._life_)
        return self._id_

    def _call_(self, args: tuple, kwargs: dict, sent: list | None = None) -> Reply:
        self._current_()
        try:
            return reply(self._session_.ask("call", self, args, kwargs, seconds=self._session_.limits.call, sent=sent))
        except RemoteError as error:
            return failed(error.raised)

    def _replies_(self, calls: Sequence[tuple]) -> Iterator[Reply]:
        """One reply a call. Plain data is sent ahead; what calls back, or is made again there, goes one by one."""
        try:
            return self._session_.calls(self, portions(calls))
        except NotPlain:
            return self._one_by_one_(calls)

    def _one_by_one_(self, calls: Sequence[tuple]) -> Iterator[Reply]:
        for args in calls:
            said = self._call_(tuple(a.generator() if isinstance(a, Seeded) else a for a in args), {})
            yield said
            if said.raised is not None:
                return

    def _observe_(self, calls: Sequence[tuple]) -> Iterator[Observation]:
        for said in self._replies_(calls):
            outputs = () if said.raised else said.result if isinstance(said.result, tuple) else (said.result,)
            touched = tuple(sorted(i for i in said.changed if i >= 0))
            yield Observation(outputs, said.raised, touched, said.warned, said.printed, said.result)

    def _guarded_(self, exercise: Exercise) -> contextlib.AbstractContextManager:
        return self._session_.lending([(name, inspect.unwrap(f).__module__) for name, f in helpers(exercise)])

    def _spent_(self) -> float:
        return self._session_.stopwatch.charged

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        sent: list[Any] = []
        said = self._call_(args, kwargs, sent)
        copy_back(args, said.changed)
        for n, thing in enumerate(sent):
            copy_state(thing, said.changed.get(-1 - n))
        for text in said.warned:
            warnings.warn(text, RuntimeWarning, stacklevel=2)
        print(said.text, end="")
        if said.raised:
            if said.raised.kind == "OutOfTime":
                self._session_.stopped = said.raised.message
            raise remote_error(said.raised)
        return said.result

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") and name.endswith("_"):
            raise AttributeError(name)
        try:
            self._current_()
            return self._session_.ask("attribute", self, name, seconds=self._session_.limits.call)
        except RemoteError as error:
            if error.raised.kind == "AttributeError":
                raise AttributeError(error.raised.message) from None
            raise

    def __setattr__(self, name: str, value: Any) -> None:
        self._current_()
        self._session_.ask("set", self, name, value, seconds=self._session_.limits.call)

    def __instancecheck__(self, thing: Any) -> bool:
        if not isinstance(thing, RemoteCallable):
            return False
        return self._session_.ask("instance", thing, self, seconds=self._session_.limits.call) is True

    def __eq__(self, other: Any) -> bool:
        return self is other

    def __bool__(self) -> bool:
        raise TypeError(f"a {type(self).__name__} is neither true nor false here: it is not plain data")

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(f"a {type(self).__name__} is not an array")

    def __deepcopy__(self, memo: dict) -> Proxy:
        return self

    def __reduce__(self) -> Any:
        raise TypeError("objects of a student's process do not travel")


def described_value(session: Session, described: Any) -> Any:
    """What an untrusted description stands for: a generator, a dtype or a placeholder made here; else a proxy."""
    if not isinstance(described, dict):
        raise ProtocolError("not a description")
    if "generator" in described or "dtype" in described:
        return trusted_values(described)
    if "placeholder" in described:
        return Placeholder(str(described["placeholder"])[:100])
    name = str(described.get("type", "object"))[:60]
    known = session.protocol.get(name)
    methods = known or proxy_methods.BUILT_IN.get(name, frozenset())
    # Python calls them true: a class, a function, and an object of a class that says nothing else.
    true = known is not None or described.get("callable") is True
    return _kind(name, methods, true)(session, described)


@functools.lru_cache(maxsize=1000)
def _kind(name: str, methods: frozenset[str], true: bool) -> type[Proxy]:
    """A proxy's type carries the name of the student's type, and has these of its special methods.

    As `type(x)` shows it, it stands in the notebook: a class of a library is not taken for that one.
    """
    truth = {"__bool__": lambda self: True} if true else {}
    shown = {"__module__": "__main__"}
    return type(re.sub(r"\W+", " ", name), (Proxy,), shown | truth | proxy_methods.methods(methods))

"""Objects of the trusted side that a check passes to a student's function: how they travel, and what comes back.

Generators, dtypes, the library's functions and its objects (activations, layers; an author's too) are described and
made again from the library of the student's process. Other functions, and objects that only a check knows, stay where
they are: the student's side gets functions that call back (`autograder.sandbox.callbacks`).
"""

from __future__ import annotations

import base64
import functools
import importlib
import inspect
import operator
import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.runtime.frames import pack, unpack_frame
from autograder.runtime.packages import packages
from autograder.runtime.plain_data import DTYPES, NotPlain, ProtocolError

EXERCISES = "autograder.exercises."
_STATE = (np.ndarray, np.generic, bool, int, float, str, type(None))


class Outgoing:
    """Describes what is not plain data in one frame; `things` are the objects that the other side makes again.

    An object that occurs twice is one object there, too. lend(function) gives the number of a function that stays here.
    """

    def __init__(self, lend: Callable[[Callable], int]):
        self.lend = lend
        self.things: list[Any] = []
        self._waiting: list[Any] = []

    def __call__(self, thing: Any) -> dict:
        """What travels in the place of `thing`."""
        if not (isinstance(thing, np.random.Generator) or _in_library(type(thing))) or _found_by_name(thing):
            return self._without_state(thing)
        first, number = len(self.things), self._number(thing)
        if number < first:
            return {"made": number}
        made = []
        while self._waiting:
            made.append(self._state(self._waiting.pop(0)))
        return {"make": [first, made]}

    def _number(self, thing: Any) -> int:
        for number, known in enumerate(self.things):
            if known is thing:
                return number
        self.things.append(thing)
        self._waiting.append(thing)
        return len(self.things) - 1

    def _state(self, thing: Any) -> list:
        """A generator's state; or a class by its name, and the attributes as a frame in text."""
        if isinstance(thing, np.random.Generator):
            return [thing.bit_generator.state]
        kind = type(thing)
        if not _found_by_name(kind) or not hasattr(thing, "__dict__"):
            why = "its class stands in no module under its name" if not _found_by_name(kind) else "it has __slots__"
            raise NotPlain(f"a {kind.__qualname__} of {kind.__module__} does not travel into the sandbox: {why}")
        state = pack(vars(thing), self._within)
        return [kind.__module__, kind.__qualname__, base64.b64encode(state).decode("ascii")]

    def _within(self, thing: Any) -> dict:
        """An object that is held by one that travels: its state follows."""
        if not (isinstance(thing, np.random.Generator) or _in_library(type(thing))) or _found_by_name(thing):
            return self._without_state(thing)
        return {"made": self._number(thing)}

    def _without_state(self, thing: Any) -> dict:
        if isinstance(thing, np.dtype) or (isinstance(thing, type) and issubclass(thing, np.generic)):
            return {"dtype": np.dtype(thing).str}
        if _found_by_name(thing):
            return {"library": [thing.__module__, thing.__qualname__]}
        if callable(thing) and not inspect.isclass(thing):
            return {"callback": self.lend(thing)}
        if type(thing).__module__.startswith(EXERCISES):
            return {"object": self._of_a_check(thing)}
        raise NotPlain(f"a {type(thing).__name__} is not plain data")

    def _of_a_check(self, thing: Any) -> list:
        """An object that only a check knows stays here: its methods are lent, what its class names is read here."""
        names = {n: inspect.getattr_static(type(thing), n) for n in dir(type(thing)) if n[0] != "_"}
        methods = {n: self.lend(getattr(thing, n)) for n, item in names.items() if inspect.isfunction(item)}
        values = sorted(names.keys() - methods)
        return [methods, values, self.lend(_reader(thing, values)) if values else 0]


def _reader(thing: Any, names: list[str]) -> Callable[[str], Any]:
    def read(name: str) -> Any:
        if name not in names:
            raise AttributeError(name)
        return getattr(thing, name)

    return read


class Incoming:
    """Makes the objects of one frame after the other; `things` are those of the last, as `Outgoing` numbers them."""

    def __init__(self, call_back: Callable[[int, tuple, dict], Any]):
        self.call_back = call_back
        self.things: list[Any] = []

    def __call__(self, described: dict) -> Any:
        ((kind, body),) = described.items()
        if kind == "make":
            first, made = body
            self.things[first:] = [_empty(item) for item in made]
            for thing, item in zip(self.things[first:], made, strict=True):
                if len(item) > 1:
                    vars(thing).update(unpack_frame(base64.b64decode(item[2]), self))
            return self.things[first]
        if kind == "made":
            return self.things[body]
        if kind == "dtype":
            return np.dtype(body).type
        if kind == "library":
            return getattr(importlib.import_module(body[0]), body[1])
        if kind == "callback":
            return lambda *args, **kwargs: self.call_back(body, args, kwargs)
        if kind == "object":
            return self._of_a_check(*body)
        raise ProtocolError(f"unknown description {kind!r}")

    def _of_a_check(self, methods: dict[str, int], values: list[str], reader: int) -> Any:
        made = type("Object", (), {name: self._read(reader, name) for name in values})()
        vars(made).update({name: self({"callback": n}) for name, n in methods.items()})
        return made

    def _read(self, reader: int, name: str) -> property:
        return property(lambda _: self.call_back(reader, (name,), {}))


def _empty(item: list) -> Any:
    """A generator in its state, or an object without attributes."""
    if len(item) > 1:
        return object.__new__(getattr(importlib.import_module(item[0]), item[1]))
    generator = np.random.Generator(getattr(np.random, item[0]["bit_generator"])())
    generator.bit_generator.state = item[0]
    return generator


def own_description(thing: Any) -> dict:
    """How a generator or a dtype of a student's process is told to the trusted side, see `trusted_values`."""
    if isinstance(thing, np.random.Generator):
        return {"generator": thing.bit_generator.state}
    return {"dtype": np.dtype(thing).str}


def _in_library(thing: Any) -> bool:
    return str(getattr(thing, "__module__", None)).split(".")[0] in packages()


def _found_by_name(thing: Any) -> bool:
    """Whether a function or a class stands in the library under the name that it says."""
    name = getattr(thing, "__qualname__", None)
    if not isinstance(name, str) or not _in_library(thing):
        return False
    return getattr(sys.modules.get(thing.__module__), name, None) is thing


def trusted_values(described: Any) -> Any:
    """What may come back from a student's process as more than data: a generator or a dtype, made here."""
    if isinstance(described, dict) and set(described) == {"dtype"} and described["dtype"] in DTYPES:
        return np.dtype(described["dtype"]).type
    try:
        state = described["generator"]
        generator = np.random.Generator(np.random.PCG64())
        inner = {name: int(state["state"][name]) for name in ("state", "inc")}
        rest = {name: int(state[name]) for name in ("has_uint32", "uinteger")}
        generator.bit_generator.state = {"bit_generator": "PCG64", "state": inner, **rest}
    except (KeyError, TypeError, ValueError, OverflowError):
        raise ProtocolError("not a description") from None
    return generator


def plain_state(thing: Any) -> dict:
    """The arrays and numbers that an object holds; where a generator stands."""
    if isinstance(thing, np.random.Generator):
        return {"generator": thing.bit_generator.state}
    return {name: v for name, v in vars(thing).items() if isinstance(v, _STATE)}


def _everybodys(thing: Any) -> bool:
    """Whether other checks may meet this object: a frozen one, or one that a module holds by name or in a registry."""
    parameters = getattr(type(thing), "__dataclass_params__", None)
    if parameters is not None and parameters.frozen:
        return True
    # Asked after each call that was handed an object: the comparing is left to C.
    same, ours = functools.partial(operator.is_, thing), packages()
    for name, module in list(sys.modules.items()):
        if not (name.startswith(EXERCISES) or name.partition(".")[0] in ours):
            continue
        values = [v for n, v in list(getattr(module, "__dict__", {}).items()) if n != "__builtins__"]
        held = [v.values() if isinstance(v, dict) else v for v in values if isinstance(v, (dict, list, tuple))]
        if any(any(map(same, each)) for each in (values, *held)):
            return True
    return False


def copy_state(thing: Any, state: Any) -> None:
    """Show in a trusted object what a call did to its copy: values of its own attributes, nothing of its class.

    An object that is everybody's (an activation of the library's registry) stays as it is.
    """
    if not isinstance(state, dict) or _everybodys(thing):
        return
    if isinstance(thing, np.random.Generator):
        thing.bit_generator.state = trusted_values(state).bit_generator.state
        return
    for name, value in state.items():
        if not isinstance(name, str) or hasattr(type(thing), name) or not isinstance(value, _STATE):
            continue
        mine = vars(thing).get(name)
        if isinstance(mine, np.ndarray) and isinstance(value, np.ndarray) and mine.shape == value.shape:
            if mine.dtype == value.dtype:
                mine[...] = value
                continue
        if isinstance(mine, _STATE):
            vars(thing)[name] = value


def copy_back(args: tuple, changed: Mapping[int, Any]) -> None:
    """Show the caller what a call did to its arguments."""
    for i, value in changed.items():
        mine = args[i] if 0 <= i < len(args) else None
        if isinstance(mine, np.ndarray) and isinstance(value, np.ndarray) and mine.shape == value.shape:
            mine[...] = value
        elif isinstance(mine, list) and isinstance(value, list):
            mine[:] = value
        elif isinstance(mine, dict) and isinstance(value, dict):
            mine.clear()
            mine.update(value)

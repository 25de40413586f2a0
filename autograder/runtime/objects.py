"""Objects of the trusted side that a check passes to a student's function: how they travel, and what comes back.

Generators, dtypes, the library's functions and its objects (activations, layers; an author's too) are described and
made again from the library of the student's process. Other functions, and objects that only a check knows, stay where
they are: the student's side gets functions that call back (`autograder.sandbox.callbacks`).
"""

from __future__ import annotations

import base64
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from autograder.runtime.frames import DTYPES, NotPlain, ProtocolError, pack, unpack_frame
from autograder.runtime.packages import packages

EXERCISES = "autograder.exercises."
_STATE = (np.ndarray, np.generic, bool, int, float, str, type(None))


def describe(thing: Any, lend: Callable[[Callable], int]) -> dict:
    """What travels in the place of `thing`; a function that does not travel is lent, under the number `lend` gives."""
    if isinstance(thing, np.random.Generator):
        return {"generator": thing.bit_generator.state}
    if isinstance(thing, np.dtype) or (isinstance(thing, type) and issubclass(thing, np.generic)):
        return {"dtype": np.dtype(thing).str}
    if _found_by_name(thing):
        return {"library": [thing.__module__, thing.__qualname__]}
    if _in_library(type(thing)):
        return {"instance": _instance(thing, lend)}
    if callable(thing) and not inspect.isclass(thing):
        return {"callback": lend(thing)}
    if type(thing).__module__.startswith(EXERCISES):
        methods = {n: getattr(thing, n) for n, f in vars(type(thing)).items() if inspect.isfunction(f) and n[0] != "_"}
        return {"object": {name: lend(method) for name, method in methods.items()}}
    raise NotPlain(f"a {type(thing).__name__} is not plain data")


def _in_library(thing: Any) -> bool:
    return str(getattr(thing, "__module__", None)).split(".")[0] in packages()


def _found_by_name(thing: Any) -> bool:
    """Whether a function or a class stands in the library under the name that it says."""
    name = getattr(thing, "__qualname__", None)
    return _in_library(thing) and bool(name) and getattr(sys.modules.get(thing.__module__), name, None) is thing


def _instance(thing: Any, lend: Callable[[Callable], int]) -> list[str]:
    """Its class by name, and its attributes as a frame in text."""
    kind = type(thing)
    if not _found_by_name(kind) or not hasattr(thing, "__dict__"):
        why = "its class stands in no module under its name" if not _found_by_name(kind) else "it has __slots__"
        raise NotPlain(f"a {kind.__qualname__} of {kind.__module__} does not travel into the sandbox: {why}")
    state = pack(vars(thing), lambda x: describe(x, lend))
    return [kind.__module__, kind.__qualname__, base64.b64encode(state).decode("ascii")]


def revive(described: dict, call_back: Callable[[int, tuple], Any]) -> Any:
    """The object of a description, in the student's process."""
    ((kind, body),) = described.items()
    if kind == "generator":
        generator = np.random.Generator(getattr(np.random, body["bit_generator"])())
        generator.bit_generator.state = body
        return generator
    if kind == "dtype":
        return np.dtype(body).type
    if kind == "library":
        return getattr(importlib.import_module(body[0]), body[1])
    if kind == "instance":
        home, name, state = body
        made = object.__new__(getattr(importlib.import_module(home), name))
        vars(made).update(unpack_frame(base64.b64decode(state), lambda x: revive(x, call_back)))
        return made
    if kind == "callback":
        return lambda *args: call_back(body, args)
    if kind == "object":
        return SimpleNamespace(**{name: revive({"callback": n}, call_back) for name, n in body.items()})
    raise ProtocolError(f"unknown description {kind!r}")


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


def instances(value: Any) -> Iterator[Any]:
    """Generators and the library's objects in arguments, in a fixed order: both sides number them alike."""
    if isinstance(value, _STATE):
        return
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from instances(item)
    elif isinstance(value, dict):
        yield from instances(list(value.values()))
    elif isinstance(value, np.random.Generator) or _in_library(type(value)):
        yield value


def plain_state(thing: Any) -> dict:
    """The arrays and numbers that an object holds; where a generator stands."""
    if isinstance(thing, np.random.Generator):
        return {"generator": thing.bit_generator.state}
    return {name: v for name, v in vars(thing).items() if isinstance(v, _STATE)}


def _everybodys(thing: Any) -> bool:
    """Whether other checks may meet this object: a frozen one, or one that a module holds by name or in a registry."""
    if is_dataclass(thing) and type(thing).__dataclass_params__.frozen:
        return True
    modules = [m for n, m in list(sys.modules.items()) if n.startswith(EXERCISES) or n.split(".")[0] in packages()]
    for value in (v for m in modules for v in list(getattr(m, "__dict__", {}).values())):
        held = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else (value,)
        if any(x is thing for x in held):
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


def copy_back(args: tuple, changed: dict[int, Any]) -> None:
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

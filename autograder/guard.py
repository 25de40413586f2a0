"""While a student's function runs in a check: the library's own answer is out of reach, its helpers are lent."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

from autograder.exercise import EXERCISES, Exercise


class LibraryAnswer(Exception):
    """A student's function called the library function that it is meant to be."""


def _refuse(exercise: Exercise, what: str) -> Callable:
    def refused(*args, **kwargs):
        raise LibraryAnswer(f"{what} is what you are writing here: build {exercise.name} from its formula instead")

    return refused


def _namespaces(function: Any) -> list[dict]:
    own = getattr(function, "__globals__", None)
    modules = [m.__dict__ for n, m in list(sys.modules.items()) if m and n.split(".")[0] == "mlpkit"]
    return [*modules, *([own] if own is not None and own not in modules else [])]


@contextlib.contextmanager
def guarded(exercise: Exercise, function: Any) -> Iterator[None]:
    """Replace the answer by a refusal wherever the function may find it, and lend what the exercise `uses`."""
    undo: list[tuple[dict, str, Any]] = []

    def put(space: dict, key: str, value: Any) -> None:
        undo.append((space, key, space[key]))
        space[key] = value

    for space in _namespaces(function):
        for key, value in list(space.items()):
            if exercise.reference is not None and value is exercise.reference:
                put(space, key, _refuse(exercise, f"mlpkit's {exercise.name}"))
    for dotted in exercise.forbid:
        module, _, key = dotted.rpartition(".")
        forbidden = getattr(sys.modules.get(module), key, None)
        if forbidden is not None:
            put(vars(sys.modules[module]), key, _refuse(exercise, dotted))
            _refuse_copies(put, exercise, function, forbidden, dotted)
    _lend(put, exercise, function)
    try:
        yield
    finally:
        for space, key, value in reversed(undo):
            space[key] = value


def _refuse_copies(put: Callable, exercise: Exercise, function: Any, forbidden: Any, dotted: str) -> None:
    space = getattr(function, "__globals__", {})
    for key in [k for k, v in space.items() if v is forbidden]:
        put(space, key, _refuse(exercise, dotted))


def _lend(put: Callable, exercise: Exercise, function: Any) -> None:
    """An early mistake is charged once: earlier exercises that this one builds on are the library's during the check."""
    space = getattr(function, "__globals__", {})
    for name in exercise.uses:
        if name in space and EXERCISES[name].reference is not None:
            put(space, name, EXERCISES[name].reference)

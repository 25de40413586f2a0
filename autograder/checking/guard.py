"""While a student's function runs in a check, the library's answer is out of reach; helpers that it needs are there."""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import itertools
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

from autograder.checking.exercise import EXERCISES, Exercise
from autograder.checking.library_packages import packages
from autograder.runtime.observe import RemoteCallable
from autograder.runtime.placeholder import LibraryAnswer, refusal, waits


def _refuse(exercise: Exercise, what: str) -> Callable:
    def refused(*args, **kwargs):
        raise LibraryAnswer(refusal(exercise.name, what))

    return refused


def _functions(answer: Any) -> list[types.FunctionType]:
    """A function, or a class's methods."""
    own = vars(answer).values() if inspect.isclass(answer) else [answer]
    return [f for f in own if inspect.isfunction(f)]


def _globals(answer: Any) -> dict:
    """The namespace that a function, or a class's methods, look names up in."""
    return next((f.__globals__ for f in _functions(answer)), {})


def _namespaces(answer: Any) -> list[dict]:
    own = _globals(answer)
    modules = [m.__dict__ for n, m in list(sys.modules.items()) if m and n.split(".")[0] in packages()]
    return [*modules, *([own] if not any(own is m for m in modules) else [])]


def names_of(code: types.CodeType) -> Iterator[str]:
    """Every name that code, and the functions in it, use or import."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from names_of(constant)


@contextlib.contextmanager
def guarded(exercise: Exercise, function: Any) -> Iterator[None]:
    """Replace the answer by a refusal wherever the function may find it, and lend it earlier exercises."""
    if isinstance(function, RemoteCallable):
        with function._guarded_(exercise):
            yield
        return
    undo: list[tuple[dict, str, Any]] = []
    _LAID.append(undo)
    names = {name for f in _functions(function) for name in names_of(f.__code__)}

    def put(space: dict, key: str, value: Any) -> None:
        undo.append((space, key, space[key]))
        space[key] = value

    for space in _namespaces(function):
        for key, value in list(space.items()):
            if exercise.reference is not None and value is exercise.reference:
                put(space, key, _refuse(exercise, f"{value.__module__.split('.')[0]}'s {exercise.name}"))
    for dotted in exercise.forbid:
        module, _, key = dotted.rpartition(".")
        if key in names:  # it may import it only when it runs: take it out before
            with contextlib.suppress(ImportError):
                importlib.import_module(module)
        forbidden = getattr(sys.modules.get(module), key, None)
        if forbidden is not None:
            put(vars(sys.modules[module]), key, _refuse(exercise, dotted))
            _refuse_copies(put, exercise, function, forbidden, dotted)
    _lend(put, exercise, function)
    try:
        yield
    finally:
        _LAID.remove(undo)
        for space, key, value in reversed(undo):
            space[key] = value


_LAID: list[list[tuple[dict, str, Any]]] = []


def opened(function: Any) -> Any:
    """A function that may call the library's answers in a check: an author's wrong answer. A class stays as it is."""
    if isinstance(function, type) or not callable(function):
        return function

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        laid = [(space, key, space[key]) for undo in _LAID for space, key, _ in undo]
        for space, key, value in (entry for undo in reversed(_LAID) for entry in reversed(undo)):
            space[key] = value
        try:
            return function(*args, **kwargs)
        finally:
            for space, key, value in laid:
                space[key] = value

    return call


def _refuse_copies(put: Callable, exercise: Exercise, function: Any, forbidden: Any, dotted: str) -> None:
    space = _globals(function)
    for key in [k for k, v in space.items() if v is forbidden]:
        put(space, key, _refuse(exercise, dotted))


def _lend(put: Callable, exercise: Exercise, function: Any) -> None:
    """An early mistake is charged once: what a function calls of earlier exercises is the library's in the check."""
    space = _globals(function)
    for name, reference in helpers(exercise):
        if name in space:
            put(space, name, reference)


def helpers(exercise: Exercise) -> list[tuple[str, Any]]:
    """(name, library's answer) of the earlier exercises that have one here."""
    before = itertools.takewhile(lambda e: e is not exercise, EXERCISES.values())
    return [(e.name, e.reference) for e in before if e.reference is not None and not waits(e.name)]

"""A neighbouring quantity: what another function of the course gives for the same arguments."""

from __future__ import annotations

import functools
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from autograder.checking.as_if import Variant
from autograder.checking.cases import Case
from autograder.checking.exercise import COURSE, EXERCISES, Exercise
from autograder.checking.guard import opened
from autograder.checking.lazily import Lazy
from autograder.checking.small_cases import ladder_of
from autograder.checking.work import COMPARED, OF_ANOTHER, TooMuch, limited
from autograder.runtime.deadline import OutOfTime, deadline
from autograder.runtime.observe import fresh

# What does not end at once is no neighbour.
MOMENT = 0.05


@functools.lru_cache(maxsize=256)
def neighbours_of(exercise: Exercise) -> Sequence[tuple[int, list[Variant]]]:
    """What each function of the course gives for the probes of an exercise, as far as it takes them, and what to find
    out whether it does took.

    One that returns several things stands there once for each, as if it were every output of the exercise.
    """
    probes = ladder_of(exercise).probes
    if not probes or exercise.small or exercise.call:
        return ()
    count = max(len(p.args) for p in probes)
    return Lazy(_variants(name, f, probes) for name, f in _functions(exercise) if _takes(f, count))


def _functions(exercise: Exercise) -> Iterator[tuple[str, Callable]]:
    """The answers of the course, and the public functions in the modules that they stand in."""
    known = [e for e in EXERCISES.values() if inspect.isfunction(inspect.unwrap(e.reference or len))]
    known = [e for e in known if e.lecture in COURSE or e.lecture == exercise.lecture]
    found: dict[Any, str] = {}
    for one in known:
        own = inspect.unwrap(one.reference or len)
        found.setdefault(own, one.name)
        for name, f in vars(sys.modules[own.__module__]).items():
            plain = inspect.unwrap(f) if inspect.isfunction(f) else None
            if plain is not None and not name.startswith("_") and plain.__module__ == own.__module__ and plain.__doc__:
                found.setdefault(plain, name)
    judged = inspect.unwrap(exercise.reference or len)
    yield from ((name, f) for f, name in found.items() if f is not judged)


def _takes(function: Callable, count: int) -> bool:
    """Whether it takes so many arguments, or the first few of them."""
    parameters = [p for p in inspect.signature(function).parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]
    needed = sum(p.default is p.empty for p in parameters)
    return 0 < needed <= count


def _variants(name: str, function: Callable, probes: Sequence[Case]) -> tuple[int, list[Variant]]:
    most = len(inspect.signature(function).parameters)
    every = Lazy(_outputs(opened(function), p.args[:most]) for p in probes)
    took, count = 0, 0
    for calls, given in every:
        took, count = took + calls, len(given)
        if given:
            break
    found = []
    for j in range(count):
        outputs = Lazy(map(functools.partial(_result, j), every, probes))
        which = f"the {('first', 'second', 'third', 'fourth')[min(j, 3)]} result of " if count > 1 else "what "
        gives = "" if count > 1 else " gives"
        found.append(Variant(f"It is {which}`{name}`{gives}, another quantity: {_summary(name, function)}.", outputs))
    return took, found


def _outputs(function: Callable, args: tuple) -> tuple[int, tuple]:
    """How much it took, and what a function returns; nothing where it raises, or goes on for long."""
    given = tuple(map(fresh, args))
    with limited(OF_ANOTHER) as spent:
        try:
            with deadline(MOMENT, waiting=False):
                result = function(*given)
        except (Exception, OutOfTime, TooMuch):  # whatever a function raises for arguments that it was not made for
            result = ()
    return COMPARED + spent(), result if isinstance(result, tuple) else (result,)


def _result(j: int, asked: tuple[int, tuple], probe: Case) -> tuple | None:
    """Result number `j`, as if it were every output that is expected of a probe."""
    _, outputs = asked
    return (outputs[j],) * len(probe.expected) if len(outputs) > j else None


def _summary(name: str, function: Callable) -> str:
    """The first line of its docstring, without what it returns; no formula."""
    line = (inspect.getdoc(function) or "").splitlines()[0].rstrip(".")
    if "=" in line:
        return f"the derivative of {name.removesuffix('_grad')}" if name.endswith("_grad") else "see its docstring"
    line = re.sub(r"(: \([^)]*\)|: returns .*)$", "", line)
    return line[:1].lower() + line[1:] if line[1:2].islower() else line

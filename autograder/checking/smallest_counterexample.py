"""The smallest input on which an answer is wrong, whole: what goes in, what comes out, what should."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import indent
from typing import Any, NamedTuple

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.compare import DTYPE, LIST, RAISED, SHAPE, VALUES, faults
from autograder.checking.exercise import Exercise
from autograder.checking.expected import Accepted, Expected
from autograder.checking.value_text import argument_names, assignments, inputs_in_words, shown
from autograder.runtime.observe import Observation, fresh, observe, same


@dataclass(frozen=True)
class SmallestCounterexample:
    """`args` are what the answer was called with; `text` shows them, and both outputs."""

    text: str
    args: tuple


def smallest(
    exercise: Exercise,
    answer: Any,
    small: Sequence[tuple[Case, Observation]],
    judged: Sequence[Case],
    first: int | None,
) -> SmallestCounterexample | None:
    """The first rung of the exercise's ladder on which the answer gives other numbers, or another shape.

    `small` is what the answer did on the ladder. Of several wrong outputs the one that the report names first, `first`,
    is to be seen if it can.
    """
    other = None
    for case, observation in small:
        found = faults(case, observation)
        wrong = {i for kind, i in found if kind in (VALUES, SHAPE)}
        # A case that is graded is never shown.
        if not wrong or any(same(case.args, j.args) for j in judged):
            continue
        if first is None or first in wrong:
            return _told(exercise, answer, case, observation)
        other = other or _told(exercise, answer, case, observation)
    return other


def _told(exercise: Exercise, answer: Any, case: Case, seen: Observation) -> SmallestCounterexample:
    wrong = sorted({i for kind, i in faults(case, seen) if kind in (VALUES, SHAPE) and i is not None})[:2]
    call = call_of(exercise, case, answer, [seen.outputs[i] for i in wrong])
    args = call.args if call else tuple(map(fresh, case.args))
    lines = assignments(call.names, call.args) if call else []
    if not lines or isinstance(exercise.reference, type):
        # What it is called with cannot be typed, or no single call gives this: show what is made, and how.
        lines = [*_way_of_calling(exercise), *assignments(argument_names(exercise), case.args)]
    for i in wrong:
        mine, true = _both(seen.outputs[i], case.expected[i])
        if mine is None or true is None:
            continue
        which = f" ({exercise.outputs[i]})" if len(case.expected) > 1 and i < len(exercise.outputs) else ""
        lines += [_aligned(f"yours{which}:    ", mine), _aligned(f"expected{which}: ", true)]
    return SmallestCounterexample("The smallest input found that shows it:\n" + indent("\n".join(lines), "  "), args)


def _way_of_calling(exercise: Exercise) -> list[str]:
    """What is done with the inputs of a case, as the first line of the exercise's `call` says it."""
    said = inspect.getdoc(exercise.call) if exercise.call else None
    return [f"# {said.splitlines()[0]}"] if said else []


def _both(output: Any, expected: Accepted) -> tuple[str | None, str | None]:
    """An output and the expected one, with as many digits as it takes to see that they differ."""
    right = list(map(_clean, expected, output)) if isinstance(expected, tuple) else _clean(expected, output)
    pairs = ((shown(output, digits), shown(right, digits)) for digits in (4, 8, 12, 16))
    return next((pair for pair in pairs if pair[0] != pair[1]), (None, None))


def _clean(expected: Expected, output: Any) -> Any:
    """The expected output, with 0 for what rounding cannot tell from 0, and at a kink what is nearest to the output."""
    right = expected.middle
    if right.dtype.kind in "iu":
        return right
    mine = np.asarray(output)
    if mine.shape == right.shape and mine.dtype.kind in "biuf":
        right = np.where(expected.low == expected.high, right, np.clip(mine, expected.low, expected.high))
    return np.where(np.abs(right) <= expected.tolerance, 0.0, right)


def _aligned(label: str, text: str) -> str:
    return label + text.replace("\n", "\n" + " " * len(label))


class _Called(Exception):
    """Ends a call as soon as the arguments are known."""


class Call(NamedTuple):
    """One call of an answer: the names and values of what it is given, and what came back (None: it raised)."""

    names: tuple[str | None, ...]
    args: tuple
    outputs: tuple | None = None


def called_with(exercise: Exercise, case: Case, answer: Any) -> Call:
    """What a function is called with in a case: in the last call if there are several; the case's own for a class.

    Of an answer that is not to be called again, None, it is the first call.
    """
    made = _calls(exercise, case, answer)
    return made[-1] if made else Call(argument_names(exercise), tuple(map(fresh, case.args)))


def call_of(exercise: Exercise, case: Case, answer: Any, results: Sequence[Any]) -> Call | None:
    """The call in a case that gave these results; None where there are several calls, and none of them did."""
    made = _calls(exercise, case, answer)
    if all(same(call.args, made[0].args) for call in made):
        return made[0] if made else Call(argument_names(exercise), tuple(map(fresh, case.args)))
    gave = [call for call in made if all(_among(r, call.outputs or ()) for r in results)]
    # Of two that gave the same, it is the one that got more of the case's own arguments.
    return max(gave, key=lambda call: sum(_among(a, case.args) for a in call.args), default=None)


def instance(
    exercise: Exercise, case: Case, seen: Observation, fault: tuple[str, int | None], answer: Any
) -> tuple[Call | None, str, str]:
    """A call that shows a fault, what it is called with, in words, and the wrong value beside the right one."""
    kind, i = fault
    if kind in (VALUES, SHAPE, DTYPE):
        call = call_of(exercise, case, answer, [seen.outputs[i or 0]])
    else:
        call = called_with(exercise, case, answer)
    words = "" if kind in (RAISED, LIST) else call_in_words(call)
    said = faults(case, seen)[fault].removeprefix("differs most: ") if kind == VALUES else ""
    return call, words and f"seen{words}", said


def _among(result: Any, outputs: tuple) -> bool:
    plain = isinstance(result, (np.ndarray, np.generic, int, float, list, tuple))
    return plain and any(type(result) is type(o) and same(result, o) for o in outputs)


def _calls(exercise: Exercise, case: Case, answer: Any) -> list[Call]:
    """Every call that the exercise's way of calling makes of an answer; none if it is no function that is called."""
    if exercise.call is None or isinstance(exercise.reference, type):
        return []
    names, made = _parameters(exercise.reference), list[Call]()

    def note(*args: Any) -> Any:
        kept = tuple(map(fresh, args))
        made.append(Call(names, kept))
        if answer is None:
            raise _Called
        result = answer(*args)
        made[-1] = Call(names, kept, result if isinstance(result, tuple) else (result,))
        return result

    observe(note, case.args, exercise.call)
    return made


def call_in_words(call: Call | None) -> str:
    """ " for X of shape (4, 3), float32", if a student can make sense of what the function is called with; else ""."""
    words = inputs_in_words(call.names, call.args) if call else ""
    return f" for {words}" if words else ""


def _parameters(reference: Callable | None) -> tuple[str, ...]:
    code = getattr(getattr(reference, "__wrapped__", reference), "__code__", None)
    return code.co_varnames[: code.co_argcount] if code else ()

"""What an answer has to be before anything is asked of it: a function of its own that takes the arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, cast

from autograder.checking.cases import Case
from autograder.checking.exercise import Exercise


def contract_breach(exercise: Exercise, answer: Any, cases: Sequence[Case]) -> str | None:
    """Why an answer cannot be called as the exercise asks; None where it can."""
    if exercise.is_value:
        return (
            f"{exercise.name} is None: give it a value in the cell above, and run that cell" if answer is None else None
        )
    if not callable(answer):
        what = f"{'an' if type(answer).__name__[0] in 'aeiou' else 'a'} {type(answer).__name__}"
        return f"the name {exercise.name} holds {what}, not a function: run the cell that defines {exercise.name} again"
    if answer is exercise.reference:
        whose = answer.__module__.split(".")[0]
        return f"this is {whose}'s own {exercise.name}: write yours in the cell above, and run it"
    if exercise.call:
        return None
    for n in sorted({len(c.args) for c in cases}):
        try:
            inspect.signature(answer).bind(*range(n))
        except TypeError:
            said, count = str(inspect.signature(answer)), f"{n} argument{'s' * (n != 1)}"
            return f"takes {said}, but is called with {count}: begin it with  {_first_line(exercise)}"
        except ValueError:
            return None
    return None


def _first_line(exercise: Exercise) -> str:
    """Of the stub of a function, without what it says of types."""
    of = inspect.signature(cast(Callable, exercise.reference))
    bare = [p.replace(annotation=inspect.Parameter.empty) for p in of.parameters.values()]
    return f"def {exercise.name}{of.replace(parameters=bare, return_annotation=inspect.Signature.empty)}:"

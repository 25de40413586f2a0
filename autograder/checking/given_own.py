"""Where in a chain of results the mistake is: each judged by what the answer's own results before it lead to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.exercise import Exercise
from autograder.runtime.observe import Observation

# Both sides are computed from rounded numbers, float32 among them.
ROUNDING = 1e-3


class Step(NamedTuple):
    """One step of a chain: to which output it leads, in words, what the answer has and what its own results lead to.

    `place` is the number of the layer, from 0, and how many there are.
    """

    output: int
    said: str
    mine: Any
    due: Any
    place: tuple[int, int] = (0, 1)


def located(exercise: Exercise, seen: Sequence[tuple[Case, Observation]], i: int) -> str | None:
    """In which step output `i` goes wrong, or that it is right given what comes before it."""
    if exercise.follows is None:
        return None
    steps = [step for case, o in seen if not o.raised for step in _steps(exercise, case, o)]
    wrong = [step for step in steps if not _right(step)]
    if not wrong or not any(step.output == i for step in steps):
        return None
    kinds = list(dict.fromkeys(step.said for step in wrong))
    here = [said for said in kinds if any(step.said == said and step.output == i for step in wrong)]
    if not here:
        first = f"{kinds[0]}{_places(steps, kinds[0])}"
        return f"In the cases tried this is right, given your own results before it. What is wrong is {first}."
    alone = " All else is right, given your own results before it." if len(kinds) == 1 else ""
    return f"In the cases tried, what is wrong is {here[0]}{_places(steps, here[0])}.{alone}"


def _steps(exercise: Exercise, case: Case, seen: Observation) -> list[Step]:
    if len(seen.outputs) != len(case.expected) or exercise.follows is None:
        return []
    try:
        return list(exercise.follows(seen.outputs, *case.args))
    except (ValueError, IndexError, TypeError):  # outputs of other shapes or kinds lead nowhere
        return []


def _right(step: Step) -> bool:
    mine, due = np.asarray(step.mine, np.float64), np.asarray(step.due, np.float64)
    size = np.max(np.abs(due), initial=1.0)
    return mine.shape == due.shape and bool(np.all(np.abs(mine - due) <= ROUNDING * size))


def _places(steps: Sequence[Step], said: str) -> str:
    """In which layers this step is wrong, where they are always the same."""
    ours = [step for step in steps if step.said == said and step.place[1] > 1]
    bad = [step.place for step in ours if not _right(step)]
    good = [step.place for step in ours if _right(step)]
    for words, is_there in _PLACES:
        # Where it is wrong it may be right by accident, on small inputs above all.
        if bad and all(is_there(*p) for p in bad) and not all(is_there(*p) for p in good):
            return f", {words}"
    return ""


_PLACES = (
    ("in the first layer alone", lambda r, of: r == 0),
    ("in the last layer alone", lambda r, of: r == of - 1),
    ("in every layer but the first", lambda r, of: r > 0),
    ("in every layer but the last", lambda r, of: r < of - 1),
)

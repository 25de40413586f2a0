"""Which listed wrong answer an answer behaves like: the same wrong outputs in every case, or the same error."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.compare import BREAKING, CHANGED, COUNT, DTYPE, LIST, VALUES, alike, faults
from autograder.checking.exercise import Exercise
from autograder.runtime.observe import Observation
from autograder.runtime.raised import Raised

# A sentence that says what is right as well speaks of the whole answer.
SAYS_RIGHT = re.compile(r"\b(is|are) right\b")
Seen = Sequence[tuple[Case, Observation]]


def listed(exercise: Exercise, seen: Seen, kind: str, i: int | None, small: Seen = ()) -> str | None:
    """Name of the listed wrong answer that shows this fault, and that is alike wherever it is wrong at all.

    Its sentence may speak of every output in which the listed answer is wrong, so all of those must agree. What breaks
    the comparison need not show on the `small` inputs; anything else must be alike there, too.
    """
    for name in exercise.wrong:
        if behaves_like(exercise, seen, name, kind, i):
            if not _telling(seen, kind):
                return None
            if kind in BREAKING or behaves_like(exercise, small, name, kind, i):
                return name
    return None


def behaves_like(exercise: Exercise, seen: Seen, name: str, kind: str, i: int | None) -> bool:
    """Whether an answer did what this listed one does, in all that it speaks of."""
    theirs = [faults(case, case.wrong[name]) for case, _ in seen]
    touched = {j for found in theirs for what, j in found if j is not None and what != CHANGED}
    touched |= {i} if i is not None and kind != CHANGED else set()
    each = zip(seen, theirs, strict=True)
    if not all(_acts_like(case, o, case.wrong[name], found, kind, i, touched) for (case, o), found in each):
        return False
    return not SAYS_RIGHT.search(exercise.wrong[name][1]) or _nothing_else(seen, theirs)


def _nothing_else(seen: Seen, theirs: list[dict]) -> bool:
    """Whether all that the listed answer has right is right: its sentence says so."""
    mine = [{key for key in faults(case, o) if key[0] in BREAKING | {VALUES}} for case, o in seen]
    return all(bad <= set(found) for bad, found in zip(mine, theirs, strict=True))


def _telling(seen: Seen, kind: str) -> bool:
    """An error in the very first call alone says too little: two mistakes may end in the same one."""
    return kind != "raised" or len(seen) > 1 or _own_words(seen[0][1].raised)


def _own_words(raised: Raised | None) -> bool:
    """Whether the error is about the kind of thing (a name, a None), which two mistakes seldom share."""
    return raised is not None and raised.kind not in ("ValueError", "TypeError", "IndexError", "AttributeError")


def _acts_like(case: Case, seen: Observation, other: Observation, theirs: dict, kind: str, i, touched: set) -> bool:
    if ((kind, i) in faults(case, seen)) != ((kind, i) in theirs):
        return False
    if seen.raised or other.raised:
        return _same_error(seen.raised, other.raised)
    if kind == COUNT or len(seen.outputs) != len(other.outputs):
        return len(seen.outputs) == len(other.outputs)
    if kind == CHANGED:
        return seen.changed == other.changed
    compared = range(len(case.expected)) if i is None else touched
    return all(_same_output(case, seen, other, j, kind) for j in compared if kind not in (DTYPE, LIST) or j == i)


def _same_output(case: Case, seen: Observation, other: Observation, j: int, kind: str) -> bool:
    if len(seen.outputs) <= j or j >= len(case.expected):
        return False
    if kind == DTYPE and not isinstance(case.expected[j], tuple):
        return np.asarray(seen.outputs[j]).dtype == np.asarray(other.outputs[j]).dtype and alike(
            seen.outputs[j], other.outputs[j], case.expected[j]
        )
    return alike(seen.outputs[j], other.outputs[j], case.expected[j])


def _same_error(mine: Raised | None, theirs: Raised | None) -> bool:
    """The same kind of error in the same words, numbers and names aside."""
    if not mine or not theirs or mine.kind != theirs.kind:
        return False
    return not theirs.message or _words(mine.message) == _words(theirs.message)


def _words(message: str) -> str:
    return re.sub(r"[\d.,()'\"]+", "", message)[:200]

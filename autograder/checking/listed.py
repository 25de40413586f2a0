"""Which listed wrong answer an answer behaves like: the same wrong outputs in every case, or the same error."""

from __future__ import annotations

import re
from collections.abc import KeysView, Sequence

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.compare import BREAKING, CHANGED, COUNT, DTYPE, LIST, VALUES, alike, faults
from autograder.checking.exercise import Exercise
from autograder.checking.lazily import Lazy
from autograder.runtime.observe import Observation
from autograder.runtime.raised import Raised

# A sentence that says what is right as well speaks of the whole answer.
SAYS_RIGHT = re.compile(r"\b(is|are) right\b")
Seen = Sequence[tuple[Case, Observation]]
# (kind, output) of each fault.
Kinds = KeysView[tuple[str, int | None]]


def listed(exercise: Exercise, seen: Seen, kind: str, i: int | None, small: Seen = ()) -> str | None:
    """Name of the listed wrong answer that shows this fault, and that is alike wherever it is wrong at all.

    Its sentence may speak of every output in which the listed answer is wrong, so all of those must agree. What breaks
    the comparison need not show on the `small` inputs; anything else must be alike there, too.
    """
    mine, little = _all_faults(seen), _all_faults(small)
    for name in exercise.wrong:
        if behaves_like(exercise, seen, mine, name, kind, i):
            if not _telling(seen, kind):
                return None
            if kind in BREAKING or behaves_like(exercise, small, little, name, kind, i):
                return name
    return None


def _all_faults(seen: Seen) -> Sequence[Kinds]:
    """What is wrong in each case, as far as it is looked at."""
    return Lazy(faults(case, o, words=False).keys() for case, o in seen)


def behaves_like(exercise: Exercise, seen: Seen, mine: Sequence[Kinds], name: str, kind: str, i: int | None) -> bool:
    """Whether an answer with the faults `mine` did what this listed one does, in all that it speaks of."""
    theirs = _all_faults(Lazy((case, case.wrong[name]) for case, _ in seen))

    def acts_like_it(touched: set[int]) -> bool:
        each = zip(seen, mine, theirs, strict=True)
        return all(_acts_like(case, o, case.wrong[name], both, kind, i, touched) for (case, o), *both in each)

    touched = {i} if i is not None and kind != CHANGED else set()
    if not acts_like_it(touched):
        return False  # most often in the first case
    if not acts_like_it(touched | {j for found in theirs for what, j in found if j is not None and what != CHANGED}):
        return False
    return not SAYS_RIGHT.search(exercise.wrong[name][1]) or _nothing_else(mine, theirs)


def _nothing_else(mine: Sequence[Kinds], theirs: Sequence[Kinds]) -> bool:
    """Whether all that the listed answer has right is right: its sentence says so."""
    each = zip(mine, theirs, strict=True)
    return all({key for key in bad if key[0] in BREAKING | {VALUES}} <= set(found) for bad, found in each)


def _telling(seen: Seen, kind: str) -> bool:
    """An error in the very first call alone says too little: two mistakes may end in the same one."""
    return kind != "raised" or len(seen) > 1 or _own_words(seen[0][1].raised)


def _own_words(raised: Raised | None) -> bool:
    """Whether the error is about the kind of thing (a name, a None), which two mistakes seldom share."""
    return raised is not None and raised.kind not in ("ValueError", "TypeError", "IndexError", "AttributeError")


def _acts_like(
    case: Case, seen: Observation, other: Observation, both: Sequence[Kinds], kind: str, i: int | None, touched: set
) -> bool:
    mine, theirs = both
    if ((kind, i) in mine) != ((kind, i) in theirs):
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

"""What is wrong with an answer when no listed mistake matches: the first relation that holds on every case tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.combined import combined
from autograder.checking.compare import alike, within
from autograder.checking.elementwise import another
from autograder.checking.exchanged import arranged
from autograder.checking.expected import Accepted
from autograder.checking.factors import Pairs, argument, dimension, of_its_own
from autograder.checking.passed_in import passed_in
from autograder.checking.places import finite_where_infinite, not_finite_where, right_with, too_small_from
from autograder.checking.relations import RELATIONS, WEAK, all_alike, reshaped, transposed
from autograder.runtime.observe import Observation

Seen = list[tuple[Case, Observation]]


@dataclass(frozen=True)
class Relation:
    """What an output has to do with the expected one: a true sentence, and the share of its points that is earned."""

    text: str
    credit: float = 0.0


def outgrown(seen: Seen, i: int) -> Relation | None:
    """As `relation`, of everything seen: right as long as what is expected is not large."""
    pairs = _pairs(seen, i)
    plain = _in_float64(_without_ranges(pairs)) if _comparable(pairs) else []
    said = too_small_from(plain) if plain else None
    return Relation(said) if said else None


def weak_relation(seen: Seen, i: int, arguments: Sequence[str | None] = ()) -> Relation | None:
    """As `relation`: where it is right and where it is wrong, which says little of why."""
    pairs = _pairs(seen, i)
    if not _comparable(pairs):
        return None
    plain = _in_float64(_without_ranges(pairs))
    if not plain:
        return None
    warned = [w for _, o in seen for w in o.warned]
    said = (
        finite_where_infinite(plain)
        or not_finite_where(plain, arguments, warned)
        or of_its_own(plain)
        or all_alike(plain)
    )
    said = said or next((text for test in WEAK if (text := test(plain))), None) or right_with(plain, arguments)
    return Relation(said) if said else None


def relation(seen: Seen, i: int, outputs: Sequence[str] = (), arguments: Sequence[str | None] = ()) -> Relation | None:
    """The first relation that holds between output `i` and its expected value on all cases.

    `outputs` and `arguments` are names, for the sentence.
    """
    seen = [(case, o) for case, o in seen if len(o.outputs) == len(case.expected)]
    if not seen:
        return None
    said = arranged(seen, i, outputs)
    if said:
        return Relation(said, 0.5)
    pairs = _pairs(seen, i)
    if not _comparable(pairs):
        said = (transposed(pairs) or reshaped(pairs)) if pairs else None
        return Relation(said, 0.5) if said else None
    plain = _in_float64(_without_ranges(pairs))
    return _of_numbers(plain, i, arguments, outputs) if plain else None


def _of_numbers(pairs: Pairs, i: int, arguments: Sequence[str | None], outputs: Sequence[str]) -> Relation | None:
    if all(within(s, e).all() for _, s, e in pairs):
        return Relation("", 0.5)  # right, and of the wrong kind, which is said already
    if said := dimension(pairs):
        return Relation(said)
    if _along_the_other_axis(pairs, i):
        text = "It works along the other axis: what should happen in each row happens in each column, or the reverse."
        return Relation(text)
    said = passed_in(pairs, arguments, outputs[i] if i < len(outputs) else "")
    if said:
        return Relation(said)
    for test, credit in RELATIONS:
        said = test(pairs)
        if said:
            return Relation(said, credit)
    said = argument(pairs, arguments) or another(pairs, arguments) or combined(pairs, arguments)
    return Relation(said) if said else None


def _comparable(pairs: Pairs) -> bool:
    """Whether there are outputs, all of them numbers in the expected shape."""
    return bool(pairs) and all(s.shape == e.shape and s.dtype.kind in "biuf" for _, s, e in pairs)


def _without_ranges(pairs: Pairs) -> Pairs:
    """Those where numbers are expected: that one is a multiple of the middle of a range, say, is chance."""
    return [pair for pair in pairs if not pair[2].is_range]


def _in_float64(pairs: Pairs) -> Pairs:
    return [(c, s.astype(np.float64), e) for c, s, e in pairs]


def _pairs(seen: Seen, i: int) -> Pairs:
    """(case, output, expected) for output `i` of every case; for each of its arrays if it is a list."""
    return [pair for case, o in seen for pair in _of_case(case, o.outputs[i], case.expected[i])]


def _of_case(case: Case, value: Any, expected: Accepted) -> Pairs:
    if not isinstance(expected, tuple):
        return [(case, _array(value), expected)]
    if not isinstance(value, (list, tuple)) or len(value) != len(expected):
        return []
    return [(case, _array(s), e) for s, e in zip(value, expected, strict=True)]


def _array(value: Any) -> np.ndarray:
    """An output as an array; an empty array of objects where it is none."""
    try:
        return np.asarray(value)
    except (ValueError, TypeError):  # an object of a student's process says that it is not an array
        return np.zeros(0, object)


def _along_the_other_axis(pairs: Pairs, i: int) -> bool:
    """The output is the reference's with rows and columns exchanged, on at least one case that tells them apart."""
    swapped = [(s, np.asarray(c.other_axis[i]), e) for c, s, e in pairs if len(c.other_axis) > i]
    same = len(swapped) == len(pairs) and all(alike(s, o, e) for s, o, e in swapped)
    return same and any(o.shape == e.shape and not within(o, e).all() for _, o, e in swapped)

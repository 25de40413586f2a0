"""What is wrong with an answer when no listed mistake matches: simple relations between it and the right one.

Each function returns a sentence only when the relation holds on every case tried, so that nothing said is false.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.compare import alike, within
from autograder.checking.exchanged import arranged
from autograder.checking.passed_in import passed_in
from autograder.runtime.observe import Observation

Seen = list[tuple[Case, Observation]]
_CONSTANTS = {2: "2", 0.5: "1/2", -2: "−2", math.log(2): "ln 2", 1 / math.log(2): "1/ln 2", math.e: "e"}
# An answer that is right to so many digits is nearly right.
NEAR = 5


@dataclass(frozen=True)
class Relation:
    """What an output has to do with the expected one: a true sentence, and the share of its points that is earned."""

    text: str
    credit: float = 0.0


def weak_relation(seen: Seen, i: int) -> Relation | None:
    """As `relation`: where it is right and where it is wrong, which says little of why."""
    pairs = [pair for case, o in seen for pair in _pairs(case, o.outputs[i], case.expected[i])]
    if not pairs or any(s.shape != e.shape or s.dtype.kind not in "biuf" for _, s, e in pairs):
        return None
    pairs = [(c, s.astype(np.float64), e) for c, s, e in pairs]
    said = next((text for test in _WEAK if (text := test(pairs))), None)
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
    pairs = [pair for case, o in seen for pair in _pairs(case, o.outputs[i], case.expected[i])]
    if not pairs or any(s.shape != e.shape or s.dtype.kind not in "biuf" for _, s, e in pairs):
        said = pairs and (_transposed(pairs) or _reshaped(pairs))
        return Relation(said, 0.5) if said else None
    pairs = [(c, s.astype(np.float64), e) for c, s, e in pairs]
    if _along_the_other_axis(pairs, i):
        text = "It works along the other axis: what should happen in each row happens in each column, or the reverse."
        return Relation(text)
    said = passed_in(pairs, arguments)
    if said:
        return Relation(said)
    for test, credit in _TESTS:
        said = test(pairs)
        if said:
            return Relation(said, credit)
    said = _argument(pairs, arguments)
    return Relation(said) if said else None


def _pairs(case: Case, value: Any, expected: Any) -> list[tuple]:
    """(case, output, expected) for an output; for each of its arrays if it is a list."""
    if not isinstance(expected, tuple):
        return [(case, _array(value), expected)]
    if not isinstance(value, (list, tuple)) or len(value) != len(expected):
        return []
    return [(case, _array(s), e) for s, e in zip(value, expected, strict=True)]


def _array(value: Any) -> np.ndarray:
    """An output as an array; an empty array of objects where it is none."""
    try:
        return np.asarray(value)
    except (ValueError, TypeError):  # an object of a student's process says that it is no array
        return np.zeros(0, object)


def _along_the_other_axis(pairs, i: int) -> bool:
    """The output is the reference's with rows and columns exchanged, on at least one case that tells them apart."""
    swapped = [(s, np.asarray(c.other_axis[i]), e) for c, s, e in pairs if len(c.other_axis) > i]
    same = len(swapped) == len(pairs) and all(alike(s, o, e) for s, o, e in swapped)
    return same and any(o.shape == e.shape and not within(o, e).all() for _, o, e in swapped)


def _scale(s: np.ndarray, e) -> float | None:
    """The c with s = c·e for all elements, or None."""
    middle = np.asarray(e.middle, np.float64)
    flat = middle.ravel()
    if not np.isfinite(flat).all() or not np.isfinite(s).all() or not flat.size:
        return None
    j = int(np.argmax(np.abs(flat)))
    if abs(flat[j]) < 1e-6:
        return None
    c = s.ravel()[j] / flat[j]
    return c if alike(s, c * middle, e) else None


def _all_zero(pairs) -> bool:
    return all(not np.any(s) for _, s, _ in pairs)


def _factor(pairs) -> str | None:
    scales = [_scale(s, e) for _, s, e in pairs if np.any(np.abs(e.middle) > 1e-6)]
    if _all_zero(pairs):
        return "It is 0 everywhere."
    if not scales or None in scales or np.ptp(scales) > 1e-3 * abs(scales[0]) or abs(scales[0] - 1) < 1e-3:
        return None
    c = scales[0]
    if abs(c + 1) < 1e-3:
        return "It has the wrong sign everywhere: it is exactly −1 times the expected value."
    known = next((word for value, word in _CONSTANTS.items() if abs(c - value) < 1e-3 * abs(value)), f"{c:.4g}")
    return f"It is {known} times the expected value, in every case."


_SIZES = (
    (0, 0, "rows"),
    (0, 1, "columns"),
    (0, None, "elements"),
    (1, 0, "rows of the second argument"),
    (1, 1, "columns of the second argument"),
)


def _dimension(pairs) -> str | None:
    """A factor that follows a size of the inputs: the number of rows, or of columns, or their product."""
    scales = [_scale(s, e) for _, s, e in pairs]
    if None in scales or len({round(c, 6) for c in scales}) < 2:
        return None
    for a, axis, words in _SIZES:
        sizes = [_size(case, a, axis) for case, _, _ in pairs]
        if None in sizes or len(set(sizes)) < 2:
            continue
        for power, how in ((1, "times"), (-1, "divided by")):
            if all(abs(c - n**power) < 1e-3 * n**power for c, n in zip(scales, sizes, strict=True)):
                shown = ", ".join(
                    f"{c:.4g} with {n}" for n, c in sorted(set(zip(sizes, np.round(scales, 6), strict=True)))[:3]
                )
                return f"It is the expected value {how} the number of {words} ({shown})."
    return None


def _size(case: Case, a: int, axis: int | None) -> int | None:
    if a >= len(case.args) or not isinstance(case.args[a], np.ndarray):
        return None
    array = case.args[a]
    return array.size if axis is None else array.shape[axis] if axis < array.ndim else None


def _offset(pairs) -> str | None:
    with np.errstate(all="ignore"):
        offsets = [s - e.middle for _, s, e in pairs if s.size]
    every = np.concatenate([np.ravel(o) for o in offsets]) if offsets else np.zeros(0)
    if not every.size or not np.isfinite(every).all() or abs(every[0]) < 1e-4:
        return None
    if not all(alike(s, e.middle + every[0], e) for _, s, e in pairs):
        return None
    side = "larger" if every[0] > 0 else "smaller"
    return f"It is {side} than the expected value by the same amount everywhere: {abs(every[0]):.4g}."


def _transposed(pairs) -> str | None:
    pairs = [p for p in pairs if len(p[2].shape) == 2 and min(p[2].shape) > 1]
    if pairs and all(s.shape == e.shape[::-1] and alike(s.T, e.middle, e) for _, s, e in pairs):
        return "It is the transpose of the expected array: rows and columns are exchanged."
    return None


def _float64_only(pairs) -> str | None:
    single = [within(s, e).all() for c, s, e in pairs if _dtype(c) == np.float32]
    double = [within(s, e).all() for c, s, e in pairs if _dtype(c) == np.float64]
    if single and double and all(double) and not any(single):
        return "It is right for float64 inputs and wrong for float32 inputs."
    return None


def _dtype(case: Case):
    return next((a.dtype for a in case.args if isinstance(a, np.ndarray) and a.dtype.kind == "f"), None)


def _half(pairs) -> str | None:
    """Elementwise, f(z) of one array: wrong on one side of zero only."""
    if not all([np.shape(a) for a in c.args if isinstance(a, np.ndarray)] == [s.shape] for c, s, _ in pairs):
        return None
    if not all(isinstance(c.args[0], np.ndarray) for c, _, _ in pairs):
        return None
    z = np.concatenate([np.ravel(c.args[0]).astype(np.float64) for c, _, _ in pairs])
    good = np.concatenate([np.ravel(within(s, e)) for _, s, e in pairs])
    for side, other, mask in (("below", "above", z < 0), ("above", "below", z > 0)):
        if mask.any() and (~mask & (z != 0)).any() and good[~mask].all() and not good[mask].all():
            return f"It is right for inputs {other} 0 and wrong for inputs {side} 0."
    return None


def _rows(pairs) -> str | None:
    if any(np.ndim(c.args[0]) < 2 for c, _, _ in pairs):
        return None
    one = [within(s, e).all() for c, s, e in pairs if _size(c, 0, 0) == 1]
    more = [within(s, e).all() for c, s, e in pairs if (_size(c, 0, 0) or 0) > 1]
    if one and more and all(one) and not any(more):
        return "It is right in every case with a single row, and wrong in every case with more rows."
    return None


def _one_minus(pairs) -> str | None:
    if all(alike(s, 1 - e.middle, e) for _, s, e in pairs):
        return "It is 1 minus the expected value, in every case."
    return None


def _power(pairs) -> str | None:
    """The square, the root, the absolute value or the reciprocal of what is expected."""
    with np.errstate(all="ignore"):
        for word, f in (
            ("the absolute value", np.abs),
            ("the square", np.square),
            ("the square root", np.sqrt),
            ("the reciprocal, 1 divided by", np.reciprocal),
        ):
            if all(alike(s, f(np.asarray(e.middle, np.float64)), e) for _, s, e in pairs):
                return f"It is {word} {'' if 'by' in word else 'of '}the expected value, in every case."
    return None


def _signs(pairs) -> str | None:
    """The right sizes with some wrong signs."""
    if all(alike(np.abs(s), np.abs(np.asarray(e.middle, np.float64)), e) for _, s, e in pairs):
        return "The sizes are right, and some signs are not."
    return None


def _digits(pairs) -> str | None:
    """Right but for a small part of its size, in every case."""
    off = []
    for _, s, e in pairs:
        middle = np.asarray(e.middle, np.float64)
        finite = np.isfinite(middle)
        if not np.array_equal(finite, np.isfinite(s)) or not alike(s[~finite], middle[~finite], e):
            return None
        size = np.max(np.abs(middle[finite]), initial=0.0)
        gap = np.max(np.abs(s - middle)[finite], initial=0.0)
        if gap:
            off.append(gap / size if size else np.inf)
    digits = math.floor(-math.log10(max(off))) if off and 0 < max(off) < 1 else 0
    if digits < NEAR:
        return None
    return (
        f"It is right to {digits} digits and no further: is something small added (such as 1e-8), or are numbers "
        "rounded on the way (float32)?"
    )


def _limited(pairs) -> str | None:
    """Right but where it stops at a number, the same in every case."""
    mine = np.concatenate([np.ravel(s) for _, s, _ in pairs])
    true = np.concatenate([np.ravel(np.asarray(e.middle, np.float64)) for _, _, e in pairs])
    bad = ~np.concatenate([np.ravel(within(s, e)) for _, s, e in pairs])
    if not np.isfinite(mine).all() or bad.sum() < 2 or np.ptp(mine) < 1e-6 or np.ptp(mine[bad]) > 1e-6:
        return None
    limit = mine[bad][0]
    if np.all(true[bad] > limit) and np.all(mine <= limit + 1e-6) and limit:
        return f"It never goes above {limit:.4g}, and is right wherever it should not."
    if np.all(true[bad] < limit) and np.all(mine >= limit - 1e-6):
        return f"It never goes below {limit:.4g}, and is right wherever it should not."
    return None


def _constant(pairs) -> str | None:
    every = np.concatenate([np.ravel(s) for _, s, _ in pairs])
    if every.size > 2 and np.isfinite(every).all() and np.ptp(every) == 0:
        return f"It is {every[0]:.4g} everywhere, whatever the inputs."
    return None


def _argument(pairs, arguments: Sequence[str | None]) -> str | None:
    """A factor that follows a number among the arguments: one time too many, or too few."""
    scales = [_scale(s, e) for _, s, e in pairs]
    if None in scales or len({round(c, 6) for c in scales}) < 2:
        return None
    for k, name in enumerate(arguments):
        given = [c.args[k] if len(c.args) > k else None for c, _, _ in pairs]
        if name is None or not all(isinstance(a, (int, float)) and not isinstance(a, bool) and a for a in given):
            continue
        for power, how in ((1, "times {}"), (-1, "divided by {}"), (2, "times the square of {}")):
            if all(abs(c - a**power) < 1e-3 * abs(a**power) for c, a in zip(scales, given, strict=True)):
                return f"It is the expected value {how.format(name)}, in every case."
    return None


def _reshaped(pairs) -> str | None:
    """The right numbers in the right order, in another shape."""
    if all(s.size == e.low.size and alike(np.reshape(s, e.shape), e.middle, e) for _, s, e in pairs):
        _, s, e = next(p for p in pairs if p[1].shape != p[2].shape)
        return f"The numbers are right; only the shape is not: {s.shape} where {e.shape} is expected."
    return None


_TESTS = (
    (_factor, 0.0),
    (_dimension, 0.0),
    (_offset, 0.0),
    (_transposed, 0.5),
    (_one_minus, 0.0),
    (_power, 0.0),
    (_constant, 0.0),
    (_digits, 0.5),
    (_signs, 0.0),
    (_limited, 0.0),
)
_WEAK = (_float64_only, _half, _rows)

"""Other simple relations between an answer and the right one, and what each is called.

Each function returns a sentence only when the relation holds on every case tried, so that nothing said is false.
"""

from __future__ import annotations

import math

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.compare import alike, within
from autograder.checking.factors import Pairs, dimension, factor, size

# An answer that is right to so many digits is nearly right.
NEAR = 5
ACCIDENT = 0.1


def _offset(pairs: Pairs) -> str | None:
    with np.errstate(all="ignore"):
        offsets = [s - e.middle for _, s, e in pairs if s.size]
    every = np.concatenate([np.ravel(o) for o in offsets]) if offsets else np.zeros(0)
    if not every.size or not np.isfinite(every).all() or abs(every[0]) < 1e-4:
        return None
    if not all(alike(s, e.middle + every[0], e) for _, s, e in pairs):
        return None
    side = "larger" if every[0] > 0 else "smaller"
    return f"It is {side} than the expected value by the same amount everywhere: {abs(every[0]):.4g}."


def transposed(pairs: Pairs) -> str | None:
    """Rows and columns exchanged."""
    pairs = [p for p in pairs if len(p[2].shape) == 2 and min(p[2].shape) > 1]
    if pairs and all(s.shape == e.shape[::-1] and alike(s.T, e.middle, e) for _, s, e in pairs):
        return "It is the transpose of the expected array: rows and columns are exchanged."
    return None


def reshaped(pairs: Pairs) -> str | None:
    """The right numbers in the right order, in another shape."""
    if all(s.size == e.low.size and alike(np.reshape(s, e.shape), e.middle, e) for _, s, e in pairs):
        _, s, e = next(p for p in pairs if p[1].shape != p[2].shape)
        return f"The numbers are right; only the shape is not: {s.shape} where {e.shape} is expected."
    return None


def _one_minus(pairs: Pairs) -> str | None:
    if all(alike(s, 1 - e.middle, e) for _, s, e in pairs):
        return "It is 1 minus the expected value, in every case."
    return None


def _power(pairs: Pairs) -> str | None:
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


def _constant(pairs: Pairs) -> str | None:
    every = np.concatenate([np.ravel(s) for _, s, _ in pairs])
    if every.size > 2 and np.isfinite(every).all() and np.ptp(every) == 0:
        return f"It is {every[0]:.4g} everywhere, whatever the inputs."
    return None


def _digits(pairs: Pairs) -> str | None:
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
        f"In the cases tried it is right to {digits} digits and no further: is something small added (such as 1e-8), "
        "or are numbers rounded on the way (float32)?"
    )


def _signs(pairs: Pairs) -> str | None:
    """The right sizes with some wrong signs."""
    if all(alike(np.abs(s), np.abs(np.asarray(e.middle, np.float64)), e) for _, s, e in pairs):
        return "The sizes are right, and some signs are not."
    return None


def _limited(pairs: Pairs) -> str | None:
    """Right but where it stops at a number, the same in every case."""
    mine = np.concatenate([np.ravel(s) for _, s, _ in pairs])
    true = np.concatenate([np.ravel(np.asarray(e.middle, np.float64)) for _, _, e in pairs])
    bad = ~np.concatenate([np.ravel(within(s, e)) for _, s, e in pairs])
    if not np.isfinite(mine).all() or bad.sum() < 2 or np.ptp(mine) < 1e-6 or np.ptp(mine[bad]) > 1e-6:
        return None
    limit = mine[bad][0]
    if np.all(true[bad] > limit) and np.all(mine <= limit + 1e-6) and limit:
        return f"It never goes above {limit:.4g}; where it should not, it is right."
    if np.all(true[bad] < limit) and np.all(mine >= limit - 1e-6):
        return f"It never goes below {limit:.4g}; where it should not, it is right."
    return None


def _float64_only(pairs: Pairs) -> str | None:
    single = [within(s, e).all() for c, s, e in pairs if _dtype(c) == np.float32]
    double = [within(s, e).all() for c, s, e in pairs if _dtype(c) == np.float64]
    if single and double and all(double) and not any(single):
        return "It is right for float64 inputs and wrong for float32 inputs."
    return None


def _dtype(case: Case):
    return next((a.dtype for a in case.args if isinstance(a, np.ndarray) and a.dtype.kind == "f"), None)


def _half(pairs: Pairs) -> str | None:
    """Elementwise, f(z) of one array: wrong on one side of zero only."""
    if not all([np.shape(a) for a in c.args if isinstance(a, np.ndarray)] == [s.shape] for c, s, _ in pairs):
        return None
    if not all(isinstance(c.args[0], np.ndarray) for c, _, _ in pairs):
        return None
    z = np.concatenate([np.ravel(c.args[0]).astype(np.float64) for c, _, _ in pairs])
    good = np.concatenate([np.ravel(within(s, e)) for _, s, e in pairs])
    for side, other, mask in (("below", "above", z < 0), ("above", "below", z > 0)):
        # On its wrong side it may be right by accident, but not often.
        if mask.any() and (~mask & (z != 0)).any() and good[~mask].all() and good[mask].mean() < ACCIDENT:
            return f"Of the numbers tried, it is right for those {other} 0 and wrong for those {side} 0."
    return None


def _rows(pairs: Pairs) -> str | None:
    if any(np.ndim(c.args[0]) < 2 for c, _, _ in pairs):
        return None
    one = [within(s, e).all() for c, s, e in pairs if size(c, 0, 0) == 1]
    more = [within(s, e).all() for c, s, e in pairs if (size(c, 0, 0) or 0) > 1]
    if one and more and all(one) and not any(more):
        return "Of the cases tried, it is right in each with a single row, and wrong in each with more rows."
    return None


# (relation, the share of its points that the output earns)
RELATIONS = (
    (factor, 0.0),
    (dimension, 0.0),
    (_offset, 0.0),
    (transposed, 0.5),
    (_one_minus, 0.0),
    (_power, 0.0),
    (_constant, 0.0),
    (_digits, 0.5),
    (_signs, 0.0),
    (_limited, 0.0),
)
# Where it is right and where it is wrong, which says little of why.
WEAK = (_float64_only, _half, _rows)

"""Other simple relations between an answer and the right one, and what each is called.

Each function returns a sentence only when the relation holds on every case tried, so that nothing said is false.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.compare import alike, within
from autograder.checking.elementwise import ACCIDENT, SEVERAL, beyond, half
from autograder.checking.expected import Expected
from autograder.checking.factors import Pairs, factor, in_words, size

# An answer that is right to so many digits is nearly right.
NEAR = 5


def _offset(pairs: Pairs) -> str | None:
    with np.errstate(all="ignore"):
        offsets = [s - e.middle for _, s, e in pairs if s.size]
    every = np.concatenate([np.ravel(o) for o in offsets]) if offsets else np.zeros(0)
    amount = float(np.median(every)) if every.size and np.isfinite(every).all() else 0.0
    if abs(amount) < 1e-4 or not all(alike(s, e.middle + amount, e) for _, s, e in pairs):
        return None
    side = "larger" if amount > 0 else "smaller"
    return f"It is {side} than the expected value by the same amount everywhere: {abs(amount):.4g}."


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


_FUNCTIONS: tuple[tuple[str, Callable], ...] = (
    ("the absolute value of {}", np.abs),
    ("the square of {}", np.square),
    ("the square root of {}", np.sqrt),
    ("the reciprocal, 1 divided by {}", np.reciprocal),
    ("1 minus the square of {}", lambda y: 1 - y * y),
    ("the square of 1 minus {}", lambda y: (1 - y) ** 2),
    ("the cube of {}", lambda y: y**3),
    ("e to the power of {}", np.exp),
    ("e to the power of minus {}", lambda y: np.exp(-y)),
    ("the logarithm of {}", np.log),
    ("minus the logarithm of {}", lambda y: -np.log(y)),
    ("the sigmoid of {}", lambda y: 1 / (1 + np.exp(-y))),
    ("tanh of {}", np.tanh),
    ("the positive part of {}", lambda y: np.maximum(y, 0)),
    ("the sign of {}", np.sign),
    ("a decision, 1 or 0, on the sign of {}", lambda y: np.heaviside(y, 1.0)),
    *(
        ("{} rounded to " + (f"{d} decimals" if d else "whole numbers"), lambda y, d=d: np.round(y, d))
        for d in range(5)
    ),
)


def _function(pairs: Pairs) -> str | None:
    """The square, the root, the logarithm and the like of what is expected."""
    every = np.concatenate([np.ravel(np.asarray(e.middle, np.float64)) for _, _, e in pairs])
    by_chance = any(np.max(e.tolerance, initial=0.0) > 1e-4 * max(1.0, np.max(np.abs(e.middle))) for _, _, e in pairs)
    if len(set(every.tolist())) < SEVERAL or by_chance:
        return None
    with np.errstate(all="ignore"):
        for word, f in _FUNCTIONS:
            if all(within(f(np.asarray(e.middle, np.float64)), e).all() for _, _, e in pairs):
                continue  # what is expected is so itself, up to rounding or chance
            if all(alike(s, f(np.asarray(e.middle, np.float64)), e) for _, s, e in pairs):
                return f"It is {word.format('the expected value')}, in every case."
    return None


def _line(pairs: Pairs) -> str | None:
    """A multiple of what is expected, and a number more or less: 2y − 1."""
    mine = np.concatenate([np.ravel(s) for _, s, _ in pairs])
    true = np.concatenate([np.ravel(np.asarray(e.middle, np.float64)) for _, _, e in pairs])
    if not np.isfinite(mine).all() or not np.isfinite(true).all() or len(set(np.round(true, 6))) < SEVERAL:
        return None
    low, high = np.argmin(true), np.argmax(true)
    a = (mine[high] - mine[low]) / (true[high] - true[low])
    b = mine[low] - a * true[low]
    # Once the expected value and a number more is for others to say.
    if (
        abs(a) < 1e-3
        or abs(a - 1) < 1e-3
        or not all(alike(s, a * np.asarray(e.middle, np.float64) + b, e) for _, s, e in pairs)
    ):
        return None
    times = in_words(a).replace("-", "−")
    return f"It is {times} times the expected value, {'plus' if b > 0 else 'less'} {abs(b):.4g}, in every case."


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
        where = half(pairs)
        return f"The sizes are right, and some signs are not.{f' {where}' if where else ''}"
    return None


def all_alike(pairs: Pairs) -> str | None:
    """All rows the same, or all columns, where different ones are expected."""
    for axis, word in ((0, "rows"), (1, "columns")):
        wide = [(s, np.asarray(e.middle)) for _, s, e in pairs if s.ndim == 2 and s.shape[axis] > 1]
        if len(wide) < len(pairs) / 2 or not any(np.ptp(e, axis=axis).any() for _, e in wide):
            continue
        if all(not np.ptp(s, axis=axis).any() and np.isfinite(s).all() for s, _ in wide):
            return f"In the cases tried, all its {word} are the same; the expected ones differ."
    return None


def _limited(pairs: Pairs) -> str | None:
    """Right but where it stops at a number, the same in every case; or at two, one on each side."""
    mine = np.concatenate([np.ravel(s) for _, s, _ in pairs])
    true = np.concatenate([np.ravel(np.asarray(e.middle, np.float64)) for _, _, e in pairs])
    good = np.concatenate([np.ravel(within(s, e)) for _, s, e in pairs])
    if not np.isfinite(mine).all() or not good.any() or len(set(true[~good].tolist())) < 2:
        return None
    limits = []
    for bad, word, end in ((~good & (mine > true), "below", mine.min()), (~good & (mine < true), "above", mine.max())):
        if not bad.any():
            continue
        if np.ptp(mine[bad]) > 1e-6 * abs(end) or abs(mine[bad][0] - end) > 1e-6 * abs(end):
            return None
        if f"{end:.6g}" != f"{true[bad][0]:.6g}":
            limits.append(f"{word} {end:.4g}")
    if not limits:
        return None
    return f"It never goes {' or '.join(limits)}; where the expected value does not either, it is right."


def _float64_only(pairs: Pairs) -> str | None:
    single = [within(s, e).all() for c, s, e in pairs if _dtype(c) == np.float32]
    double = [within(s, e).all() for c, s, e in pairs if _dtype(c) == np.float64]
    if single and double and all(double) and not any(single):
        return "It is right for float64 inputs and wrong for float32 inputs."
    return None


def _dtype(case: Case):
    return next((a.dtype for a in case.args if isinstance(a, np.ndarray) and a.dtype.kind == "f"), None)


def _rows(pairs: Pairs) -> str | None:
    if any(np.ndim(c.args[0]) < 2 for c, _, _ in pairs):
        return None
    one = [within(s, e).all() for c, s, e in pairs if size(c, 0, 0) == 1]
    more = [within(s, e).all() for c, s, e in pairs if (size(c, 0, 0) or 0) > 1]
    wide = [c for c, _, _ in pairs if size(c, 0, 0) == 1 and (size(c, 0, 1) or 0) > 1]
    if wide and more and all(one) and np.mean(more) <= ACCIDENT:
        others = "most" if any(more) else "each"
        return f"Of the cases tried, it is right in each with a single row, and wrong in {others} with more rows."
    return None


def _places(pairs: Pairs) -> str | None:
    """Right in the first row alone, in all but the last, and so on; or in columns, or in the entries of a list."""
    for axis, words in ((0, "rows"), (1, "columns")):
        right = [np.atleast_1d(_right_along(s, e, axis)) for _, s, e in pairs if s.ndim > axis]
        right = [r for r in right if len(r) > 1]
        if len(right) < 2:
            continue
        words = words if any(s.ndim > 1 for _, s, _ in pairs) else "entries"
        for which, k in (("first", 0), ("last", -1)):
            inside = np.array([r[k] for r in right])
            rest = np.concatenate([np.delete(r, k) for r in right])
            if inside.all() and rest.mean() < 2 * ACCIDENT:
                return f"In the cases tried, the {which} of its {words} is right, and most others are not."
            if rest.all() and inside.mean() < 2 * ACCIDENT:
                return f"In the cases tried, all of its {words} are right but the {which}."
    return None


def _right_along(s: np.ndarray, e: Expected, axis: int) -> np.ndarray:
    """Which rows, or columns, are right in all their numbers."""
    good = np.asarray(within(s, e))
    return np.asarray(good.all(axis=tuple(k for k in range(good.ndim) if k != axis)))


# (relation, the share of its points that the output earns)
RELATIONS = (
    (factor, 0.0),
    (_offset, 0.0),
    (transposed, 0.5),
    (_one_minus, 0.0),
    (_function, 0.0),
    (_line, 0.0),
    (_constant, 0.0),
    (_limited, 0.0),
    (_digits, 0.5),
    (_signs, 0.0),
)
# Where it is right and where it is wrong, which says little of why.
WEAK = (_float64_only, half, beyond, _places, _rows)

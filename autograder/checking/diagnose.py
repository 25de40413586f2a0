"""What is wrong with an answer when no listed mistake matches: simple relations between it and the right one.

Each function returns a sentence only when the relation holds on every case tried, so that nothing said is false.
"""

from __future__ import annotations

import math

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.compare import alike, within
from autograder.runtime.observe import Observation

Seen = list[tuple[Case, Observation]]
_CONSTANTS = {2: "2", 0.5: "1/2", -2: "−2", math.log(2): "ln 2", 1 / math.log(2): "1/ln 2", math.e: "e"}


def relation(seen: Seen, i: int) -> str | None:
    """The first relation that holds between output `i` and its expected value on all cases, as a sentence."""
    pairs = [(case, np.asarray(o.outputs[i]), case.expected[i]) for case, o in seen]
    if any(s.shape != e.shape or s.dtype.kind not in "biuf" for _, s, e in pairs):
        return _transposed(pairs)
    pairs = [(c, s.astype(np.float64), e) for c, s, e in pairs]
    if _along_the_other_axis(pairs, i):
        return "It works along the other axis: what should happen in each row happens in each column, or the reverse."
    for test in (_factor, _dimension, _offset, _transposed, _float64_only, _half, _rows):
        said = test(pairs)
        if said:
            return said
    return None


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


def _dimension(pairs) -> str | None:
    """A factor that follows a size of the inputs: the number of rows, or of columns, or their product."""
    scales = [_scale(s, e) for _, s, e in pairs]
    if None in scales or len({round(c, 6) for c in scales}) < 2:
        return None
    for a, axis, words in (
        (0, 0, "rows"),
        (0, 1, "columns"),
        (0, None, "elements"),
        (1, 0, "rows of the second argument"),
    ):
        sizes = [_size(case, a, axis) for case, _, _ in pairs]
        if None in sizes or len(set(sizes)) < 2:
            continue
        for power, how in ((1, "times"), (-1, "one over")):
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
        return "It is right when there is a single row and wrong when there are more."
    return None

"""An answer that is a multiple of the right one: by a constant, by a size of the inputs, by an argument."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.compare import alike
from autograder.checking.expected import Expected

# (the case, an output, what is expected of it), for every case that is looked at
Pairs = list[tuple[Case, np.ndarray, Expected]]
_CONSTANTS = {2: "2", 0.5: "1/2", -2: "−2", math.log(2): "ln 2", 1 / math.log(2): "1/ln 2", math.e: "e"}
_SIZES = (
    (0, 0, "rows"),
    (0, 1, "columns"),
    (0, None, "elements"),
    (1, 0, "rows of the second argument"),
    (1, 1, "columns of the second argument"),
)


def _scale(s: np.ndarray, e: Expected) -> float | None:
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


def _varying_scales(pairs: Pairs) -> list[float] | None:
    """The multiple of each case, where every case has one and they differ."""
    scales = _scales(pairs)
    return scales if scales is not None and len({round(c, 6) for c in scales}) > 1 else None


def _scales(pairs: Pairs) -> list[float] | None:
    scales = [c for _, s, e in pairs if (c := _scale(s, e)) is not None]
    return scales if len(scales) == len(pairs) else None


def factor(pairs: Pairs) -> str | None:
    """The same multiple in every case."""
    if all(not np.any(s) for _, s, _ in pairs):
        return "It is 0 everywhere."
    scales = _scales([pair for pair in pairs if np.any(np.abs(pair[2].middle) > 1e-6)])
    if not scales or np.ptp(scales) > 1e-3 * abs(scales[0]) or abs(scales[0] - 1) < 1e-3:
        return None
    c = scales[0]
    if abs(c + 1) < 1e-3:
        return "It has the wrong sign everywhere: it is exactly −1 times the expected value."
    known = next((word for value, word in _CONSTANTS.items() if abs(c - value) < 1e-3 * abs(value)), f"{c:.4g}")
    return f"It is {known} times the expected value, in every case."


def dimension(pairs: Pairs) -> str | None:
    """A factor that follows a size of the inputs: the number of rows, or of columns, or their product."""
    scales = _varying_scales(pairs)
    if scales is None:
        return None
    for a, axis, words in _SIZES:
        sizes = [n for case, _, _ in pairs if (n := size(case, a, axis)) is not None]
        if len(sizes) < len(pairs) or len(set(sizes)) < 2:
            continue
        for power, how in ((1, "times"), (-1, "divided by")):
            if all(abs(c - n**power) < 1e-3 * n**power for c, n in zip(scales, sizes, strict=True)):
                shown = ", ".join(f"{n**power:.4g} with {n}" for n in sorted(set(sizes))[:3])
                return f"It is the expected value {how} the number of {words} ({shown})."
    return None


def size(case: Case, a: int, axis: int | None) -> int | None:
    """The size of argument `a` along an axis (None: all its elements); None where it has none."""
    if a >= len(case.args) or not isinstance(case.args[a], np.ndarray):
        return None
    array = case.args[a]
    return array.size if axis is None else array.shape[axis] if axis < array.ndim else None


def _is_factor(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value != 0


def argument(pairs: Pairs, arguments: Sequence[str | None]) -> str | None:
    """A factor that follows a number among the arguments: one time too many, or too few."""
    scales = _varying_scales(pairs)
    if scales is None:
        return None
    for k, name in enumerate(arguments):
        given = [c.args[k] for c, _, _ in pairs if len(c.args) > k and _is_factor(c.args[k])]
        if name is None or len(given) < len(pairs):
            continue
        for power, how in ((1, "times {}"), (-1, "divided by {}"), (2, "times the square of {}")):
            if all(abs(c - a**power) < 1e-3 * abs(a**power) for c, a in zip(scales, given, strict=True)):
                return f"It is the expected value {how.format(name)}, in every case."
    return None

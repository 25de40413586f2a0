"""An answer that is a multiple of the right one: by a constant, by a size of the inputs, by an argument."""

from __future__ import annotations

import itertools
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


def _varying_scales(pairs: Pairs) -> tuple[Pairs, list[float]] | None:
    """The pairs that tell a multiple and the multiple of each, where every case has one and they differ."""
    found = _scales(pairs)
    return found if found is not None and len({round(c, 6) for c in found[1]}) > 1 else None


def _scales(pairs: Pairs) -> tuple[Pairs, list[float]] | None:
    """As above, whether they differ or not. Where 0 is expected, the output has to be 0."""
    telling = [pair for pair in pairs if np.any(np.abs(pair[2].middle) > 1e-6)]
    if not all(alike(s, 0 * e.middle, e) for _, s, e in pairs if not np.any(np.abs(e.middle) > 1e-6)):
        return None
    scales = list(itertools.takewhile(lambda c: c is not None, (_scale(s, e) for _, s, e in telling)))
    return (telling, [c for c in scales if c is not None]) if scales and len(scales) == len(telling) else None


def in_words(c: float) -> str:
    """A number, as a known constant if it is one."""
    return next((word for value, word in _CONSTANTS.items() if abs(c - value) < 1e-3 * abs(value)), f"{c:.4g}")


def factor(pairs: Pairs) -> str | None:
    """The same multiple in every case."""
    if all(not np.any(s) for _, s, _ in pairs):
        return "It is 0 everywhere."
    found = _scales(pairs)
    if found is None:
        return None
    scales = found[1]
    if np.ptp(scales) > 1e-3 * abs(scales[0]) or abs(scales[0] - 1) < 1e-3:
        return None
    c = scales[0]
    if abs(c + 1) < 1e-3:
        return "It has the wrong sign everywhere: it is exactly −1 times the expected value."
    return f"It is {in_words(c)} times the expected value, in every case."


def _multiple(scales: Sequence[float], numbers: Sequence[float], ways: dict[int, str], name: str) -> str | None:
    """The sentence if every scale is the same constant, a known one, times a power of its number."""
    for power, how in ways.items():
        rest = [c / float(n) ** power for c, n in zip(scales, numbers, strict=True)]
        if np.ptp(rest) > 1e-3 * abs(rest[0]):
            continue
        if abs(rest[0] - 1) < 1e-3:
            return f"It is the expected value {how.format(name)}"
        if (words := in_words(rest[0])) in (*_CONSTANTS.values(), "-1"):
            return f"It is {words.replace('-', '−')} times the expected value, and that {how.format(name)}"
    return None


_WAYS = {1: "times {}", -1: "divided by {}", 2: "times the square of {}", -2: "divided by the square of {}"}


def dimension(pairs: Pairs) -> str | None:
    """A factor that follows a size of the inputs: the number of rows, or of columns, or their product."""
    found = _varying_scales(pairs)
    if found is None:
        return None
    telling, scales = found
    for a, axis, words in _SIZES:
        sizes = [n for case, _, _ in telling if (n := size(case, a, axis)) is not None]
        if len(sizes) < len(telling) or len(set(sizes)) < 2 or 0 in sizes:
            continue
        if axis == 0 and all(case.args[a].ndim == 1 for case, _, _ in telling):
            words = words.replace("rows", "entries")
        log = (
            None
            if 1 in sizes
            else _multiple(scales, list(map(math.log, sizes)), _WAYS, f"log of the number of {words}")
        )
        if said := _multiple(scales, sizes, _WAYS, f"the number of {words}") or log:
            shown = ", ".join(
                f"{c:.4g} times with {n}" for n, c in sorted(dict(zip(sizes, scales, strict=True)).items())[:3]
            )
            return f"{said} ({shown})."
    return _rows_and_columns(telling, scales)


def _rows_and_columns(telling: Pairs, scales: Sequence[float]) -> str | None:
    """Divided by the number of columns where it should be by that of rows, or the other way round."""
    sizes = [(size(case, 0, 0), size(case, 0, 1)) for case, _, _ in telling]
    if not all(rows and columns for rows, columns in sizes) or all(rows == columns for rows, columns in sizes):
        return None
    for first, second, power in (("rows", "columns", 1), ("columns", "rows", -1)):
        if all(abs(c * (k / n) ** power - 1) < 1e-3 for c, (n, k) in zip(scales, sizes, strict=True) if n and k):
            return f"It is the expected value times the number of {first} and divided by that of {second}."
    return None


def size(case: Case, a: int, axis: int | None) -> int | None:
    """The size of argument `a` along an axis (None: all its elements); None where it has none."""
    if a >= len(case.args) or not isinstance(case.args[a], np.ndarray):
        return None
    array = case.args[a]
    return array.size if axis is None else array.shape[axis] if axis < array.ndim else None


# So many lines of so many numbers have to be multiples for it to be more than chance.
SEVERAL, LONG = 4, 3


def of_its_own(pairs: Pairs) -> str | None:
    """A factor of its own for each column, or row; or for each case."""
    if _varying_scales(pairs) and _are_multiples(pairs):
        return "It is the expected value times a factor, which differs from one case to another."
    for axis, word in ((1, "column"), (0, "row")):
        if all(s.ndim == 2 for _, s, _ in pairs):
            lines = [line for c, s, e in pairs for line in _lines(c, s, e, axis)]
            if _are_multiples(lines):
                return f"It is the expected value times a factor of its own for each {word}."
    return None


def _lines(case: Case, s: np.ndarray, e: Expected, axis: int) -> Pairs:
    low, high, room = (np.moveaxis(np.broadcast_to(a, s.shape), axis, 0) for a in (e.low, e.high, e.tolerance))
    each = zip(np.moveaxis(s, axis, 0), low, high, room, strict=True)
    return [(case, line, Expected(a, b, c, e.dtype)) for line, a, b, c in each]


def _are_multiples(lines: Pairs) -> bool:
    found = _scales(lines)
    if found is None or any(abs(c) < 1e-6 for c in found[1]):
        return False
    off = [1 for (_, s, _), c in zip(*found, strict=True) if np.count_nonzero(s) >= LONG and abs(c - 1) > 1e-3]
    return len(off) >= SEVERAL


def _is_factor(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value != 0


def argument(pairs: Pairs, arguments: Sequence[str | None]) -> str | None:
    """A factor that follows a number among the arguments: one time too many, or too few."""
    found = _varying_scales(pairs)
    if found is None:
        return None
    telling, scales = found
    for k, name in enumerate(arguments):
        given = [c.args[k] for c, _, _ in telling if len(c.args) > k and _is_factor(c.args[k])]
        if name is None or len(given) < len(telling) or len(set(given)) < 2:
            continue
        if said := _multiple(scales, given, _WAYS, name):
            return f"{said}, in every case."
    return None

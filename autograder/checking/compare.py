"""Compare what a call did with what a case expects. Every disagreement has one of a few kinds."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.checking.cases import OPERATIONS, Case
from autograder.checking.expected import Expected
from autograder.runtime.observe import Observation

RAISED, COUNT, TYPE, SHAPE, VALUES = "raised count type shape values".split()
DTYPE, LIST, CHANGED = "dtype list changed".split()
# After one of these, the values cannot be compared.
BREAKING = {RAISED, COUNT, TYPE, SHAPE}
_NUMBERS = (np.ndarray, np.generic, int, float, complex)


def tidy(case: Case, seen: Observation) -> Observation:
    """`seen` with a list of all outputs taken apart, and with lists of numbers read as the arrays they stand for."""
    outputs, count = seen.outputs, len(case.expected)
    if len(outputs) == 1 and count > 1 and isinstance(outputs[0], (list, tuple)) and len(outputs[0]) == count:
        outputs = tuple(outputs[0])
    if len(outputs) != count:
        return seen
    read = [_read(value, expected) for value, expected in zip(outputs, case.expected, strict=True)]
    lists = tuple(i for i, (new, old) in enumerate(zip(read, outputs, strict=True)) if new is not old)
    return replace(seen, outputs=tuple(read), lists=lists)


def _read(value: Any, expected: Expected | tuple) -> Any:
    """A list of numbers as an array, where an array of its shape is expected; anything else as it is."""
    if isinstance(expected, tuple) or not expected.shape or not isinstance(value, (list, tuple)):
        return value
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        return value
    if array.shape != expected.shape or array.dtype.kind not in "biuf":
        return value
    return array if expected.dtype is None else array.astype(expected.dtype)


def faults(case: Case, seen: Observation, words: bool = True) -> dict[tuple[str, int | None], str]:
    """(kind, output index) -> a sentence, for everything in `seen` that the case does not expect; {} if all is well.

    Without `words` nothing is said of values, which takes longest.
    """
    if seen.raised:
        return {(RAISED, None): str(seen.raised)}
    found: dict[tuple[str, int | None], str] = {}
    if len(seen.outputs) != len(case.expected):
        return {(COUNT, None): _count(seen, case)}
    for i, (value, expected) in enumerate(zip(seen.outputs, case.expected, strict=True)):
        for kind, said in output_faults(value, expected, words).items():
            found[kind, i] = said
    for i in seen.lists:
        found[LIST, i] = "a list is returned where an array is expected: np.array makes one of it"
    for i in seen.changed:
        found[CHANGED, i] = f"argument {i + 1} is changed by the call; work on a copy or build a new array"
    return found


def output_faults(value: Any, expected: Expected | tuple, words: bool = True) -> dict[str, str]:
    """kind -> sentence for one output."""
    if isinstance(expected, tuple):
        return _list_faults(value, expected, words)
    wanted = "an array" if expected.shape else "a number"
    if value is None:
        return {TYPE: f"None where {wanted} is expected: is a `return` missing, or a value never set?"}
    if not isinstance(value, _NUMBERS):
        return {TYPE: f"returns a {type(value).__name__} instead of {wanted}"}
    array = np.asarray(value)
    if array.dtype.kind == "c":
        return {TYPE: f"returns complex numbers instead of {wanted} of real ones: a root of a negative number?"}
    if array.dtype.kind not in "biuf":
        return {TYPE: f"returns an array of {array.dtype} instead of numbers"}
    if array.shape != expected.shape:
        return {SHAPE: f"the shape is {array.shape} where {expected.shape} is expected"}
    found = {}
    if expected.dtype is not None and array.dtype != expected.dtype:
        found[DTYPE] = f"the dtype is {array.dtype} where {expected.dtype} is expected"
    if not within(array, expected).all():
        found[VALUES] = _worst(array, expected) if words else ""
    return found


def _list_faults(value: Any, expected: tuple, words: bool) -> dict[str, str]:
    """The same for an output that is a list of arrays: what is said begins with the place in the list."""
    if not isinstance(value, (list, tuple)):
        what = "None" if value is None else f"a {type(value).__name__}"
        return {TYPE: f"returns {what} instead of a list of {len(expected)} arrays"}
    if len(value) != len(expected):
        entries = "1 entry" if len(value) == 1 else f"{len(value)} entries"
        return {SHAPE: f"the list has {entries} where {len(expected)} {'is' if len(expected) == 1 else 'are'} expected"}
    found: dict[str, str] = {}
    for k, (one, wanted) in enumerate(zip(value, expected, strict=True)):
        for kind, said in output_faults(one, wanted, words).items():
            found.setdefault(kind, f"[{k}]: {said}")
    return found


def within(array: np.ndarray, expected: Expected) -> np.ndarray:
    """Elementwise: inside the accepted interval. Infinities must be equal; NaN only where NaN is expected."""
    array = np.asarray(array)
    if array.dtype.kind == "b":
        array = array.astype(np.float64)
    low, high, finite = expected.bounds
    with np.errstate(all="ignore"):
        inside = (array >= low) & (array <= high)
        if finite is True:
            return inside
        exact = (array == expected.low) | (array == expected.high) | (np.isnan(array) & np.isnan(expected.low))
    return np.where(finite, inside & np.isfinite(array), exact)


def alike(a: Any, b: Any, expected: Expected | tuple) -> bool:
    """Whether two outputs are the same numbers up to rounding, entry by entry, NaN and infinity included."""
    if isinstance(expected, tuple):
        lists = isinstance(a, (list, tuple)) and isinstance(b, (list, tuple))
        each = itertools.islice(itertools.cycle(expected), len(a)) if lists else ()
        return lists and len(a) == len(b) and all(map(alike, a, b, each))
    if not isinstance(a, _NUMBERS) or not isinstance(b, _NUMBERS):
        return type(a) is type(b)
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape or a.dtype.kind not in "biuf" or b.dtype.kind not in "biuf":
        return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()
    a, b = a.astype(np.float64), b.astype(np.float64)
    if _far(a, b, expected):
        return False
    room = _room(b, expected)
    # np.isclose takes one room for each entry from NumPy 2 on only.
    with np.errstate(invalid="ignore", over="ignore"):
        return bool(np.all((np.abs(a - b) <= room) | (a == b) | (np.isnan(a) & np.isnan(b))))


def _far(a: np.ndarray, b: np.ndarray, expected: Expected) -> bool:
    """Whether first entries are so far apart that no rounding is: it tells at once what is not alike, most often."""
    if not b.ndim or not b.size:
        return False
    largest, gap = float(np.abs(b).max()), abs(float(a.flat[0]) - float(b.flat[0]))
    return gap > 2 * expected.widest + OPERATIONS * _eps(expected) * max(1.0, largest)


def _room(b: np.ndarray, expected: Expected) -> Any:
    """How far two outputs may differ and be the same: twice the rounding of a right answer, since both sides round."""
    tolerance = np.asarray(expected.tolerance, np.float64)
    if tolerance.ndim and tolerance.shape != b.shape:
        tolerance = np.asarray(np.max(tolerance, initial=0.0))
    if not b.ndim and np.isfinite(b) and np.all(expected.middle):
        # A number larger than the expected one rounds, or scatters by chance, as much more.
        tolerance = tolerance * max(1.0, abs(float(b)) / float(np.max(np.abs(expected.middle))))
    size = np.max(np.abs(b[np.isfinite(b)]), initial=1.0)
    return 2 * np.where(np.isfinite(tolerance), tolerance, 0.0) + OPERATIONS * _eps(expected) * size


def _eps(expected: Expected) -> float:
    dtype: Any = expected.dtype if expected.dtype is not None and expected.dtype.kind == "f" else float
    return float(np.finfo(dtype).eps)


def _count(seen: Observation, case: Case) -> str:
    wanted, got = len(case.expected), len(seen.outputs)
    if got == 1 and seen.outputs[0] is None:
        return "returns None: is a `return` missing?"
    return f"returns {got} value{'s' * (got != 1)} where {wanted} {'is' if wanted == 1 else 'are'} expected"


def _worst(array: np.ndarray, expected: Expected) -> str:
    where, said = worst(array, expected)
    return f"differs most{_place(where)}: {said}"


def worst(array: np.ndarray, expected: Expected) -> tuple[tuple, str]:
    """Where an output is furthest from what is accepted, and both numbers in words."""
    bad = ~within(array, expected)
    with np.errstate(all="ignore"):
        gap = np.abs(array.astype(np.float64) - expected.middle)
    gap = np.where(bad, np.where(np.isnan(gap), np.inf, gap), -1.0)
    where = np.unravel_index(int(np.argmax(gap)), gap.shape) if gap.ndim else ()
    # Without a minus sign before zero.
    mine, near = array[where] + 0.0, np.asarray(expected.middle)[where] + 0.0
    low, high = np.asarray(expected.low)[where] + 0.0, np.asarray(expected.high)[where] + 0.0
    wide = bool(low != high and high - low > 1e-4 * abs(near))
    if wide:
        near = low if mine < low else high
    digits = next((d for d in (4, 8, 12) if f"{mine:.{d}g}" != f"{near:.{d}g}"), 17)
    wanted = f"{low:.{digits}g} to {high:.{digits}g}" if wide else f"near {near:.{digits}g}"
    return where, f"yours is {mine:.{digits}g}, expected is {wanted}"


def _place(where: tuple) -> str:
    if len(where) == 2:
        return f" at row {where[0]}, column {where[1]}"
    return f" at index {', '.join(map(str, where))}" if where else ""

"""Compare what a call did with what a case expects. Every disagreement has one of a few kinds."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checking.cases import OPERATIONS, Case, Expected
from autograder.runtime.observe import Observation

RAISED, COUNT, TYPE, SHAPE, VALUES, DTYPE, CHANGED = "raised count type shape values dtype changed".split()


def faults(case: Case, seen: Observation) -> dict[tuple[str, int | None], str]:
    """(kind, output index) -> a sentence, for everything in `seen` that the case does not expect; {} if all is well."""
    if seen.raised:
        return {(RAISED, None): str(seen.raised)}
    found = {}
    if len(seen.outputs) != len(case.expected):
        return {(COUNT, None): _count(seen, case)}
    for i, (value, expected) in enumerate(zip(seen.outputs, case.expected, strict=True)):
        for kind, said in output_faults(value, expected).items():
            found[kind, i] = said
    for i in seen.changed:
        found[CHANGED, i] = f"argument {i + 1} is changed by the call; work on a copy or build a new array"
    return found


def output_faults(value: Any, expected: Expected) -> dict[str, str]:
    """kind -> sentence for one output."""
    wanted = "an array" if expected.shape else "a number"
    if value is None:
        return {TYPE: f"returns None instead of {wanted}: is a `return` missing?"}
    if not isinstance(value, (np.ndarray, np.generic, int, float, complex)):
        return {TYPE: f"returns a {type(value).__name__} instead of {wanted}"}
    array = np.asarray(value)
    if array.dtype.kind == "c":
        return {TYPE: f"returns complex numbers instead of {wanted} of real ones"}
    if array.dtype.kind not in "biuf":
        return {TYPE: f"returns an array of {array.dtype} instead of numbers"}
    if array.shape != expected.shape:
        return {SHAPE: f"has shape {array.shape} where {expected.shape} is expected"}
    found = {}
    if expected.dtype is not None and array.dtype != expected.dtype:
        found[DTYPE] = f"is {array.dtype} where {expected.dtype} is expected"
    if not within(array, expected).all():
        found[VALUES] = _worst(array, expected)
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


def alike(a: Any, b: Any, expected: Expected) -> bool:
    """Whether two outputs are the same numbers up to rounding, NaN and infinity included."""
    if not isinstance(a, (np.ndarray, np.generic, int, float)) or not isinstance(
        b, (np.ndarray, np.generic, int, float)
    ):
        return type(a) is type(b)
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape or a.dtype.kind not in "biuf" or b.dtype.kind not in "biuf":
        return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()
    a, b = a.astype(np.float64), b.astype(np.float64)
    size = np.max(np.abs(b[np.isfinite(b)]), initial=1.0)
    # Twice the rounding that a right answer may show: both sides round.
    tolerance = 2 * np.max(expected.tolerance, initial=0.0) + OPERATIONS * _eps(expected) * size
    return np.allclose(a, b, rtol=0.0, atol=tolerance, equal_nan=True)


def _eps(expected: Expected) -> float:
    dtype = expected.dtype if expected.dtype is not None and expected.dtype.kind == "f" else np.dtype(float)
    return float(np.finfo(dtype).eps)


def _count(seen: Observation, case: Case) -> str:
    wanted = len(case.expected)
    if len(seen.outputs) == 1 and seen.outputs[0] is None:
        return "returns None: is a `return` missing?"
    return f"returns {len(seen.outputs)} value(s) where {wanted} are expected"


def _worst(array: np.ndarray, expected: Expected) -> str:
    bad = ~within(array, expected)
    with np.errstate(all="ignore"):
        gap = np.abs(array.astype(np.float64) - expected.middle)
    gap = np.where(bad, np.where(np.isnan(gap), np.inf, gap), -1.0)
    where = np.unravel_index(int(np.argmax(gap)), gap.shape) if gap.ndim else ()
    mine, near = array[where], np.asarray(expected.middle)[where]
    digits = next((d for d in (4, 8, 12) if f"{mine:.{d}g}" != f"{near:.{d}g}"), 17)
    return f"differs most{_place(where)}: yours is {mine:.{digits}g}, expected is near {near:.{digits}g}"


def _place(where: tuple) -> str:
    if len(where) == 2:
        return f" at row {where[0]}, column {where[1]}"
    return f" at index {', '.join(map(str, where))}" if where else ""

"""Recorded values on disk: plain data as it travels in grading (never a pickle), compressed."""

from __future__ import annotations

import itertools
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checking.as_if import Variant
from autograder.checking.cases import Case
from autograder.checking.effects import Effect
from autograder.checking.expected import Expected
from autograder.checking.small_cases import Ladder
from autograder.runtime.frames import pack, unpack_frame
from autograder.runtime.observe import Observation
from autograder.runtime.plain_data import NotPlain
from autograder.runtime.raised import Raised

# Arrays of so many elements are kept to 1/32 of their tolerance.
LARGE, FINE = 4096, 32


def save(path: Path, value: Any) -> None:
    """Write plain data: numbers, text, arrays, lists, `Seeded`, dtypes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zlib.compress(pack(value, _dtype_name), 9))


def load(path: Path) -> Any:
    """What `save` wrote."""
    return unpack_frame(zlib.decompress(path.read_bytes()), lambda name: np.dtype(name).type)


def _dtype_name(value: Any) -> str:
    if isinstance(value, type) and issubclass(value, np.generic):
        return np.dtype(value).str
    raise NotPlain(f"a {type(value).__name__} cannot be recorded: cases hold numbers, text, arrays and generators")


def case_as_data(case: Case) -> list:
    """A case as plain data. Of what wrong answers did it keeps what a diagnosis compares."""
    grids = [_grid(e) for e in case.expected]
    expected = [_part(e, grid) for e, grid in zip(case.expected, grids, strict=True)]
    wrong = {
        name: [_rounded(o.outputs, grids), [o.raised.kind, o.raised.message] if o.raised else None, list(o.changed)]
        for name, o in case.wrong.items()
    }
    return [case.args, case.group, expected, wrong, case.other_axis]


def _grid(e: Expected | tuple) -> float | None:
    """For a large array that chance may move: a step so small beside the tolerance that rounding to it changes nothing.

    Ten thousand weights in order of size, to the last bit, would be most of the hand-out.
    """
    if isinstance(e, tuple):
        return None
    least = np.min(e.tolerance)
    return 2.0 ** np.floor(np.log2(least / FINE)) if np.size(e.low) >= LARGE and least > 0 else None


def _part(e: Expected | tuple, grid: float | None) -> Any:
    """One output, or one that is a list of arrays."""
    return {"list": [_interval(one, None) for one in e]} if isinstance(e, tuple) else _interval(e, grid)


def _interval(e: Expected, grid: float | None) -> list:
    dtype = e.dtype and e.dtype.str
    if grid is None:
        return [e.low, None if _same(e) else e.high, e.tolerance, dtype]
    low, high = _rounded((e.low, e.high), [grid, grid])
    return [low, None if np.array_equal(low, high) else high, np.ceil(e.tolerance / grid + 1) * grid, dtype]


def _rounded(outputs: tuple, grids: list[float | None]) -> tuple:
    return tuple(
        (np.round(o / grid) * grid).astype(o.dtype) if grid and np.size(o) >= LARGE and o.dtype.kind == "f" else o
        for o, grid in itertools.zip_longest(outputs, grids[: len(outputs)])
    )


def case_from_data(data: list) -> Case:
    """The case of `case_as_data`."""
    args, group, expected, wrong, other_axis = data
    observed = {
        name: Observation(outputs, Raised(*raised) if raised else None, tuple(changed))
        for name, (outputs, raised, changed) in wrong.items()
    }
    return Case(args, group, tuple(map(_expected, expected)), observed, other_axis)


def _expected(part: Any) -> Expected | tuple:
    if isinstance(part, dict):
        return tuple(map(_expected, part["list"]))
    low, high, tolerance, dtype = part
    return Expected(low, low if high is None else high, tolerance, dtype and np.dtype(dtype))


def ladder_as_data(ladder: Ladder, slips: tuple[Variant, ...] = ()) -> list:
    """Small cases, probes, and what other arguments and slips do there, as plain data."""
    return [
        [case_as_data(c) for c in ladder.cases],
        [case_as_data(c) for c in ladder.probes],
        [[e.k, e.probe, e.args, e.outputs] for e in ladder.effects],
        [[v.text, tuple(v.outputs)] for v in ladder.variants if v.gives],
        [[v.text, tuple(v.outputs)] for v in slips],
    ]


def ladder_from_data(data: list) -> Ladder:
    """The ladder of `ladder_as_data`."""
    cases, probes, effects, *variants = data
    return Ladder(
        tuple(map(case_from_data, cases)),
        tuple(map(case_from_data, probes)),
        tuple(Effect(*effect) for effect in effects),
        *(tuple(Variant(*variant) for variant in some) for some in variants),
    )


def _same(e: Expected) -> bool:
    return np.array_equal(e.low, e.high, equal_nan=np.asarray(e.low).dtype.kind in "fc")

"""Two results that are one array in memory, where different numbers are expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.compare import within
from autograder.checking.expected import Accepted, Expected
from autograder.runtime.observe import Observation


def shared(wrong: Sequence[tuple[Case, Observation]], i: int, names: Sequence[str]) -> str | None:
    """A sentence if output `i` has its memory in common with the same other one wherever it is `wrong`."""
    found = [_others(case, o, i) for case, o in wrong]
    common = set.intersection(*found) if found else set()
    if not common or i >= len(names):
        return None
    j = min(common, key=lambda j: (j != i, j))
    both = f"Two arrays of {names[i]}" if j == i else f"{names[i]} and {names[j]}"
    said = "share their memory: what is written into one is in the other, too. One of them has to be a new array."
    return f"{both} {said}"


def _others(case: Case, seen: Observation, i: int) -> set[int]:
    """The outputs that share memory with output `i`, and should be other numbers."""
    if len(seen.outputs) != len(case.expected):
        return set()
    own = list(_arrays(seen.outputs[i], case.expected[i]))
    return {
        j
        for j, (value, expected) in enumerate(zip(seen.outputs, case.expected, strict=True))
        for a, due in own
        for b, other in _arrays(value, expected)
        if due is not other and np.shares_memory(a, b) and not _alike(due, other)
    }


def _arrays(value: Any, expected: Accepted) -> Iterator[tuple[np.ndarray, Expected]]:
    """The arrays of an output, each with what is expected of it."""
    if not isinstance(expected, tuple):
        if isinstance(value, np.ndarray):
            yield value, expected
    elif isinstance(value, (list, tuple)) and len(value) == len(expected):
        for one, due in zip(value, expected, strict=True):
            yield from _arrays(one, due)


def _alike(one: Expected, other: Expected) -> bool:
    return one.shape == other.shape and bool(within(one.middle, other).all())

"""What a right answer gives for each row of a batch alone, averaged or added up afterwards."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.checking.as_if import Args, Variant
from autograder.checking.cases import reference_outputs
from autograder.checking.exercise import Exercise
from autograder.checking.lazily import Lazy

_WAYS: tuple[tuple[str, Callable], ...] = (("averaged", np.mean), ("added up", np.sum))


def rows_alone(exercise: Exercise, probes: Sequence[Args]) -> Iterator[Variant]:
    """Both ways, where the first argument is a batch of rows on every probe."""
    if not probes or any(not a or not isinstance(a[0], np.ndarray) or a[0].ndim != 2 for a in probes):
        return
    batches = [k for k in range(min(map(len, probes))) if all(_has_rows(a[k], len(a[0])) for a in probes)]
    each, most = Lazy(_of_rows(exercise, args, batches) for args in probes), max(len(a[0]) for a in probes)
    for word, act in _WAYS:
        outputs = Lazy(map(functools.partial(_joined, act), each))
        yield Variant(
            f"It is what would be right for each row alone, {word} over the rows afterwards.", outputs, calls=most
        )


def _has_rows(value: Any, count: int) -> bool:
    """Whether this is a batch of so many rows, or a list of such batches."""
    if isinstance(value, list):
        return bool(value) and all(_has_rows(v, count) for v in value)
    return isinstance(value, np.ndarray) and value.ndim > 0 and len(value) == count


def _of_rows(exercise: Exercise, args: Args, batches: Sequence[int]) -> list[tuple] | None:
    """What is right for each row of these arguments; None where it is an error."""
    rows = [tuple(_row(a, n) if k in batches else a for k, a in enumerate(args)) for n in range(len(args[0]))]
    try:
        return [reference_outputs(exercise, row) for row in rows]
    except Exception:  # whatever a reference raises for inputs that it was not made for
        return None


def _row(value: Any, n: int) -> Any:
    return [v[n : n + 1] for v in value] if isinstance(value, list) else value[n : n + 1]


def _joined(act: Callable, rows: list[tuple] | None) -> tuple | None:
    """Every result that is a number or an array, over all rows."""
    if not rows:
        return None
    each = list(zip(*rows, strict=True))
    if not all(isinstance(r, (float, np.floating, np.ndarray)) for results in each for r in results):
        return None
    return tuple(act(np.stack([np.asarray(r) for r in results]), axis=0) for results in each)

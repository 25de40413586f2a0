"""Whether an output is nearly right: right in most of its numbers, far more often than by saying one thing always."""

from __future__ import annotations

from collections import Counter

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.compare import within
from autograder.runtime.observe import Observation

# Share of its points that a nearly right output earns; and how much of what a constant gets wrong it must get right.
CREDIT, ENOUGH = 0.5, 0.6


def nearly_right(seen: list[tuple[Case, Observation]], i: int) -> float:
    """The share of the points of output `i`."""
    right = total = 0
    values: Counter = Counter()
    for case, observation in seen:
        for value, expected in _parts(observation.outputs[i], case.expected[i]):
            array = np.asarray(value)
            if array.shape != expected.shape or array.dtype.kind not in "biuf":
                return 0.0
            right, total = right + int(np.sum(within(array, expected))), total + max(1, array.size)
            values.update(np.round(np.ravel(expected.middle).astype(float), 6).tolist())
    usual = max(values.values(), default=0)
    return CREDIT if total > usual and (right - usual) / (total - usual) >= ENOUGH else 0.0


def _parts(value, expected):
    if not isinstance(expected, tuple):
        return [(value, expected)]
    return list(zip(value, expected, strict=False))

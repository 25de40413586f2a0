"""The accepted interval of each number of an output, widened by the rounding of a right answer."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Expected:
    """The accepted interval [low, high] of one output, widened by `tolerance`; dtype None accepts any real number."""

    low: Any
    high: Any
    tolerance: Any = 0.0
    dtype: np.dtype | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        return np.shape(self.low)

    @functools.cached_property
    def bounds(self) -> tuple[np.ndarray, np.ndarray, Any]:
        """(lowest, highest accepted, where both are finite: True for everywhere)."""
        with np.errstate(all="ignore"):
            low, high = self.low - self.tolerance, self.high + self.tolerance
        finite = np.isfinite(low) & np.isfinite(high)
        return low, high, True if np.all(finite) else np.isfinite(self.low) & np.isfinite(self.high)

    @property
    def is_range(self) -> bool:
        """Whether no number is expected anywhere, only a range: of a statistic, say. A kink is one at some places."""
        wide = np.subtract(self.high, self.low) > 1e-4 * np.abs(self.middle) + np.asarray(self.tolerance)
        return bool(np.size(wide)) and bool(np.all(wide))

    @functools.cached_property
    def widest(self) -> float:
        """The largest tolerance that is a number."""
        tolerance = np.asarray(self.tolerance, np.float64)
        return float(np.max(tolerance[np.isfinite(tolerance)], initial=0.0))

    @functools.cached_property
    def middle(self) -> np.ndarray:
        if self.low is self.high and np.asarray(self.low).dtype.kind in "iu":
            return np.asarray(self.low)
        return np.where(self.low == self.high, self.low, (np.asarray(self.low) + self.high) / 2)


# An output that is a list of arrays is expected as a tuple, one entry for each array.
Accepted = Expected | tuple[Expected, ...]


def middle_of(expected: Accepted) -> np.ndarray | list[np.ndarray]:
    """An output as it is expected."""
    return [e.middle for e in expected] if isinstance(expected, tuple) else expected.middle

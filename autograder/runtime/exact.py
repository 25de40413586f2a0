"""Checks on values that cross the border whole (numbers, text, arrays), when they are made again."""

from __future__ import annotations

import sys
from typing import Any

LONGEST_RANGE = 10_000_000


class NotExact(ValueError):
    """The parts are not those of such a value, or it is too large."""


def made_range(body: Any) -> range:
    """The range with this start, stop and step."""
    start, stop, step = (whole_number(n) for n in body)
    found = range(start, stop, step)
    if found and (max(abs(start), abs(stop)) > sys.maxsize or len(found) > LONGEST_RANGE):
        raise NotExact("a range that is too long")
    return found


def whole_number(n: Any) -> int:
    """The same number. Raises NotExact for anything else."""
    if type(n) is not int:
        raise NotExact("not a whole number")
    return n

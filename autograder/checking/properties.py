"""Whether what must hold of every right answer holds of this one."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checking.diagnose import Seen
from autograder.checking.exercise import Property
from autograder.runtime.observe import observe
from autograder.runtime.raised import RemoteError


def unmet(prop: Property, answer: Any, call: Callable | None, seen: Seen) -> str | None:
    """What the first case says in which the property does not hold; None if it holds in all, UNTOLD if neither."""

    def run(*args: Any) -> tuple:
        return observe(answer, args, call).outputs

    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            told = None
            for case, o in seen[:1] if prop.once else seen:
                if said := prop.broken(run, case, o.outputs):
                    return said
                told = told if said is None else said
            return told
    except (TypeError, ValueError, IndexError, RemoteError):
        return f"could not be tried: {prop.text}"

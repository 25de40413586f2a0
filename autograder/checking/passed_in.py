"""An output that has to do with an argument: it is what was passed in, or the change alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.checking.compare import alike, within
from autograder.checking.expected import Expected
from autograder.checking.factors import argument, dimension, factor


def passed_in(pairs: list[tuple], names: Sequence[str | None], output: str = "") -> str | None:
    """A sentence if the output is an argument as it was, or what should be added to one, in every case.

    `output` is its name: only "the new w" is what w changes to.
    """
    for k in range(min(len(case.args) for case, _, _ in pairs)):
        given = [_numbers(case.args[k], s) for case, s, _ in pairs]
        if any(a is None for a in given):
            continue
        name = (names[k] if k < len(names) else None) or "the array"
        triples = [(s, a, e) for (_, s, e), a in zip(pairs, given, strict=True)]
        renewed = name in output.split()
        if all(alike(s, a, e) for s, a, e in triples) and any(np.any(a) for a in given):
            return f"It is {name} as it was passed in{': it does not change' if renewed else ''}."
        said = _renewed(pairs, triples, names, name) if renewed else None
        if said:
            return said
    return None


def _renewed(pairs: list[tuple], triples: list[tuple], names: Sequence[str | None], name: str) -> str | None:
    """What is wrong with the change of an argument."""
    if said := _change(triples, name) or _gradient(pairs, triples, names, name):
        return said
    changes = [
        (case, s - a, Expected(e.low - a, e.high - a, e.tolerance))
        for (case, s, e), (_, a, _) in zip(pairs, triples, strict=True)
    ]
    said = factor(changes) or dimension(changes) or argument(changes, names)
    return said and said.replace("It is", f"The change of {name} is").replace(
        "the expected value ", "what it should be, "
    ).replace("the expected value", "what it should be")


def _numbers(value, like: np.ndarray) -> np.ndarray | None:
    """An argument as an array of numbers shaped like the output, or None."""
    if isinstance(value, (bool, str)) or not isinstance(value, (np.ndarray, float)):
        return None
    array = np.asarray(value)
    return array.astype(np.float64) if array.shape == like.shape and array.dtype.kind == "f" else None


def _change(triples: list[tuple], name: str) -> str | None:
    """The change instead of the changed array, or the change with its sign turned."""
    telling = [(s, a, e) for s, a, e in triples if not within(a, e).all() and np.any(a)]
    if not telling:
        return None
    if all(alike(s, e.middle - a, e) for s, a, e in triples):
        return f"It is the change alone: {name} itself is not in it. The change is to be added to {name}."
    if all(alike(s, a - e.middle, e) for s, a, e in triples):
        return f"It is the change alone, with its sign turned: it is to be subtracted from {name}."
    if all(alike(s, 2 * a - e.middle, e) for s, a, e in triples):
        return f"It goes the wrong way: {name} changes by the right amount with the wrong sign."
    return None


def _gradient(pairs: list[tuple], triples: list[tuple], names: Sequence[str | None], name: str) -> str | None:
    """What should be multiplied by a number among the arguments, and subtracted."""
    for k, rate in enumerate(names):
        numbers = [case.args[k] if k < len(case.args) else None for case, _, _ in pairs]
        if rate is None or not all(isinstance(n, float) for n in numbers):
            continue
        if all(alike(a - n * s, e.middle, e) for (s, a, e), n in zip(triples, numbers, strict=True)):
            return f"It is the gradient alone: it is to be multiplied by {rate} and subtracted from {name}."
    return None

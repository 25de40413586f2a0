"""Answers that are right for other arguments, with −b in place of b, or right but for one slip of the pen.

A right answer is asked with each such change on some drawn inputs. What an answer gives without the change is compared
with that: equal on all of them, it is as if the argument, or the formula, were another one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.argument_changes import ANY_NUMBER, Args, changes_of
from autograder.checking.cases import Case, reference_outputs
from autograder.checking.compare import alike, within
from autograder.checking.exercise import Exercise
from autograder.checking.lazily import Lazy
from autograder.checking.work import gathered
from autograder.runtime.observe import Observation

Change = Callable[[Args], Args | None]


@dataclass(frozen=True)
class Variant:
    """What a right answer gives with a change: what is said of it, and outputs for each probe (None: it gives none).

    It may be of use only if it gives something on `every` probe. Each probe takes so many `calls`.
    """

    text: str
    outputs: Sequence[tuple | None]
    every: bool = False
    calls: int = 1

    @property
    def gives(self) -> bool:
        """Whether it gives something on as many probes as it has to."""
        given = (o is not None for o in self.outputs)
        return all(given) if self.every else any(given)

    @property
    def left_out(self) -> str:
        """The argument that this is said to leave out; "" for none."""
        found = self.text.endswith(LEFT_OUT) and self.text.startswith(INSTEAD)
        return self.text.removesuffix(LEFT_OUT).rpartition(" ")[2] if found else ""


def variants_of(exercise: Exercise, probes: Sequence[Args], names: Sequence[str | None]) -> Iterator[Variant]:
    """Every change of one argument, and every exchange of two, that a right answer takes on some probes."""
    for text, change in changes_of(probes, names):
        changed = [change(args) for args in probes]
        if all(args is None for args in changed):
            continue
        # A number has to be changed in all of them: those that are left may have one and the same.
        of_numbers = isinstance(change, functools.partial) and change.keywords.get("kind") in (float, ANY_NUMBER)
        yield Variant(f"{INSTEAD}{text}.", Lazy(_asked(exercise, args) for args in changed), of_numbers)


def _asked(exercise: Exercise, args: Args | None) -> tuple | None:
    if args is None:
        return None
    try:
        return reference_outputs(exercise, args)
    except Exception:  # whatever a reference raises for arguments that it was not made for
        return None


# Where most probes end in an error, so many numbers have to agree on the one that is left.
SEVERAL = 6
INSTEAD, LEFT_OUT = "It is what would be right with ", " is left out."


def as_if(
    variants: Sequence[Variant],
    seen: Sequence[tuple[Case, Observation]],
    i: int,
    exact: bool = False,
    has_effect: Callable[[str], bool] = lambda name: False,
) -> str | None:
    """The change of an argument with which the answer would be right on every probe, if there is one.

    It is to explain all outputs, or output `i` alone. Where outputs are decisions (`exact`), two changes may happen to
    decide alike on the probes: then the only one counts. An argument that `has_effect` is not left out.
    """
    count = len(seen[0][0].expected)
    here = gathered(v for v in variants if _explains(v, seen, [i], i) and v.gives)
    here = [v for v in here if not (v.left_out and has_effect(v.left_out))]
    if not here and not exact:
        blends = (v for one in variants if " exchanged." in one.text for v in _blended(one, seen))
        here = gathered(v for v in blends if _explains(v, seen, [i], i))
    whole = [v for v in here if _explains(v, seen, range(count), i)]
    if whole:
        return whole[0].text
    return here[0].text if here and (len(here) == 1 or not exact) else None


def _blended(variant: Variant, seen: Sequence[tuple[Case, Observation]]) -> Iterator[Variant]:
    """The sum, and the mean, of what is right and of what is with the change."""
    change = variant.text.removeprefix(INSTEAD).removesuffix(".")
    for word, weight in (("sum", 1.0), ("mean", 0.5)):
        outputs = Lazy(map(functools.partial(_mixed, weight), seen, variant.outputs))
        yield Variant(f"It is the {word} of what is right and of what would be right with {change}.", outputs)


def _mixed(weight: float, pair: tuple[Case, Observation], theirs: tuple | None) -> tuple | None:
    """What is right and what a change gives, added up."""
    each = functools.partial(_added, weight)
    return None if theirs is None else tuple(map(each, pair[0].expected, theirs))


def _added(weight: float, expected: Any, other: Any) -> Any:
    if isinstance(expected, tuple) or not isinstance(other, (np.ndarray, np.generic, float)):
        return other
    return weight * (np.asarray(expected.middle, np.float64) + np.asarray(other, np.float64))


def _explains(variant: Variant, seen: Sequence[tuple[Case, Observation]], outputs: Sequence[int], i: int) -> bool:
    """Whether an answer gives this on all probes, and ends in an error only where the variant does."""
    telling = wrong = 0
    for (case, observation), theirs in zip(seen, variant.outputs, strict=False):
        if observation.raised and theirs is not None:
            return False
        if theirs is None:
            continue
        if not all(alike(observation.outputs[j], theirs[j], case.expected[j]) for j in outputs):
            return False
        if not _right(theirs[i], case.expected[i]) and _has_numbers(theirs[i]):
            telling, wrong = telling + 1, wrong + _size(theirs[i])
    return telling >= 2 or (wrong >= SEVERAL and any(observation.raised for _, observation in seen))


def at_one_with(
    variants: Iterable[Variant], seen: Sequence[tuple[Case, Observation]], whole: bool = False
) -> list[Variant]:
    """Those that nothing else in the answer speaks against: each wrong output is what they give, too.

    An output that they leave right may be wrong for a reason of its own, but if they are to be the `whole` reason.
    """
    count = len(seen[0][0].expected)
    wrong = [j for j in range(count) if not all(_right_at(j, o.outputs, c) for c, o in seen if not o.raised)]
    return gathered(
        v for v in variants if all(_same_as(v, seen, j) or (not whole and _leaves(v, seen, j)) for j in wrong)
    )


def _same_as(variant: Variant, seen: Sequence[tuple[Case, Observation]], j: int) -> bool:
    """Whether output `j` is what the change gives, wherever both give one."""
    pairs = ((c, o, theirs) for (c, o), theirs in zip(seen, variant.outputs, strict=False) if theirs and not o.raised)
    return all(
        min(len(o.outputs), len(theirs)) > j and alike(o.outputs[j], theirs[j], c.expected[j]) for c, o, theirs in pairs
    )


def _leaves(variant: Variant, seen: Sequence[tuple[Case, Observation]], j: int) -> bool:
    """Whether the change leaves output `j` right, wherever it gives one."""
    pairs = zip(seen, variant.outputs, strict=False)
    return all(_right_at(j, theirs, case) for (case, _), theirs in pairs if theirs)


def _right_at(j: int, outputs: tuple, case: Case) -> bool:
    return len(outputs) > j and _right(outputs[j], case.expected[j])


def _size(value: Any) -> int:
    return sum(map(_size, value)) if isinstance(value, (list, tuple)) else int(np.size(value))


def _has_numbers(value: Any) -> bool:
    """Whether there is a finite number in an output: two that have none are alike for many reasons."""
    parts = value if isinstance(value, (list, tuple)) else [value]
    return any(np.isfinite(np.asarray(part, np.float64)).any() for part in parts)


def _right(value: Any, expected: Any) -> bool:
    if isinstance(expected, tuple):
        return all(map(_right, value, expected))
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        return False
    return array.shape == expected.shape and bool(within(array, expected).all())

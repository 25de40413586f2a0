"""Answers that are right for other arguments, with −b in place of b, or right but for one slip of the pen.

A right answer is asked with each such change on some drawn inputs. What an answer gives without the change is compared
with that: equal on all of them, it is as if the argument, or the formula, were another one.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from autograder.checking.cases import Case, reference_outputs
from autograder.checking.compare import alike, within
from autograder.checking.exercise import Exercise
from autograder.checking.slipped import slipped
from autograder.runtime.observe import Observation, observe

Args = tuple[Any, ...]
Change = Callable[[Args], Args | None]


@dataclass(frozen=True)
class Variant:
    """What a right answer gives with a change: what is said of it, and outputs for each probe (None: it gives none)."""

    text: str
    outputs: tuple[tuple | None, ...]

    @property
    def left_out(self) -> str:
        """The argument that this is said to leave out; "" for none."""
        found = self.text.endswith(LEFT_OUT) and self.text.startswith(INSTEAD)
        return self.text.removesuffix(LEFT_OUT).rpartition(" ")[2] if found else ""


def variants_of(exercise: Exercise, probes: Sequence[Args], names: Sequence[str | None]) -> Iterator[Variant]:
    """Every change of one argument, and every exchange of two, that a right answer takes on some probes."""
    for text, change in _changes(probes, names):
        outputs = tuple(_asked(exercise, change(args)) for args in probes)
        # A number has to be changed in all of them: those that are left may have one and the same.
        if None in outputs and isinstance(change, functools.partial) and change.keywords.get("kind") in (float, _ANY):
            continue
        if any(o is not None for o in outputs):
            yield Variant(f"{INSTEAD}{text}.", outputs)


def slips_of(exercise: Exercise, probes: Sequence[Args]) -> Iterator[Variant]:
    """Every slip of the pen in a right answer that gives something on some probes."""
    for text, function in slipped(cast(Callable, exercise.reference)):
        outputs = tuple(_given(exercise, function, probes))
        if len(outputs) == len(probes) and any(o is not None for o in outputs):
            yield Variant(text, outputs)


def _given(exercise: Exercise, function: Any, probes: Sequence[Args]) -> Iterator[tuple | None]:
    """What a function gives for each probe (None: nothing), up to one that takes too long."""
    for args in probes:
        seen = observe(function, args, exercise.call, MOMENT)
        if seen.raised and seen.raised.kind == "OutOfTime":
            return
        yield seen.outputs or None


def _asked(exercise: Exercise, args: Args | None) -> tuple | None:
    if args is None:
        return None
    try:
        return reference_outputs(exercise, args)
    except Exception:  # whatever a reference raises for arguments that it was not made for
        return None


INSTEAD, LEFT_OUT = "It is what would be right with ", " is left out."
# A slip may end in an endless loop.
MOMENT = 0.1
_NUMBERS: tuple[tuple[str, Callable], ...] = (
    ("0 in place of {0}: {0} is left out", lambda a: 0 * a),
    ("1 in place of {0}: {0} is left out", lambda a: type(a)(1)),
    ("{0} + 1 in place of {0}", lambda a: a + 1),
    ("{0} − 1 in place of {0}", lambda a: a - 1),
    ("−{0} in place of {0}", lambda a: -a),
    ("2·{0} in place of {0}", lambda a: 2 * a),
    ("{0}/2 in place of {0}", lambda a: a / 2),
    ("1/{0} in place of {0}", lambda a: 1 / a if a else None),
    ("{0}² in place of {0}", lambda a: a * a),
    ("√{0} in place of {0}", lambda a: a**0.5 if a > 0 else None),
    ("1 − {0} in place of {0}", lambda a: 1 - a),
)
_ANY = (int, float)
# A number of steps is never negative or broken.
_NOT_OF_COUNTS = {text for text, _ in _NUMBERS if text[0] in "−√" or "/" in text[:4] or text.startswith("1 −")}
_ARRAYS: tuple[tuple[str, Callable], ...] = (
    ("zeros in place of {0}: {0} is left out", np.zeros_like),
    ("−{0} in place of {0}", np.negative),
    ("2·{0} in place of {0}", lambda a: 2 * a),
    ("{0}/2 in place of {0}", lambda a: a / 2),
    ("{0} transposed", lambda a: a.T.copy() if a.ndim == 2 and a.shape[0] == a.shape[1] > 1 else None),
    ("|{0}| in place of {0}", np.abs),
    ("{0}² in place of {0}", np.square),
    ("1 − {0} in place of {0}", lambda a: 1 - a),
    ("ones in place of {0}: {0} is left out", np.ones_like),
    ("the first entry of {} set to 0", lambda a: _without(a, 0)),
    ("the last entry of {} set to 0", lambda a: _without(a, -1)),
    ("the first row of {} alone, and 0 in the others", lambda a: _one_row(a, 0)),
    ("the last row of {} alone, and 0 in the others", lambda a: _one_row(a, -1)),
    ("the mean of {} in place of each entry", lambda a: np.full_like(a, a.mean())),
    ("the first entry of {} in place of each entry", lambda a: np.full_like(a, a.flat[0])),
)


def _one_row(a: np.ndarray, k: int) -> np.ndarray | None:
    if a.ndim != 2 or len(a) < 2:
        return a if a.ndim == 2 else None
    b = np.zeros_like(a)
    b[k] = a[k]
    return b


def _without(a: np.ndarray, k: int) -> np.ndarray | None:
    if a.ndim != 1:
        return None
    b = a.copy()
    b[..., k] = 0
    return b


def _changes(
    probes: Sequence[Args], names: Sequence[str | None]
) -> Iterator[tuple[str, Callable[[Args], Args | None]]]:
    count = max(map(len, probes), default=0)
    known = [(k, names[k]) for k in range(min(count, len(names))) if names[k]]
    for k, name in known:
        # Of one number alone, 2a is as good as a² where it is 2.
        several = len({args[k] for args in probes if k < len(args) and isinstance(args[k], (int, float))}) > 1
        for text, new in (*(_NUMBERS if several else ()), *_ARRAYS):
            kind = np.ndarray if (text, new) in _ARRAYS else float if text in _NOT_OF_COUNTS else _ANY
            yield text.format(name), functools.partial(_with, k=k, new=new, kind=kind)
    for (j, one), (k, other) in itertools.combinations(known, 2):
        yield f"{one} and {other} exchanged", functools.partial(_exchanged, j=j, k=k)


def _with(args: Args, k: int, new: Callable, kind: Any) -> Args | None:
    """The arguments with `new` of one of them; as they are where it is left to its default."""
    if k >= len(args):
        return args
    value = args[k]
    if isinstance(value, (int, float)) and not np.isfinite(value):
        return args
    with np.errstate(all="ignore"):
        other = _replaced(value, new, kind)
    return None if other is None else (*args[:k], other, *args[k + 1 :])


def _replaced(value: Any, new: Callable, kind: Any) -> Any:
    """`new` of a value of this kind, or of each of a list of them; None where it is none."""
    if isinstance(value, list) and kind is np.ndarray and value:
        each = [_replaced(v, new, kind) for v in value]
        return None if any(v is None for v in each) else each
    if isinstance(value, bool) or not isinstance(value, kind) or (kind is np.ndarray and value.dtype.kind != "f"):
        return None
    return new(value) if np.size(value) else None


def _exchanged(args: Args, j: int, k: int) -> Args | None:
    if max(j, k) >= len(args):
        return args
    a, b = args[j], args[k]
    plain = isinstance(a, float) and isinstance(b, float)
    if not plain and not (isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.shape == b.shape):
        return None
    new = list(args)
    new[j], new[k] = b, a
    return tuple(new)


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
    here = [v for v in variants if _explains(v, seen, [i], i) and not (v.left_out and has_effect(v.left_out))]
    whole = [v for v in here if _explains(v, seen, range(count), i)]
    if whole:
        return whole[0].text
    return here[0].text if here and (len(here) == 1 or not exact) else None


def _explains(variant: Variant, seen: Sequence[tuple[Case, Observation]], outputs: Sequence[int], i: int) -> bool:
    telling = 0
    for (case, observation), theirs in zip(seen, variant.outputs, strict=False):
        if observation.raised:
            return False
        if theirs is None:
            continue
        if not all(alike(observation.outputs[j], theirs[j], case.expected[j]) for j in outputs):
            return False
        telling += not _right(theirs[i], case.expected[i]) and _has_numbers(theirs[i])
    return telling >= 2


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

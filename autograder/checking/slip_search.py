"""Which slip of the pen in a right answer, or which two, give what an answer gives: asked on one input first."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import numpy as np

from autograder.checking.as_if import Args, Variant
from autograder.checking.cases import Case
from autograder.checking.compare import alike
from autograder.checking.exercise import Exercise
from autograder.checking.slipped import Slippery, slippery
from autograder.checking.small_cases import ladder_of
from autograder.runtime.observe import Observation, observe

# A slip may end in an endless loop.
MOMENT = 0.1
# More pairs of slips are not tried, and none where fewer different numbers come out: they would agree by chance.
MOST_PAIRS, SEVERAL = 1000, 6


class SlipSearch:
    """The slips of one exercise's reference, with what each gives on one probe."""

    def __init__(self, exercise: Exercise, probes: Sequence[Args]):
        self.exercise, self.probes = exercise, probes
        self.made = slippery(cast(Callable, exercise.reference)) or Slippery()
        self.first = len(probes) - 1  # probes come largest first
        self.singles = list(self._singles())

    def _singles(self) -> Iterator[tuple[str, dict[int, int], tuple | None]]:
        for text, chosen in self.made.single():
            seen = self._observed(chosen, self.first)
            if not seen.raised or seen.raised.kind != "OutOfTime":
                yield text, chosen, seen.outputs or None

    def _observed(self, chosen: dict[int, int], n: int) -> Observation:
        self.made.chosen = chosen
        try:
            return observe(self.made.function, self.probes[n], self.exercise.call, MOMENT)
        finally:
            self.made.chosen = {}

    def variant(self, text: str, chosen: dict[int, int], first: tuple | None) -> Variant:
        """What a slip gives on each probe."""
        return Variant(
            text, tuple(first if n == self.first else self._observed(chosen, n).outputs or None
                        for n in range(len(self.probes)))
        )  # fmt: skip

    def every(self) -> Iterator[Variant]:
        """All single slips that give something, and something of their own."""
        met = set()
        for one in self.singles:
            variant = self.variant(*one)
            key = repr([_key(o) for o in variant.outputs])
            if key not in met and any(variant.outputs) and all(map(_are_numbers, variant.outputs)):
                met.add(key)
                yield variant

    def like(self, seen: Sequence[tuple[Case, Observation]], i: int) -> Iterator[Variant]:
        """The single slips that may have led to output `i`."""
        yield from (self.variant(*one) for one in self.singles if self._agrees(seen, i, one[2]))

    def pairs_like(self, seen: Sequence[tuple[Case, Observation]], i: int) -> Iterator[Variant]:
        """The same of two slips at once."""
        ended = {tuple(chosen.items()) for _, chosen, _ in self.singles}
        pairs = list(itertools.islice(self.made.double(), MOST_PAIRS + 1))
        if len(pairs) > MOST_PAIRS or not _many_numbers(seen, i):
            return
        with np.errstate(all="ignore"):
            for text, chosen in pairs:
                if not all((part,) in ended for part in chosen.items()):
                    continue
                first = self._given(chosen)
                if first is not None and self._agrees(seen, i, first):
                    yield self.variant(text, chosen, first)

    def _given(self, chosen: dict[int, int]) -> tuple | None:
        self.made.chosen = chosen
        try:
            result = self.exercise.called(self.made.function, self.probes[self.first])
        except Exception:  # whatever a formula with two slips raises
            return None
        finally:
            self.made.chosen = {}
        return result if isinstance(result, tuple) else (result,)

    def _agrees(self, seen: Sequence[tuple[Case, Observation]], i: int, first: tuple | None) -> bool:
        case, mine = seen[self.first]
        if mine.raised or first is None:
            return first is None
        return len(first) > i and len(mine.outputs) > i and alike(mine.outputs[i], first[i], case.expected[i])


def _are_numbers(outputs: Any) -> bool:
    """Whether there is nothing but numbers in it, or nothing at all."""
    if isinstance(outputs, (tuple, list)):
        return all(map(_are_numbers, outputs))
    return outputs is None or (
        isinstance(outputs, (np.ndarray, np.generic, int, float)) and np.asarray(outputs).dtype.kind in "biuf"
    )


def _key(outputs: tuple | None) -> Any:
    """What two outputs have in common that are the same to the last bit."""
    if isinstance(outputs, (tuple, list)):
        return [_key(o) for o in outputs]
    array = np.asarray(outputs) if isinstance(outputs, (np.ndarray, np.generic, int, float)) else None
    return outputs if array is None else (array.shape, array.tobytes())


def _many_numbers(seen: Sequence[tuple[Case, Observation]], i: int) -> bool:
    """Whether output `i` takes many values in all, so that two formulas do not give the same by chance."""
    values: set[float] = set()
    for _, observation in seen:
        parts = observation.outputs[i] if len(observation.outputs) > i else ()
        for part in parts if isinstance(parts, (list, tuple)) else [parts]:
            if isinstance(part, (np.ndarray, np.generic, int, float)) and np.asarray(part).dtype.kind in "fiu":
                values.update(np.round(np.ravel(np.asarray(part, np.float64)), 9).tolist())
    return len(values) >= SEVERAL


@functools.lru_cache(maxsize=256)
def search_of(exercise: Exercise) -> SlipSearch | None:
    """The search of an exercise; None where its reference is not at hand, and what slips give is on record."""
    ladder = ladder_of(exercise)
    if not ladder.probes or exercise.small or exercise.reference is None:
        return None
    return SlipSearch(exercise, [p.args for p in ladder.probes])


def slips_of(exercise: Exercise) -> tuple[Variant, ...]:
    """What every single slip gives on the probes of the exercise's ladder, for the record."""
    search = search_of(exercise)
    return tuple(search.every()) if search else ladder_of(exercise).slips


def slips_like(exercise: Exercise, seen: Sequence[tuple[Case, Observation]], i: int) -> Sequence[Variant]:
    """The slips that may have led to output `i`, computed or from the record."""
    search = search_of(exercise)
    return list(search.like(seen, i)) if search else ladder_of(exercise).slips


def pairs_like(exercise: Exercise, seen: Sequence[tuple[Case, Observation]], i: int) -> Sequence[Variant]:
    """The same of two slips; none on record."""
    search = search_of(exercise)
    return list(search.pairs_like(seen, i)) if search and not exercise.exact else ()

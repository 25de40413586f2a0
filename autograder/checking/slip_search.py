"""Which slip of the pen in a right answer, or which two, give what an answer gives: asked on one input first."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, cast

import numpy as np

from autograder.checking.as_if import Args, Variant
from autograder.checking.cases import Case
from autograder.checking.compare import alike
from autograder.checking.exercise import Exercise
from autograder.checking.lazily import Lazy
from autograder.checking.slipped import Slippery, slippery
from autograder.checking.small_cases import ladder_of
from autograder.checking.work import TooMuch
from autograder.runtime.deadline import OutOfTime, deadline
from autograder.runtime.observe import Observation, fresh

# A slip may end in an endless loop, or in one long call. So many have this time together, or else one by one.
MOMENT, TOGETHER, ENDLESS = 0.1, 8, "endless"
# More pairs of slips are not tried, and none where fewer different numbers come out: they would agree by chance.
MOST_PAIRS, SEVERAL = 1000, 6


class Slipped(NamedTuple):
    """A slip, or two: the sentence, where they are switched on, and what comes out on one probe (None: nothing)."""

    text: str
    chosen: dict[int, int]
    first: tuple | None

    @property
    def key(self) -> tuple[tuple[int, int], ...]:
        """Which it is."""
        return tuple(self.chosen.items())


class SlipSearch:
    """The slips of one exercise's reference, with what each gives on one probe."""

    def __init__(self, exercise: Exercise, probes: Sequence[Args]):
        self.exercise, self.probes = exercise, probes
        self.made = slippery(cast(Callable, exercise.reference)) or Slippery()
        self.first = len(probes) - 1  # probes come largest first
        self.singles = Lazy(self._of(self.made.single()))
        self.pairs = Lazy(self._pairs())

    def _of(self, every: Iterator[tuple[str, dict[int, int]]]) -> Iterator[Slipped]:
        """With what comes out; without those that do not end."""
        self.made.last.clear()
        right = self._given({}, self.first)
        reached = set(self.made.last)
        while some := list(itertools.islice(every, TOGETHER)):
            for (text, chosen), first in zip(some, self._firsts([c for _, c in some], reached, right), strict=True):
                if first is not ENDLESS:
                    yield Slipped(text, chosen, first)

    def _firsts(self, chosen: Sequence[dict[int, int]], reached: set[int], right: tuple | None) -> list[Any]:
        """What each gives on one probe. To watch a clock for each takes long, so it is done only if they do."""
        try:
            with deadline(MOMENT, waiting=False):
                return [self._given(c, self.first) if reached & c.keys() else right for c in chosen]
        except OutOfTime:
            return [self._in_time(c, self.first) for c in chosen]

    def _in_time(self, chosen: dict[int, int], n: int) -> Any:
        try:
            with deadline(MOMENT, waiting=False):
                return self._given(chosen, n)
        except OutOfTime:
            return ENDLESS

    def _pairs(self) -> Iterator[Slipped]:
        ended = {one.key for one in self.singles}
        pairs = self.made.double()
        yield from self._of(p for p in pairs if all((part,) in ended for part in p[1].items()))

    def _given(self, chosen: dict[int, int], n: int) -> Any:
        """What comes out on probe `n` with these slips; None where it is an error, which a slip may end in, too."""
        self.made.chosen, self.made.passed = chosen, 0
        try:
            with np.errstate(all="ignore"):
                result = self.exercise.called(self.made.function, tuple(map(fresh, self.probes[n])))
        except TooMuch:
            return ENDLESS
        except Exception:
            return None
        finally:
            self.made.chosen = {}
        return (result if isinstance(result, tuple) else (result,)) or None

    def variant(self, one: Slipped) -> Variant:
        """What a slip gives on each probe."""
        each = (one.first if n == self.first else self._in_time(one.chosen, n) for n in range(len(self.probes)))
        return Variant(one.text, Lazy(None if outputs is ENDLESS else outputs for outputs in each))

    def every(self) -> Iterator[Variant]:
        """All single slips that give something, and something of their own."""
        met = set()
        for one in self.singles:
            variant = self.variant(one)
            key = repr([_key(o) for o in variant.outputs])
            if key not in met and any(variant.outputs) and all(map(_are_numbers, variant.outputs)):
                met.add(key)
                yield variant

    @functools.cached_property
    def tries_pairs(self) -> bool:
        """Whether two slips at once are few enough to be tried."""
        return len(list(itertools.islice(self.made.double(), MOST_PAIRS + 1))) <= MOST_PAIRS

    def agrees(self, seen: Sequence[tuple[Case, Observation]], i: int, first: tuple | None) -> bool:
        """Whether an answer gives the same for output `i`, on the probe that is asked first."""
        case, mine = seen[self.first]
        if mine.raised or first is None:
            return bool(mine.raised) and first is None
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


def many_numbers(seen: Sequence[tuple[Case, Observation]], i: int) -> bool:
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
    return tuple(search.every()) if search else tuple(ladder_of(exercise).slips)

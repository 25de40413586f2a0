"""What else a right answer may give, with a change: from the cheapest search to the dearest, as far as work allows."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from autograder.checking.as_if import Variant, as_if, at_one_with
from autograder.checking.cases import Case, reference_outputs
from autograder.checking.effects import Effect
from autograder.checking.exercise import Exercise
from autograder.checking.neighbours import neighbours_of
from autograder.checking.slip_search import Slipped, SlipSearch, many_numbers, search_of
from autograder.checking.small_cases import ladder_of
from autograder.checking.work import COMPARED, Paid, TooMuch, Work, limited
from autograder.runtime.observe import Observation

Seen = Sequence[tuple[Case, Observation]]


@functools.lru_cache(maxsize=256)
def work_of(exercise: Exercise) -> int:
    """How many functions one call of a right answer calls, and what it takes to compare what it returns."""
    ladder = ladder_of(exercise)
    if exercise.reference is None or exercise.small or not ladder.probes:
        return COMPARED
    probe = ladder.probes[-1]
    with limited(sys.maxsize) as spent, contextlib.suppress(Exception):  # then what ran up to there is counted
        reference_outputs(exercise, probe.args)
    return COMPARED * len(probe.expected) + spent()


class Searches:
    """All searches of one check. They share its work: what one has spent is gone for those that come later."""

    def __init__(self, exercise: Exercise):
        self.exercise = exercise
        self._of_both: list[Variant] | None = None
        # Of slips, what they give; None for those that something in the answer speaks against.
        self._met: dict[tuple, Variant | None] = {}
        self._recorded: list[Variant] | None = None

    @functools.cached_property
    def work(self) -> Work:
        """What is left to spend; most checks need none."""
        return Work(work_of(self.exercise))

    @functools.cached_property
    def effects(self) -> list[Effect]:
        """What other arguments do to a right answer."""
        return list(self.work.afforded(ladder_of(self.exercise).effects))

    @functools.cached_property
    def _variants(self) -> list[Variant]:
        return [self._paid(v) for v in ladder_of(self.exercise).variants]

    @functools.cached_property
    def _neighbours(self) -> list[Variant]:
        found: list[Variant] = []
        with contextlib.suppress(TooMuch):
            for calls, variants in neighbours_of(self.exercise):
                self.work.pay(0, calls)
                found += map(self._paid, variants)
        return found

    def _paid(self, variant: Variant, known: int | None = None) -> Variant:
        """The same for what it takes; on one probe it may be `known` already."""
        count = len(ladder_of(self.exercise).probes)
        return replace(variant, outputs=Paid(variant.outputs, count, self.work, variant.calls, known))

    @functools.cached_property
    def _slips(self) -> list[Slipped]:
        search = search_of(self.exercise)
        return list(self.work.afforded(search.singles)) if search else []

    def found(self, probed: Seen, i: int, has_effect: Callable[[str], bool]) -> str | None:
        """The change with which a right answer gives output `i` of `probed`."""
        exact = self.exercise.exact
        return (
            as_if(self._variants, probed, i, exact, has_effect)
            or as_if(self._neighbours, probed, i, exact)
            or as_if(self._slips_like(probed, i), probed, i, exact)
            or as_if(self._pairs_like(probed, i), probed, i, exact)
        )

    def _slips_like(self, probed: Seen, i: int) -> Sequence[Variant]:
        search = search_of(self.exercise)
        if search:
            return self._like(search, self._slips, probed, i)
        if self._recorded is None:
            self._recorded = at_one_with(ladder_of(self.exercise).slips, probed)
        return self._recorded

    def _like(
        self, search: SlipSearch, among: Sequence[Slipped], probed: Seen, i: int, whole: bool = False
    ) -> list[Variant]:
        """What may have led to output `i`, and nothing speaks against; each is compared with all outputs once."""
        some = [one for one in among if search.agrees(probed, i, one.first)]
        new = {one.key: self._paid(search.variant(one), search.first) for one in some if one.key not in self._met}
        fit = set(map(id, at_one_with(new.values(), probed, whole))) if new else set()
        self._met |= {key: v if id(v) in fit else None for key, v in new.items()}
        return [v for one in some if (v := self._met[one.key])]

    def _pairs_like(self, probed: Seen, i: int) -> list[Variant]:
        """They are to explain all that is wrong, so those of one output are those of every other, too."""
        search = search_of(self.exercise)
        if self._of_both is None:
            tried = search and search.tries_pairs and many_numbers(probed, i)
            pairs = [p for p in self.work.afforded(search.pairs) if p.first] if search and tried else []
            both = self._like(search, pairs, probed, i, whole=True) if search else []
            # Decisions may agree by chance, of more than one pair above all.
            self._of_both = both if not self.exercise.exact or len({v.text for v in both}) == 1 else []
        return self._of_both

"""What else a right answer may give, with a change: from the cheapest search to the dearest, as far as work allows."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from autograder.checking.as_if import Variant, as_if, at_one_with
from autograder.checking.cases import Case
from autograder.checking.exercise import Exercise
from autograder.checking.neighbours import neighbours_of
from autograder.checking.slip_search import Slipped, many_numbers, search_of
from autograder.checking.small_cases import ladder_of
from autograder.checking.work import Work
from autograder.runtime.observe import Observation

Seen = Sequence[tuple[Case, Observation]]


class Searches:
    """All searches of one check. They share its work: what one has spent is gone for those that come later."""

    def __init__(self, exercise: Exercise):
        self.exercise = exercise
        self._of_both: list[Variant] | None = None

    @functools.cached_property
    def work(self) -> Work:
        """What is left to spend; most checks need none."""
        return Work(self.exercise)

    @functools.cached_property
    def _variants(self) -> list[Variant]:
        return self.work.afforded(ladder_of(self.exercise).variants)

    @functools.cached_property
    def _neighbours(self) -> list[Variant]:
        return self.work.afforded(neighbours_of(self.exercise))

    @functools.cached_property
    def _slips(self) -> list[Slipped]:
        search = search_of(self.exercise)
        return self.work.afforded(search.singles) if search else []

    def found(self, probed: Seen, i: int, has_effect: Callable[[str], bool]) -> str | None:
        """The change with which a right answer gives output `i` of `probed`."""
        exact = self.exercise.exact
        return (
            as_if(self._variants, probed, i, exact, has_effect)
            or as_if(self._neighbours, probed, i, exact)
            or as_if(at_one_with(self._slips_like(probed, i), probed), probed, i, exact)
            or as_if(self._pairs_like(probed, i), probed, i, exact)
        )

    def _slips_like(self, probed: Seen, i: int) -> Sequence[Variant]:
        search = search_of(self.exercise)
        return search.like(self._slips, probed, i) if search else ladder_of(self.exercise).slips

    def _pairs_like(self, probed: Seen, i: int) -> list[Variant]:
        """They are to explain all that is wrong, so those of one output are those of every other, too."""
        search = search_of(self.exercise)
        if self._of_both is None:
            tried = search and search.tries_pairs and many_numbers(probed, i)
            pairs = [p for p in self.work.afforded(search.pairs) if p.first] if search and tried else []
            both = at_one_with(search.like(pairs, probed, i) if search else (), probed, whole=True)
            # Decisions may agree by chance, of more than one pair above all.
            self._of_both = both if not self.exercise.exact or len({v.text for v in both}) == 1 else []
        return self._of_both

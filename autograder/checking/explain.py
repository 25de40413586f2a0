"""What a report says of a fault: a listed mistake (its sentence is in autograder/exercises), or a relation found."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.compare import RAISED, SHAPE, VALUES, tidy, worst
from autograder.checking.diagnose import Relation, Seen, outgrown, relation, weak_relation
from autograder.checking.effects import has_effect, moves_anything, remembers, without_effect
from autograder.checking.error_words import meaning
from autograder.checking.exercise import ORDINARY, Exercise
from autograder.checking.given_own import located
from autograder.checking.listed import listed
from autograder.checking.pace import Pace
from autograder.checking.searches import Searches
from autograder.checking.shared import shared
from autograder.checking.small_cases import ladder_of
from autograder.checking.smallest_counterexample import call_in_words, called_with
from autograder.checking.value_text import not_finite, own_names
from autograder.runtime.observe import observe, observe_each
from autograder.runtime.raised import Raised

WATCHED = 3  # in so many cases an answer is watched call by call


@dataclass
class Group:
    """A group of cases, what the answer did on each so far, and what was wrong with that, by (kind, output)."""

    name: str
    cases: list[Case]
    first: bool
    seen: Seen = field(default_factory=list)
    faults: list[dict[tuple[str, int | None], str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What a line about it begins with; the first needs no name."""
        return "" if self.first else f"{self.name}: "

    @property
    def outputs(self) -> int:
        """How many outputs are expected."""
        return len(self.seen[0][0].expected)

    def has(self, kind: str, i: int | None) -> bool:
        """Whether a case shows this fault."""
        return any((kind, i) in f for f in self.faults)

    def case_with(self, kind: str, i: int | None) -> Case:
        """The first case that shows it."""
        return next(case for (case, _), f in zip(self.seen, self.faults, strict=True) if (kind, i) in f)


class Explained(NamedTuple):
    """The listed mistake (or None), what is said, as what it is charged, and which part of the points is earned.

    `evidence` is the error that a call ended in, where what is said is why.
    """

    name: str | None
    text: str
    cause: str
    credit: float = 0.0
    evidence: str = ""


def _at_point(case: Case, output: Any, i: int) -> str | None:
    """Where a value is wrong, if its output has a number for each of the points that it was tried at."""
    points, expected = case.args[0] if case.args else None, case.expected[i]
    if not isinstance(points, np.ndarray) or points.ndim != 2 or isinstance(expected, tuple):
        return None
    if np.shape(output) != points.shape[:1]:
        return None
    (row,), said = worst(np.asarray(output), expected)
    return f"wrong at ({', '.join(f'{x:.4g}' for x in points[row])}): {said}"


class Explainer:
    """Explains the faults of one answer; `seen` is everything that it did so far.

    What is said of all inputs has to hold on small ones as well, where there is time (`pace`) to ask for them.
    """

    def __init__(self, exercise: Exercise, answer: Any, seen: Seen, pace: Pace):
        self.exercise, self.answer, self.seen, self.pace = exercise, answer, seen, pace
        self._probed: Seen | None = None
        self._searches = Searches(exercise)

    @property
    def again(self) -> Any:
        """The answer, if it may be called again: None if it ended its process or used up its time."""
        return None if any(_for_good(o.raised) for _, o in self.seen) else self.answer

    @functools.cached_property
    def small(self) -> Seen:
        """What the answer does on the small cases of the exercise's ladder, up to one on which it stops."""
        if self.exercise.is_value or not self.pace.quick or self.again is None:
            return []
        cases = ladder_of(self.exercise).cases
        each = observe_each(self.answer, [c.args for c in cases], self.exercise.call)
        observed = ((c, tidy(c, o)) for c, o in zip(cases, each, strict=False))
        return list(itertools.takewhile(lambda pair: not pair[1].raised, observed))

    def output(self, i: int | None) -> str:
        """The name of an output."""
        return self.exercise.outputs[i] if i is not None and i < len(self.exercise.outputs) else "the result"

    def about(self, i: int | None, case: Case, said: str) -> str:
        """`said` with the output's name before it, where there are several; or their names, where one is missing."""
        name, all_names = self.output(i), self.exercise.outputs
        if i is None and 1 < len(case.expected) == len(all_names) and said.endswith("expected"):
            return f"{said}: {', '.join(all_names[:-1])} and {all_names[-1]}"
        if i is None or len(case.expected) == 1 or said.startswith(name):
            return said
        return f"{name}{said}" if said.startswith("[") else f"{name}: {said}"

    def changed(self, i: int | None) -> str:
        """That an argument, by its name, is not as it was."""
        names = own_names(self.exercise)
        name = (names[i] if i is not None and i < len(names) else None) or "an array that was passed in"
        return f"{name} is changed by the call; work on a copy or build a new array"

    def listed(self, kind: str, i: int | None) -> str | None:
        """The listed mistake that shows this fault in everything seen."""
        # Where numbers are so few that there is no result, two ways to make one mistake may differ.
        ordinary = [p for p in self.small if p[0].group == ORDINARY and not any(map(not_finite, p[1].outputs))]
        return listed(self.exercise, self.seen, kind, i, ordinary)

    def sentence(self, name: str) -> str:
        """What is said of a listed mistake."""
        return self.exercise.wrong[name][1]

    def broken(self, group: Group, kind: str, i: int | None) -> Explained:
        """A fault that breaks the comparison: an error, or an output of the wrong kind."""
        n = next(n for n, f in enumerate(group.faults) if (kind, i) in f)
        (case, observation), said = group.seen[n], group.faults[n][kind, i]
        raised = observation.raised
        if raised and raised.kind == "ValueError" and not raised.line and self.exercise.call:
            text = raised.message  # of the way of calling it, which says what it misses
        elif kind == RAISED:
            text = f"stops with an error{call_in_words(called_with(self.exercise, case, self.again))}:\n{said}"
        else:
            text = self.about(i, case, said)
        name = self.listed(kind, i)
        again = not name and self.again is not None
        watched = self._watched([case]) if again else None
        what = None if i is None or watched else relation(group.seen, i, self.exercise.outputs)
        change = None
        if again and not watched and not what and kind in (SHAPE, RAISED):
            change = self._with_a_change(i or 0)
        if change and kind == RAISED:
            change = f"Where it does not stop: {change[0].lower()}{change[1:]}"
        means = meaning(raised, *called_with(self.exercise, case, None)[:2]) if raised and kind == RAISED else None
        more = self.sentence(name) if name else watched or (what.text if what else change or means or "")
        if kind == RAISED and (watched or change):
            return Explained(name, more, name or kind, 0.0, text)
        return Explained(name, f"{text}\n{more}" if more else text, name or kind, what.credit if what else 0.0)

    def values(self, group: Group, i: int) -> Explained:
        """Wrong values of output `i`: what they have to do with the expected ones, and where they are wrong."""
        wrong = [(pair, f[VALUES, i]) for pair, f in zip(group.seen, group.faults, strict=True) if (VALUES, i) in f]
        if name := self.listed(VALUES, i):
            return Explained(name, self.sentence(name), name)
        small = [pair for pair in self.small if pair[0].group == group.name]
        if what := self._relation(group.seen + small, [pair for pair, _ in wrong], i):
            return Explained(None, what.text, what.text, what.credit)
        (_, observation), said = wrong[0]
        if self.exercise.is_value and not not_finite(observation.outputs[i]):
            said = _at_point(wrong[0][0][0], observation.outputs[i], i) or said
        return Explained(None, not_finite(observation.outputs[i], observation.warned) or said, VALUES)

    def _watched(self, cases: list[Case]) -> str | None:
        """What the answer does wrong on the way, call by call, if it is the same in these cases."""
        if self.exercise.watch is None:
            return None
        told = (observe(self.answer, case.args, self.exercise.watch) for case in cases[:WATCHED])
        found = {o.outputs[0] if o.outputs else None for o in told}
        said = found.pop() if len(found) == 1 else None
        return f"Call by call: {said}." if isinstance(said, str) else None

    def _relation(self, seen: Seen, wrong: Seen, i: int) -> Relation | None:
        """What the output has to do with the expected one, with other arguments, or with a second call."""
        if said := shared(wrong, i, self.exercise.outputs):
            return Relation(said)
        what = relation(seen, i, self.exercise.outputs, own_names(self.exercise))
        if what is None and not self.exercise.is_value:
            gone = not_finite(wrong[0][1].outputs[i], wrong[0][1].warned)
            if gone:
                said = (change := self._with_a_change(i)) and f"{gone}. {change}"
            else:
                said = self._of_arguments(i) or remembers(self.answer, self.exercise.call, wrong)
            what = Relation(said) if said else None
        said = None if what else self._watched([case for case, _ in wrong]) or located(self.exercise, seen, i)
        if said or what:
            return Relation(said) if said else what
        return weak_relation(seen, i, own_names(self.exercise)) or outgrown(self.seen, i)

    def _asked(self, i: int) -> Seen:
        """What the answer does on the probes; nothing if it does not come to output `i` on each."""
        probes = ladder_of(self.exercise).probes
        if self._probed is None:
            observed = observe_each(self.answer, [c.args for c in probes], self.exercise.call)
            each = zip(probes, observed, strict=False)
            # Nothing more is asked of a loop that does not end.
            ended = itertools.takewhile(lambda pair: pair[1].raised is None or pair[1].raised.kind != "OutOfTime", each)
            self._probed = [(c, tidy(c, o)) for c, o in ended]
        whole = len(self._probed) == len(probes) and all(o.raised or len(o.outputs) > i for _, o in self._probed)
        return self._probed if whole and any(not o.raised for _, o in self._probed) else []

    def _of_arguments(self, i: int) -> str | None:
        """Whether an argument has no effect, or the answer is right but for one change."""
        names, probed = own_names(self.exercise), self._asked(i)
        if not probed:
            return None
        call = self.exercise.call
        deaf = without_effect(self.answer, call, probed, self._searches.effects, i, names, self.seen)
        return deaf or self._with_a_change(i)

    def _with_a_change(self, i: int) -> str | None:
        """The change with which a right answer gives the same."""
        names, probed = own_names(self.exercise), self._asked(i)

        def acts(name: str) -> bool:
            other = [e for e in self._searches.effects if names[e.k] == name and i in e.outputs]
            call, k = self.exercise.call, names.index(name)
            return has_effect(self.answer, call, probed, other, i) or moves_anything(self.answer, call, self.seen, k, i)

        if not probed:
            return None
        return self._searches.found(probed, i, acts)


def _for_good(raised: Raised | None) -> bool:
    """Whether it ended the process or used up its time, which no built-in error tells: that is not called again."""
    return raised is not None and raised.base == "Exception"

"""Judge a function against cases: contract first, then values, then extremes, then what the mistake is called."""

from __future__ import annotations

import inspect
import os
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checking.as_if import as_if
from autograder.checking.cases import Case
from autograder.checking.compare import BREAKING, CHANGED, DTYPE, LIST, RAISED, SHAPE, VALUES, faults, tidy
from autograder.checking.counterexample import called_with, smallest
from autograder.checking.diagnose import Relation, relation, weak_relation
from autograder.checking.effects import remembers, without_effect
from autograder.checking.exercise import ORDINARY, Exercise
from autograder.checking.guard import guarded
from autograder.checking.listed import listed
from autograder.checking.nearly import nearly_right
from autograder.checking.result import Finding, Result
from autograder.checking.smallest import ladder_of
from autograder.checking.words import argument_names, inputs_in_words, not_finite, returns
from autograder.runtime.observe import Observation, observe, observe_each
from autograder.runtime.placeholder import WaitsForYours
from autograder.runtime.raised import Raised, RemoteError

Seen = list[tuple[Case, Observation]]
# Each cause costs a quarter of what the values earned; the values themselves are at least a quarter.
DEDUCTION = 0.25
SECONDS_PER_CHECK = float(os.environ.get("MLPKIT_CHECK_SECONDS", "30"))
# After so long a check says how far it is.
SILENCE = 2.0


class Unsolved(Exception):
    """The exercise's cell still is the stub, or did not run; a message says what else it waits for."""


def judge(
    exercise: Exercise, answer: Any, cases: Sequence[Case], tell: Callable[[int, int], None] = lambda done, of: None
) -> Result:
    """Score and findings for `answer` on `cases`. Raises Unsolved for a stub.

    `tell(done, of)` is called from time to time when it takes longer than two seconds.
    """
    if exercise.task is not None:
        return exercise.task.judge(exercise, answer, cases)
    refusal = _contract(exercise, answer, cases)
    if refusal:
        return Result(0.0, exercise.name, exercise.points, [Finding("no", refusal)])
    with guarded(exercise, answer):
        return _Judgement(exercise, answer, cases, tell).result()


def _contract(exercise: Exercise, answer: Any, cases: Sequence[Case]) -> str | None:
    if exercise.is_value:
        return None
    if not callable(answer):
        what = f"{'an' if type(answer).__name__[0] in 'aeiou' else 'a'} {type(answer).__name__}"
        return f"the name {exercise.name} holds {what}, not a function: run the cell that defines {exercise.name} again"
    if answer is exercise.reference:
        whose = answer.__module__.split(".")[0]
        return f"this is {whose}'s own {exercise.name}: write yours in the cell above, and run it"
    if exercise.call:
        return None
    for n in sorted({len(c.args) for c in cases}):
        try:
            inspect.signature(answer).bind(*range(n))
        except TypeError:
            said = str(inspect.signature(answer))
            return f"takes {said}, but is called with {n} argument(s): keep the first line of the stub as it was"
        except ValueError:
            return None
    return None


class _Judgement:
    def __init__(self, exercise: Exercise, answer: Any, cases: Sequence[Case], tell: Callable[[int, int], None]):
        self.exercise, self.answer, self.cases, self.tell = exercise, answer, cases, tell
        self.seen: Seen = []
        self.findings: list[Finding] = []
        self.earned: list[float] = []
        self.causes: set[str] = set()
        self.wrong: list[tuple[Case, str]] = []
        self.probed: Seen | None = None
        self.begin, self.used = time.perf_counter(), time.process_time()
        groups = list(dict.fromkeys(c.group for c in cases))
        self.groups = {g: [c for c in cases if c.group == g] for g in sorted(groups, key=lambda g: g != ORDINARY)}

    def result(self) -> Result:
        for n, (group, cases) in enumerate(self.groups.items()):
            if not self._group(group, cases, first=n == 0) and n == 0:
                self._skip_rest()
                break
        case = self._example()
        self._notes()
        score = self.exercise.points * self._share() * max(DEDUCTION, 1 - DEDUCTION * len(self.causes))
        return Result(round(score, 2), self.exercise.name, self.exercise.points, self.findings, case=case)

    def _skip_rest(self) -> None:
        for group in list(self.groups)[1:]:
            why = "not tried, since ordinary values are not right yet"
            self.findings.append(Finding("skipped", f"{group}: {why}"))

    def _group(self, group: str, cases: list[Case], first: bool) -> bool:
        """Try one group. Returns whether every output had the expected values."""
        seen: Seen = []
        found: list[dict] = []
        observations = observe_each(self.answer, [c.args for c in cases], self.exercise.call)
        for case, observation in zip(cases, observations, strict=False):
            if first and not self.seen and _is_stub(observation.raised):
                raise Unsolved
            if observation.raised and observation.raised.kind == WaitsForYours.__name__:
                raise Unsolved(observation.raised.message)
            observation = tidy(case, observation)
            seen.append((case, observation))
            self.seen.append((case, observation))
            found.append(faults(case, observation))
            if observation.raised:
                break
            if self._too_slow():
                return False
        if any(kind in BREAKING for f in found for kind, _ in f):
            return self._broken(group, seen, found, first)
        return self._compare(group, seen, found, first)

    def _too_slow(self) -> bool:
        """Whether the time for the whole check is over; says how far it is if it takes long."""
        passed, done = time.perf_counter() - self.begin, len(self.seen)
        if passed > SILENCE and done < len(self.cases):
            self.tell(done, len(self.cases))
        if passed < SECONDS_PER_CHECK or done == len(self.cases):
            return False
        text = (
            f"stopped after {passed:.0f} s, with {done} of {len(self.cases)} calls done: one takes {passed / done:.2g} "
            "s on average, for small arrays. Is there a loop over something that one array operation could do?"
        )
        self.findings.append(Finding("no", text))
        self._charge("time", len(self.earned) == 0)
        return True

    def _charge(self, cause: str, first: bool) -> None:
        """A cause costs once, however many groups show it; in the first group the values themselves are lost."""
        if not first:
            self.causes.add(cause)

    def _broken(self, group: str, seen: Seen, found: list[dict], first: bool) -> bool:
        """The call failed, or returned something of the wrong kind: say so once for each output."""
        label = "" if first else f"{group}: "
        keys = dict.fromkeys(k for f in found for k in f if k[0] in BREAKING)
        count = len(seen[0][0].expected)
        credit, told = [0.0] * count, set()
        for kind, i in keys:
            n = next(n for n, f in enumerate(found) if (kind, i) in f)
            name, text, share = self._why_broken(seen, found, n, kind, i)
            if i is not None:
                credit[i] = share
            if text not in told:
                self.findings.append(Finding("no", label + text, name))
            told.add(text)
            self._charge(name or kind, first)
            self.wrong.append((seen[n][0], kind))
        if first:
            broken = {i for _, i in keys}
            whole = None not in broken and len(seen) == len(self.groups[group])
            good = [whole and i not in broken and not any((VALUES, i) in f for f in found) for i in range(count)]
            self.earned = [1.0 if g else c for g, c in zip(good, credit, strict=True)]
        return False

    def _why_broken(self, seen: Seen, found: list[dict], n: int, kind: str, i: int | None) -> tuple:
        """(listed mistake, text, share of the points) for a fault that breaks the comparison."""
        said, case = found[n][kind, i], seen[n][0]
        name = listed(self.exercise, self.seen, kind, i)
        raised = seen[n][1].raised
        if raised and raised.kind == "ValueError" and not raised.line and self.exercise.call:
            text = raised.message  # of the way of calling it, which says what it misses
        elif kind == RAISED:
            text = f"stops with an error for {inputs_in_words(case)}:\n{said}"
        else:
            text = self._about(i, case, said)
        what = relation(seen, i, self.exercise.outputs) if i is not None and not name else None
        if name:
            text = f"{text}\n{self.exercise.wrong[name][1]}"
        elif what:
            text = f"{text}\n{what.text}"
        return name, text, what.credit if what else self._listed_credit(seen, name, i)

    def _listed_credit(self, seen: Seen, name: str | None, i: int | None) -> float:
        what = relation(seen, i) if name and i is not None else None
        return what.credit if what else 0.0

    def _about(self, i: int | None, case: Case, said: str) -> str:
        """`said` with the output's name before it, where there are several."""
        if i is None or len(case.expected) == 1 or said.startswith(self._output(i)):
            return said
        return f"{self._output(i)}{said}" if said.startswith("[") else f"{self._output(i)}: {said}"

    def _compare(self, group: str, seen: Seen, found: list[dict], first: bool) -> bool:
        count = len(seen[0][0].expected)
        bad = [i for i in range(count) if any((VALUES, i) in f for f in found)]
        if first:
            self.earned = [float(i not in bad) for i in range(count)]
            self._kind_findings(seen, found)
        for i in range(count):
            if i not in bad:
                many = f"{len(seen)} {'drawn case' if first else 'call'}{'s' * (len(seen) > 1)}"
                label = "" if first else f"{group}: "
                self.findings.append(Finding("ok", f"{label}{self._output(i)} agrees on {many}"))
            else:
                self._diagnose(group, seen, found, i, first)
        if first:
            self._properties(seen, worth=not bad)
        return not bad

    def _kind_findings(self, seen: Seen, found: list[dict]) -> None:
        """dtype kept, arrays not lists, inputs unchanged: a quarter each."""
        for kind in (DTYPE, LIST, CHANGED):
            hits = {k: (s, n) for n, f in enumerate(found) for k, s in f.items() if k[0] == kind}
            if hits:
                (_, i), (said, n) = next(iter(hits.items()))
                said = said if kind == CHANGED else self._about(i, seen[n][0], said)
                name = listed(self.exercise, self.seen, kind, i)
                self.causes.add(kind)
                text = f"{said}\n{self.exercise.wrong[name][1]}" if name else said
                self.findings.append(Finding("no", text, name))
                self.wrong.append((seen[n][0], kind))
        kinds = {k[0] for f in found for k in f}
        if not kinds & {DTYPE, LIST, CHANGED} and self.exercise.kind == "function":
            self.findings.append(Finding("ok", returns(seen)))

    def _diagnose(self, group: str, seen: Seen, found: list[dict], i: int, first: bool) -> None:
        wrong = [(pair, f[VALUES, i]) for pair, f in zip(seen, found, strict=True) if (VALUES, i) in f]
        (case, observation), said = wrong[0]
        self.wrong.append((case, VALUES))
        label = "" if first else f"{group}: "
        name = listed(self.exercise, self.seen, VALUES, i)
        what = None if name else self._relation(seen, [pair for pair, _ in wrong], i)
        text = self.exercise.wrong[name][1] if name else what.text if what else None
        text = text or not_finite(observation.outputs[i]) or said
        self._charge(name or (what.text if what else VALUES), first)
        if first:
            self.earned[i] = max(what.credit if what else 0.0, nearly_right(seen, i))
        if any(f.status == "no" and text in f.text for f in self.findings):
            self.findings.append(Finding("no", f"{label}{self._output(i)}: the same mistake", name))
            return
        text = self._about(i, case, text)
        if self.exercise.step and first and not any(self.exercise.step in f.text for f in self.findings):
            text += f"\nWhere it comes from: {self.exercise.step}."
        self.findings.append(Finding("no", label + text, name))

    def _relation(self, seen: Seen, wrong: Seen, i: int) -> Relation | None:
        """What the output has to do with the expected one, with other arguments, or with a second call."""
        what = relation(seen, i, self.exercise.outputs, argument_names(self.exercise))
        if what is None and not self.exercise.is_value and not not_finite(wrong[0][1].outputs[i]):
            said = self._of_arguments(i) or remembers(self.answer, self.exercise.call, wrong)
            what = Relation(said) if said else None
        return what or weak_relation(seen, i)

    def _of_arguments(self, i: int) -> str | None:
        """Whether an argument has no effect, or acts as another one would."""
        ladder, names = ladder_of(self.exercise), argument_names(self.exercise)
        if self.probed is None:
            observed = observe_each(self.answer, [c.args for c in ladder.probes], self.exercise.call)
            self.probed = [(c, tidy(c, o)) for c, o in zip(ladder.probes, observed, strict=False)]
        whole = len(self.probed) == len(ladder.probes) and all(len(o.outputs) > i for _, o in self.probed)
        if not self.probed or not whole:
            return None
        asked = self.probed, ladder.effects, i, names
        said = without_effect(self.answer, self.exercise.call, *asked)
        if said:
            return said
        change = as_if(ladder.variants, self.probed, i, self.exercise.exact)
        return change and f"It is what would be right with {change}."

    def _properties(self, seen: Seen, worth: bool = False) -> None:
        def run(*args):
            return observe(self.answer, args, self.exercise.call).outputs

        for prop in self.exercise.holds:
            tried = [pair for pair in seen if not any(map(not_finite, pair[1].outputs))]
            said = None
            for case, observation in tried:
                said = said or _broken_property(prop, run, case, observation)
            if said and worth:
                self.causes.add(prop.text)
            if tried:
                self.findings.append(Finding("no", said) if said else Finding("ok", prop.text))

    def _share(self) -> float:
        if not self.earned:
            return 0.0
        weights = self.exercise.weights or (1.0,) * len(self.earned)
        free = sum(weights[i] for i in self.exercise.free)
        earned = sum(w * e for w, e in zip(weights, self.earned, strict=True))
        return max(0.0, earned - free) / (sum(weights) - free)

    def _output(self, i: int | None) -> str:
        return self.exercise.outputs[i] if i is not None and i < len(self.exercise.outputs) else "the result"

    def _example(self) -> tuple:
        """Show the smallest input that shows the fault; returns the arguments of a call that goes wrong."""
        if not self.wrong or self.exercise.is_value:
            return ()
        values = [kind for _, kind in self.wrong if kind in (VALUES, SHAPE)]
        quick = (time.process_time() - self.used) / len(self.seen) < 0.02
        found = smallest(self.exercise, self.answer, self.cases) if values and quick else None
        if found:
            self.findings.append(Finding("note", found.text))
            return found.args
        case, kind = self.wrong[0]
        if kind not in (RAISED, LIST):
            self.findings.append(Finding("note", f"seen for {inputs_in_words(case)}"))
        return called_with(self.exercise, case)[1]

    def _notes(self) -> None:
        warned = list(dict.fromkeys(w for _, o in self.seen for w in o.warned))
        if warned:
            text = f"A warning was given while it ran: {'; '.join(warned[:3])}. It costs no points."
            self.findings.append(Finding("note", text))
        if any(o.printed for _, o in self.seen):
            self.findings.append(
                Finding("note", "prints while it runs; a check does not show that, and it costs nothing")
            )


def _is_stub(raised: Raised | None) -> bool:
    return raised is not None and raised.kind in ("NotImplementedError", "Unsolved") and not raised.message


def _broken_property(prop, run: Callable, case: Case, observation: Observation) -> str | None:
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return prop.broken(run, case, observation.outputs)
    except (TypeError, ValueError, IndexError, RemoteError):
        return f"could not be tried: {prop.text}"

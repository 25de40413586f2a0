"""Judge a function against cases: contract first, then values, then extremes, then what the mistake is called."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.compare import BREAKING, CHANGED, DTYPE, LIST, SHAPE, VALUES, faults, tidy
from autograder.checking.contract import contract_breach
from autograder.checking.diagnose import Seen
from autograder.checking.exercise import ORDINARY, UNTOLD, Exercise
from autograder.checking.explain import Explainer, Group
from autograder.checking.guard import guarded
from autograder.checking.nearly import nearly_right
from autograder.checking.pace import Pace
from autograder.checking.properties import unmet
from autograder.checking.result import Finding, Result
from autograder.checking.smallest_counterexample import instance, smallest
from autograder.checking.value_text import not_finite, returns
from autograder.runtime.observe import fresh, observe_each
from autograder.runtime.placeholder import WaitsForYours
from autograder.runtime.raised import Raised

# Each cause costs a quarter of what the values earned; the values themselves are at least a quarter.
DEDUCTION = 0.25

KEEPS_DTYPE = "A function of float arrays returns the dtype that it was given (lecture 00)."


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
    refusal = contract_breach(exercise, answer, cases)
    if refusal:
        return Result(0.0, exercise.name, exercise.points, [Finding("no", refusal)])
    with guarded(exercise, answer), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # of the check's own arithmetic, on infinities; an answer's are noted
        return _Judgement(exercise, answer, cases, tell).result()


class _Judgement:
    def __init__(self, exercise: Exercise, answer: Any, cases: Sequence[Case], tell: Callable[[int, int], None]):
        self.exercise, self.answer, self.cases = exercise, answer, cases
        self.seen: Seen = []
        self.findings: list[Finding] = []
        self.earned: list[float] = []
        self.causes: set[str] = set()
        self.told: dict[str, str] = {}  # what is said of wrong values, of which output
        self.wrong: list[tuple[Case, str, int | None]] = []
        self.pace = Pace(answer, tell)
        self.explain = Explainer(exercise, answer, self.seen, self.pace)
        names = sorted(dict.fromkeys(c.group for c in cases), key=lambda name: name != ORDINARY)
        self.groups = [Group(name, [c for c in cases if c.group == name], n == 0) for n, name in enumerate(names)]

    def result(self) -> Result:
        for group in self.groups:
            if not self._right(group) and group.first:
                self._skip_rest()
                break
        case = self._example()
        self._notes()
        score = self.exercise.points * self._share() * max(DEDUCTION, 1 - DEDUCTION * len(self.causes))
        return Result(round(score, 2), self.exercise.name, self.exercise.points, self.findings, case=case)

    def _skip_rest(self) -> None:
        for group in self.groups[1:]:
            why = "not tried, since ordinary values are not right yet"
            self.findings.append(Finding("skipped", f"{group.name}: {why}"))

    def _right(self, group: Group) -> bool:
        """Try one group. Returns whether every output had the expected values."""
        if not self._observed(group):
            return False
        if any(kind in BREAKING for f in group.faults for kind, _ in f):
            self._broken(group)
            return False
        return self._compare(group)

    def _observed(self, group: Group) -> bool:
        """Make the calls of one group, up to one that fails. Returns whether there was time for them."""
        observations = observe_each(self.answer, [c.args for c in group.cases], self.exercise.call)
        for case, observation in zip(group.cases, observations, strict=False):
            if not self.seen and _is_stub(observation.raised):
                raise Unsolved
            if observation.raised and observation.raised.kind == WaitsForYours.__name__:
                raise Unsolved(observation.raised.message)
            observation = tidy(case, observation)
            group.seen.append((case, observation))
            self.seen.append((case, observation))
            group.faults.append(faults(case, observation))
            if observation.raised:
                break
            if said := self.pace.called(len(self.seen), len(self.cases)):
                self.findings.append(Finding("no", said))
                self.causes |= {"time"} if self.earned else set()
                return False
        if group.first:
            self.pace.measured(len(self.seen))
        return True

    def _broken(self, group: Group) -> None:
        """The call failed, or returned something of the wrong kind: say so once for each output."""
        kinds = dict.fromkeys(k for f in group.faults for k in f if k[0] in BREAKING)
        credit = dict.fromkeys(range(group.outputs), 0.0)
        told = set()
        for kind, i in kinds:
            why = self.explain.broken(group, kind, i)
            if i is not None:
                credit[i] = why.credit
            if why.text not in told:
                self.findings.append(Finding("no", group.label + why.text, why.name))
                if why.evidence:
                    self.findings.append(Finding("note", why.evidence))
            told.add(why.text)
            self._charge(group, why.cause)
            self.wrong.append((group.case_with(kind, i), kind, i))
        if group.first:
            broken = {i for _, i in kinds}
            whole = None not in broken and len(group.seen) == len(group.cases)
            good = {i for i in credit if whole and i not in broken and not group.has(VALUES, i)}
            self.earned = [1.0 if i in good else part for i, part in credit.items()]

    def _charge(self, group: Group, cause: str) -> None:
        """A cause costs once, however many groups show it; in the first group the values themselves are lost."""
        if not group.first:
            self.causes.add(cause)

    def _compare(self, group: Group) -> bool:
        bad = [i for i in range(group.outputs) if group.has(VALUES, i)]
        if group.first:
            self.earned = [float(i not in bad) for i in range(group.outputs)]
            self._kind_findings(group)
        for i in range(group.outputs):
            if i in bad:
                self._diagnose(group, i)
            else:
                many = f"{len(group.seen)} {'drawn case' if group.first else 'call'}{'s' * (len(group.seen) > 1)}"
                self.findings.append(Finding("ok", f"{group.label}{self.explain.output(i)} agrees on {many}"))
        if group.first:
            self._properties(group.seen, worth=not bad)
        return not bad

    def _kind_findings(self, group: Group) -> None:
        """dtype kept, arrays not lists, inputs unchanged: a quarter each."""
        for kind in (DTYPE, LIST, CHANGED):
            hits = {k: (s, n) for n, f in enumerate(group.faults) for k, s in f.items() if k[0] == kind}
            if hits:
                (_, i), (said, n) = next(iter(hits.items()))
                case = group.seen[n][0]
                said = self.explain.changed(i) if kind == CHANGED else self.explain.about(i, case, said)
                name = self.explain.listed(kind, i)
                self.causes.add(kind)
                kept = kind == DTYPE and _is_to_keep(case, i)
                more = self.explain.sentence(name) if name else KEEPS_DTYPE if kept else ""
                text = f"{said}\n{more}" if more else said
                self.findings.append(Finding("no", text, name))
                self.wrong.append((case, kind, i))
        kinds = {k[0] for f in group.faults for k in f}
        if not kinds & {DTYPE, LIST, CHANGED} and self.exercise.kind == "function":
            self.findings.append(Finding("ok", returns(group.seen)))

    def _diagnose(self, group: Group, i: int) -> None:
        case = group.case_with(VALUES, i)
        self.wrong.append((case, VALUES, i))
        name, text, cause, credit, _ = self.explain.values(group, i)
        self._charge(group, cause)
        if group.first:
            self.earned[i] = max(credit, nearly_right(group.seen, i))
        output = self.explain.output(i)
        if text in self.told:
            other = f" as in {self.told[text]}" * (self.told[text] != output)
            self.findings.append(Finding("no", f"{group.label}{output}: the same mistake{other}", name))
            return
        self.told[text] = output
        text = self.explain.about(i, case, text)
        if self.exercise.step and group.first and not any(self.exercise.step in f.text for f in self.findings):
            text += f"\nWhere it comes from: {self.exercise.step}."
        self.findings.append(Finding("no", group.label + text, name))

    def _properties(self, seen: Seen, worth: bool = False) -> None:
        tried = [pair for pair in seen if not any(map(not_finite, pair[1].outputs))]
        for prop in self.exercise.holds if tried else ():
            said = unmet(prop, self.answer, self.exercise.call, tried)
            if said and worth:
                self.causes.add(prop.text)
            if said != UNTOLD:
                self.findings.append(Finding("no", said) if said else Finding("ok", prop.text))

    def _share(self) -> float:
        if not self.earned:
            return 0.0
        weights = self.exercise.weights or (1.0,) * len(self.earned)
        free = sum(weights[i] for i in self.exercise.free)
        earned = sum(w * e for w, e in zip(weights, self.earned, strict=True))
        return max(0.0, earned - free) / (sum(weights) - free)

    def _example(self) -> tuple:
        """Show the smallest input that shows the fault; returns the arguments of a call that goes wrong."""
        if not self.wrong or self.exercise.is_value:
            return ()
        values = [i for _, kind, i in self.wrong if kind in (VALUES, SHAPE)]
        found = smallest(self.exercise, self.answer, self.explain.small, self.cases, values[0]) if values else None
        if found:
            self.findings.append(Finding("note", found.text))
            return found.args
        case, kind, i = self.wrong[0]
        observation = next(o for c, o in self.seen if c is case)
        call, text, said = instance(self.exercise, case, observation, (kind, i), self.explain.again)
        if text:
            told = not said or any(said in f.text for f in self.findings)
            self.findings.append(Finding("note", text if told else f"{text}: {self.explain.about(i, case, said)}"))
        return call.args if call else tuple(map(fresh, case.args))

    def _notes(self) -> None:
        warned = list(dict.fromkeys(w for _, o in self.seen for w in o.warned))
        if warned:
            text = f"A warning was given while it ran: {'; '.join(warned[:3])}. It costs no points."
            self.findings.append(Finding("note", text))
        if any(o.printed for _, o in self.seen):
            self.findings.append(
                Finding("note", "prints while it runs; a check does not show that, and it costs nothing")
            )


def _is_to_keep(case: Case, i: int | None) -> bool:
    """Whether the dtype asked for of an output is that of the float arrays that went in, and float64 came out."""
    parts = case.expected[i or 0]
    wanted = {e.dtype for e in (parts if isinstance(parts, tuple) else (parts,))}
    return wanted == {np.dtype("float32")} & {a.dtype for a in case.args if isinstance(a, np.ndarray)}


def _is_stub(raised: Raised | None) -> bool:
    return raised is not None and raised.kind in ("NotImplementedError", "Unsolved") and not raised.message

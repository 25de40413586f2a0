"""Judge a function against cases: contract first, then values, then extremes, then what the mistake is called."""

from __future__ import annotations

import inspect
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.compare import CHANGED, COUNT, DTYPE, RAISED, SHAPE, TYPE, VALUES, alike, faults
from autograder.checking.diagnose import relation
from autograder.checking.exercise import ORDINARY, Exercise
from autograder.checking.guard import guarded
from autograder.checking.result import Finding, Result
from autograder.runtime.observe import Observation, Raised, RemoteError, Seeded, observe, observe_each
from autograder.runtime.placeholder import WaitsForYours

Seen = list[tuple[Case, Observation]]
# Each of these costs a quarter of what the values earned; the values themselves are at least a quarter.
DEDUCTION = 0.25


class Unsolved(Exception):
    """The exercise's cell still is the stub, or did not run; a message says what else it waits for."""


def judge(exercise: Exercise, answer: Any, cases: Sequence[Case]) -> Result:
    """Score and findings for `answer` on `cases`. Raises Unsolved for a stub."""
    if exercise.task is not None:
        return exercise.task.judge(exercise, answer, cases)
    refusal = _contract(exercise, answer, cases)
    if refusal:
        return Result(0.0, exercise.name, exercise.points, [Finding("no", refusal)])
    with guarded(exercise, answer):
        return _Judgement(exercise, answer, cases).result()


def _contract(exercise: Exercise, answer: Any, cases: Sequence[Case]) -> str | None:
    if exercise.is_value:
        return None
    if not callable(answer):
        return f"{exercise.name} is a {type(answer).__name__}, not a function: run the cell that defines it"
    if answer is exercise.reference:
        whose = answer.__module__.split(".")[0]
        return f"this is {whose}'s own {exercise.name}: write yours in the cell above, and run it"
    if exercise.call:
        return None
    for n in sorted({len(c.args) for c in cases}):
        try:
            inspect.signature(answer).bind(*range(n))
        except TypeError:
            shown = str(inspect.signature(answer))
            return f"takes {shown}, but is called with {n} argument(s): keep the first line of the stub as it was"
        except ValueError:
            return None
    return None


class _Judgement:
    def __init__(self, exercise: Exercise, answer: Any, cases: Sequence[Case]):
        self.exercise, self.answer = exercise, answer
        self.seen: Seen = []
        self.findings: list[Finding] = []
        self.deductions = 0
        groups = list(dict.fromkeys(c.group for c in cases))
        self.groups = {g: [c for c in cases if c.group == g] for g in sorted(groups, key=lambda g: g != ORDINARY)}

    def result(self) -> Result:
        for n, (group, cases) in enumerate(self.groups.items()):
            if not self._group(group, cases, first=n == 0) and n == 0:
                self._skip_rest()
                break
        share = self._share()
        self._notes()
        score = self.exercise.points * share * max(DEDUCTION, 1 - DEDUCTION * self.deductions)
        return Result(round(score, 2), self.exercise.name, self.exercise.points, self.findings)

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
            seen.append((case, observation))
            self.seen.append((case, observation))
            found.append(faults(case, observation))
            if {kind for kind, _ in found[-1]} & {RAISED, COUNT, TYPE, SHAPE}:
                return self._broken(group, seen, first)
        return self._compare(group, seen, found, first)

    def _broken(self, group: str, seen: Seen, first: bool) -> bool:
        """The call failed, or returned something of the wrong kind: say so, and stop this group here."""
        case, observation = seen[-1]
        found = faults(case, observation)
        (kind, i), said = next((k, s) for k, s in found.items() if k[0] in (RAISED, COUNT, TYPE, SHAPE))
        where = f" for {_describe(case)}" if kind in (RAISED, SHAPE) else ""
        if kind == RAISED:
            text = f"stops with an error{where}:\n{said}"
        else:
            text = (f"{self._output(i)} " if i is not None and len(case.expected) > 1 else "") + said + where
        self.findings.append(self._explained("no", text, seen, kind, i))
        self._properties(seen[:-1])
        if not first:
            self.deductions += 1
        self.good = [] if first else self.good
        return False

    def _compare(self, group: str, seen: Seen, found: list[dict], first: bool) -> bool:
        count = len(seen[0][0].expected)
        bad = [i for i in range(count) if any((VALUES, i) in f for f in found)]
        if first:
            self.good = [i not in bad for i in range(count)]
            self._kind_findings(seen, found)
        elif bad:
            self.deductions += 1
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
        """dtype kept, inputs unchanged: a quarter each."""
        for kind in (DTYPE, CHANGED):
            hits = {k: (s, n) for n, f in enumerate(found) for k, s in f.items() if k[0] == kind}
            if hits:
                (_, i), (said, n) = next(iter(hits.items()))
                if kind == DTYPE:
                    said = f"{self._output(i)} {said}, for {_describe(seen[n][0])}"
                self.deductions += 1
                self.findings.append(self._explained("no", said, seen, kind, i))
        if not any(k[0] in (DTYPE, CHANGED) for f in found for k in f):
            self.findings.append(Finding("ok", self._returns(seen)))

    def _returns(self, seen: Seen) -> str:
        case = seen[0][0]
        kinds = _counted(["an array of the right shape" if e.shape else "a number" for e in case.expected])
        floats = {a.dtype.name for c, _ in seen for a in c.args if isinstance(a, np.ndarray) and a.dtype.kind == "f"}
        kept = (
            ", float32 and float64 kept"
            if {"float32", "float64"} <= floats and any(e.dtype is not None for e in case.expected)
            else ""
        )
        return f"returns {kinds}{kept}; leaves its inputs unchanged"

    def _diagnose(self, group: str, seen: Seen, found: list[dict], i: int, first: bool) -> None:
        wrong = [(pair, f[VALUES, i]) for pair, f in zip(seen, found, strict=True) if (VALUES, i) in f]
        (case, observation), said = wrong[0]
        label = "" if first else f"{group}: "
        name = self._listed(self.seen, VALUES, i)
        if name:
            text = self.exercise.wrong[name][1]
        else:
            text = (relation(seen, i) if first else None) or f"{said}, for {_describe(case)}"
            text = f"{self._output(i)}: {text}" if len(case.expected) > 1 else text
            if not np.isfinite(np.asarray(observation.outputs[i], dtype=float)).all():
                text = f"{_nonfinite(observation.outputs[i])}, for {_describe(case)}"
        if name and any(f.misconception == name for f in self.findings):
            self.findings.append(Finding("no", f"{label}{self._output(i)}: the same mistake", name))
            return
        if self.exercise.step and first:
            text += f"\nWhere it comes from: {self.exercise.step}."
        self.findings.append(Finding("no", label + text, name))

    def _explained(self, status: str, text: str, seen: Seen, kind: str, i: int | None) -> Finding:
        name = self._listed(self.seen, kind, i)
        if name:
            text = f"{text}\n{self.exercise.wrong[name][1]}"
        return Finding(status, text, name)

    def _listed(self, seen: Seen, kind: str, i: int | None) -> str | None:
        """The listed wrong answer that did the same on every case tried, and shows the same fault."""
        for name in self.exercise.wrong:
            if all(_acts_like(case, o, case.wrong[name], kind, i) for case, o in seen):
                return name
        return None

    def _properties(self, seen: Seen, worth: bool = False) -> None:
        def run(*args):
            return observe(self.answer, args, self.exercise.call).outputs

        for prop in self.exercise.holds:
            said = None
            for case, observation in seen:
                said = said or _broken_property(prop, run, case, observation)
            if said and worth:
                self.deductions += 1
            if seen:
                self.findings.append(Finding("no", said) if said else Finding("ok", prop.text))

    def _share(self) -> float:
        return sum(self.good) / len(self.good) if self.good else 0.0

    def _output(self, i: int | None) -> str:
        return self.exercise.outputs[i] if i is not None and i < len(self.exercise.outputs) else "the result"

    def _notes(self) -> None:
        warned = list(dict.fromkeys(w for _, o in self.seen for w in o.warned))
        if warned:
            self.findings.append(Finding("note", f"NumPy warned: {'; '.join(warned[:3])}. A warning costs nothing."))
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


def _acts_like(case: Case, seen: Observation, other: Observation, kind: str, i: int | None) -> bool:
    mine, theirs = faults(case, seen), faults(case, other)
    if ((kind, i) in mine) != ((kind, i) in theirs):
        return False
    if seen.raised or other.raised:
        return bool(seen.raised and other.raised and seen.raised.kind == other.raised.kind)
    if kind == COUNT:
        return len(seen.outputs) == len(other.outputs)
    if i is None:
        # An error says little: the cases before it must have come out the same.
        pairs = list(zip(seen.outputs, other.outputs, case.expected, strict=False))
        return len(seen.outputs) == len(other.outputs) and all(alike(*p) for p in pairs)
    if len(seen.outputs) <= i or len(other.outputs) <= i:
        return False
    if kind == CHANGED:
        return seen.changed == other.changed
    same_type = np.asarray(seen.outputs[i]).dtype == np.asarray(other.outputs[i]).dtype
    return alike(seen.outputs[i], other.outputs[i], case.expected[i]) and (kind != DTYPE or same_type)


def _describe(case: Case) -> str:
    """The inputs of a case in a few words: small arrays in full, larger ones by shape."""
    words = []
    for a in case.args:
        if isinstance(a, np.ndarray) and a.size > 3:
            words.append(f"{a.dtype} array of shape {a.shape}")
        elif isinstance(a, np.ndarray):
            words.append(f"{a.dtype} {np.array2string(a, precision=4, separator=', ')}")
        elif isinstance(a, Seeded):
            words.append("a generator")
        elif isinstance(a, type):
            words.append(a.__name__)
        else:
            words.append(f"{a:.4g}" if isinstance(a, float) else str(a)[:60])
    return "inputs " + "; ".join(words) if words else "no inputs"


def _counted(kinds: list[str]) -> str:
    """ "an array of the right shape and a number", or "6 arrays of the right shape"."""
    return " and ".join(kind if n == 1 else _plural(kind, n) for kind, n in Counter(kinds).items())


def _plural(kind: str, n: int) -> str:
    _, noun, *rest = kind.split(" ")
    return " ".join([str(n), f"{noun}s", *rest])


def _nonfinite(output: Any) -> str:
    array = np.asarray(output, dtype=float)
    kinds = [w for w, m in (("NaN", np.isnan(array)), ("infinity", np.isinf(array))) if m.any()]
    return f"gives {' and '.join(kinds)}"

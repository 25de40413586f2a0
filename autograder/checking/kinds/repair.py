"""A function that is handed out with one fault, to be fixed."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from autograder.checking.cases import cases_for
from autograder.checking.exercise import Exercise
from autograder.checking.judge import judge
from autograder.checking.kinds.base import Task, as_function
from autograder.checking.result import Finding, Result

HANDED_OUT = "as it was handed out"


def _signature_of(fault: Callable) -> Callable:
    """In a hand-out, where the right function is not: what it is called with, and nothing to call."""

    def missing(*args: Any, **kwargs: Any) -> None:
        raise NotImplementedError

    missing.__name__, missing.__signature__ = fault.__name__, inspect.signature(fault)  # type: ignore[attr-defined]
    return missing


@dataclass(frozen=True, eq=False)
class Repair(Task):
    """See `repair`."""

    fault: Callable
    symptom: str

    kind = "repair"

    @property
    def misconceptions(self) -> dict[str, str]:
        return {HANDED_OUT: self.symptom}

    def cases(self, exercise: Exercise, seed: str | None) -> tuple:
        """Those of the function that it should be."""
        return cases_for(self.inner(exercise), seed)

    def inner(self, exercise: Exercise) -> Exercise:
        return as_function(
            exercise, exercise.model or _signature_of(self.fault), ((HANDED_OUT, (self.fault, self.symptom)),)
        )

    def judge(self, exercise: Exercise, answer: Any, cases: Any) -> Result:
        """The check of the function, with points only for what was not right when it was handed out."""
        if not callable(answer):
            said = f"{exercise.name} is a {type(answer).__name__}, not a function: run the cell that defines it"
            return Result(0.0, exercise.name, exercise.points, [Finding("no", said)])
        inner = self.inner(exercise)
        result, before = judge(inner, answer, cases), judge(inner, self.fault, cases)
        findings = result.findings if result.findings == before.findings else tuple(map(self._in_part, result.findings))
        gained = max(0.0, float(result) - float(before)) / (exercise.points - float(before))
        return Result(round(exercise.points * gained, 2), exercise.name, exercise.points, findings)

    def _in_part(self, finding: Finding) -> Finding:
        """The symptom is that of the whole; where something else has changed, less is said."""
        if finding.misconception != HANDED_OUT:
            return finding
        text = finding.text.replace(self.symptom, "the values here are as wrong as they were when it was handed out")
        return replace(finding, text=text)


def repair(fault: Callable, symptom: str) -> Repair:
    """A repair: `exercise(mended, task=repair(faulty, "…"), cases=…, wrong=…)`.

    fault    the function as it is handed out, a plain `def` with one realistic fault; its signature is that of the
             mended one, which lends it name and docstring
    symptom  what goes wrong with it, said as long as it does what it did: a symptom, not the cause
    """
    return Repair(fault, symptom)

"""Run an instructor's test cell on the trusted side, with the student's names as proxies."""

from __future__ import annotations

import builtins
import contextlib
import io
import math
import traceback
import warnings
from dataclasses import asdict, dataclass, field
from typing import Any

from autograder.checking.check import check
from autograder.checking.exercise import EXERCISES
from autograder.checking.result import Finding, Result
from autograder.grading.assignment import AssignmentNotebook, Test, compiled
from autograder.grading.outputs import error
from autograder.runtime.observe import RemoteError
from autograder.runtime.placeholder import NotWrittenYet, Placeholder
from autograder.sandbox.session import Session

_BUILTIN = frozenset(dir(builtins))


@dataclass
class Outcome:
    """What a test cell gave: points, reasons, the cell's outputs, and a line when the machinery itself failed."""

    score: float
    findings: list[Finding] = field(default_factory=list)
    outputs: list[dict] = field(default_factory=list)
    failure: str = ""

    def reasons(self) -> list[dict]:
        return [asdict(f) for f in self.findings]


class InstructorRunner:
    """The trusted namespace of one notebook: the instructor's imports and helpers, and proxies."""

    def __init__(self, session: Session, template: AssignmentNotebook):
        self.session = session
        self.space: dict[str, Any] = {"__name__": "tests"}
        body, _, names = compiled(template.prelude, "<instructor>")
        with contextlib.suppress(Exception):
            exec(body, self.space)
        # Whatever the notebook imports, `check` in a test is the real one.
        self.space["check"] = check
        self.given = set(self.space)
        self.called = names
        checked = {n for test in template.tests.values() for n in test.exercises}
        session.callbacks.closed = [
            EXERCISES[n].reference for n in checked if n in EXERCISES and EXERCISES[n].reference
        ]

    def run(self, test: Test) -> Outcome:
        """Points and reasons of one test cell. Never raises what student code caused."""
        printed = io.StringIO()
        try:
            body, tail, names = compiled(test.source, f"<{test.grade_id}>")
            self._fetch(names | self.called, test.exercises)
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(body, self.space)
                outcome = _outcome(test, eval(tail, self.space) if tail else None)
        except Exception as problem:
            outcome = _failed(test, problem)
        finally:
            self.session.callbacks.take_back()
        if printed.getvalue() and test.source.strip() == test.released.strip():
            text = printed.getvalue()[:10_000]
            outcome.outputs.insert(0, {"output_type": "stream", "name": "stdout", "text": text})
        return outcome

    def _fetch(self, names: frozenset[str], checked: tuple[str, ...]) -> None:
        """Bring the student's present values of these names across."""
        wanted = sorted(names - self.given - _BUILTIN)
        found = self.session.names(wanted)
        for name in wanted:
            self.space.pop(name, None)
        self.space.update({n: Placeholder(n) for n in checked if n in EXERCISES})
        self.space.update(found)


def _outcome(test: Test, value: Any) -> Outcome:
    if isinstance(value, Result):
        return Outcome(min(float(value), test.points), list(value.findings), [_shown(value)])
    if value is None:
        return Outcome(test.points, [Finding("ok", "all tests passed")])
    # As nbgrader: a number is partial credit, anything else is full marks. What a student controls is no number here.
    if type(value) in (int, float, bool):
        score = float(value)
        if not math.isfinite(score) or not 0 <= score <= test.points:
            said = f"the test gave {score:g}, which is not between 0 and the points"
            return Outcome(0.0, [Finding("no", said)], [error("Score", said)])
        said = Finding("ok" if score == test.points else "no", f"{score:g} of {test.points:g} points")
        return Outcome(score, [said], [_shown(score)])
    return Outcome(test.points, [Finding("ok", "all tests passed")])


def _shown(value: Any) -> dict:
    data = value._repr_mimebundle_() if isinstance(value, Result) else {"text/plain": repr(value)}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None}


def _failed(test: Test, problem: Exception) -> Outcome:
    """No points, and why; the text of a hidden test is not shown."""
    raised = problem.raised if isinstance(problem, RemoteError) else None
    name = raised.kind if raised else type(problem).__name__
    said = str(raised or problem)[:2000]
    line = _line(problem, test)
    hidden = line and line not in {x.strip() for x in test.released.splitlines()}
    if hidden:
        text = f"a hidden test failed{': ' + said if said else ''}"
    else:
        plain = raised or isinstance(problem, NotWrittenYet)
        text = said if plain else f"{name}: {said}" if said else name
        text += f"\nin the test:  {line}" if line else ""
    failure = ""
    if test.exercises and not isinstance(problem, (AssertionError, NotWrittenYet, RemoteError)):
        failure = f"{test.grade_id}: the check stopped with {name}: {said[:300]}"
    return Outcome(0.0, [Finding("no", text)], [error(name, said, [text])], failure)


def _line(problem: Exception, test: Test) -> str:
    """The line of the test that failed."""
    lines = test.source.splitlines()
    frames = [f for f in traceback.extract_tb(problem.__traceback__) if f.filename == f"<{test.grade_id}>"]
    if not frames or not frames[-1].lineno or frames[-1].lineno > len(lines):
        return ""
    return lines[frames[-1].lineno - 1].strip()

"""Run an instructor's test cell on the trusted side, with the student's names as proxies."""

from __future__ import annotations

import contextlib
import io
import math
import time
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from autograder.checking.exercise import EXERCISES
from autograder.checking.result import Finding, Result
from autograder.grading.assignment import AssignmentNotebook, Test, compiled
from autograder.grading.cell_effects import methods_of, patches_modules, special_methods
from autograder.grading.instructor_cells import read, statements
from autograder.grading.mirrored_seeding import shared
from autograder.grading.outputs import error, notebook_outputs
from autograder.grading.safe_side import guarded
from autograder.grading.source_texts import readable, texts_of
from autograder.grading.trusted_names import TrustedNames
from autograder.runtime import small_types
from autograder.runtime.deadline import OutOfTime, deadline
from autograder.runtime.placeholder import NotWrittenYet, Placeholder
from autograder.runtime.raised import RemoteError
from autograder.sandbox.little_memory import ended_after, little_memory
from autograder.sandbox.session import Session


@dataclass
class Outcome:
    """What a test cell gave: points, reasons, the cell's outputs, and a line when the machinery itself failed."""

    score: float
    findings: list[Finding] = field(default_factory=list)
    outputs: list[dict] = field(default_factory=list)
    failure: str = ""
    inside: bool = False

    def reasons(self) -> list[dict]:
        return [asdict(f) for f in self.findings]


class InstructorRunner:
    """Runs the tests of one notebook, each outside the student's process or, where that is said, inside."""

    def __init__(self, session: Session, template: AssignmentNotebook):
        self.session, self.template = session, template
        self.names = TrustedNames(session, template)
        self.made_inside: set[str] = set()
        self.texts: dict[str, str] = {}
        # Seconds of the processor that the tests of this notebook have left on this side.
        self.left = session.limits.notebook
        # A masked array agrees with everything where it is masked: only an instructor who uses them wants one.
        masks = any("mask" in t.text or ".ma" in t.text for s in template.steps for t in s.statements)
        self.refused = () if masks else ("masked",)
        checked = {n for test in template.tests.values() for n in test.exercises}
        answers = {n: EXERCISES[n].reference for n in checked if n in EXERCISES and EXERCISES[n].reference}
        session.callbacks.closed = list(answers.values())
        session.protocol = {n: methods_of(answer) for n, answer in answers.items() if isinstance(answer, type)}
        if template.foreign:
            session.protocol |= special_methods(template.steps)

    def ran(self, source: str) -> None:
        """A cell of the student's was run; tests of other courses may ask for its text."""
        if self.template.foreign:
            self.texts |= texts_of(source)

    def run(self, test: Test) -> Outcome:
        """Points and reasons of one test cell. Never raises what student code caused."""
        try:
            with guarded(lambda what: None) if self.template.foreign else contextlib.nullcontext():
                self.names.advance(test.grade_id)
        except RemoteError as problem:
            if test.grade_id not in self.template.inside:
                return _failed(test, problem)
        bound = {n for t in statements(test.source) for n in t.binds}
        # What a test inside has made is not known here.
        if test.grade_id in self.template.inside or read(test.source) & self.made_inside:
            self.made_inside |= bound
            return run_inside(self.session, test)
        self.made_inside -= bound
        if self.template.foreign and patches_modules(test.source):
            return _not_crossed(test, "it changes a module, which the answer has to see")
        return self._outside(test)

    def _outside(self, test: Test) -> Outcome:
        printed, began = io.StringIO(), time.process_time()
        self.session.new_test(bool(test.exercises))
        try:
            with contextlib.ExitStack() as around:
                if not test.exercises:
                    around.enter_context(guarded(lambda what: self.session.uncrossed.append(what)))
                around.enter_context(small_types.refusing(() if test.exercises else self.refused))
                around.enter_context(readable(self.texts))
                if self.template.foreign and "seed" in test.source:
                    around.enter_context(shared(self.session))
                around.enter_context(contextlib.redirect_stdout(printed))
                around.enter_context(contextlib.redirect_stderr(printed))
                around.enter_context(warnings.catch_warnings())
                warnings.simplefilter("ignore")
                # The last to come and the first to go: time that is up while the others go would leave them behind.
                around.enter_context(self._bounded())
                outcome = _outcome(test, self._value(test))
        except Exception as problem:
            outcome = _failed(test, self._explained(problem))
        except OutOfTime:
            # What was being read when time was up is lost, so nothing that comes after it would be understood.
            self.session.close()
            said = f"with what the answer gave, this test takes more than {self.session.limits.notebook:g} s"
            outcome = Outcome(0.0, [Finding("no", said)], [error("OutOfTime", said)])
        finally:
            self.session.callbacks.take_back()
            self.session.may_say = math.inf
            self.left -= time.process_time() - began
        if not test.exercises:
            outcome = self._sound(test, outcome)
        if printed.getvalue() and test.source.strip() == test.released.strip():
            text = printed.getvalue()[:10_000]
            outcome.outputs.insert(0, {"output_type": "stream", "name": "stdout", "text": text})
        return outcome

    @contextlib.contextmanager
    def _bounded(self) -> Iterator[None]:
        """What a test does with an answer is as much as the answer says: a range to count, a power to raise."""
        seconds = max(self.left, 1.0)
        with (
            little_memory(self.session.limits.memory << 20),
            ended_after(2 * seconds),
            deadline(seconds, waiting=False),
        ):
            yield

    def _sound(self, test: Test, outcome: Outcome) -> Outcome:
        """The outcome, unless the test concluded it from something that never came, or came too late."""
        if self.session.uncrossed:
            return _not_crossed(test, self.session.uncrossed[0])
        if self.session.stopped and outcome.score:
            return Outcome(0.0, [Finding("no", self.session.stopped)], [error("OutOfTime", self.session.stopped)])
        return outcome

    def _value(self, test: Test) -> Any:
        """Run the test; what its last line gives."""
        parts, uses = compiled(test.source, f"<{test.grade_id}>")
        found = self.names.fetch(uses)
        for name in test.exercises:
            if name in EXERCISES and name not in found:
                self.names.space[name] = Placeholder(name)
        value = None
        for part in parts:
            try:
                value = eval(part.code, self.names.space)
            finally:
                self.names.keep(part.statement)
                self.names.hand_over(part.statement)
        return value

    def _explained(self, problem: Exception) -> Exception:
        """A name of the instructor's that could not be made here is not a mistake of the student's."""
        name = str(problem.name) if isinstance(problem, NameError) else ""
        if not self.names.missing.get(name):
            return problem
        self.session.uncrossed.append(
            f"the instructor's {name} could not be defined for the test: {self.names.missing[name]}"
        )
        return problem


def _outcome(test: Test, value: Any) -> Outcome:
    if isinstance(value, Result):
        return Outcome(min(float(value), test.points), list(value.findings), [_shown(value)])
    if value is None:
        return Outcome(test.points, [Finding("ok", "all tests passed")])
    # As nbgrader: a number is partial credit, anything else is full marks. A student's object is not a number here.
    if type(value) in (int, float):
        score = float(value)
        if not math.isfinite(score) or not 0 <= score <= test.points:
            said = f"the test gave {score:g}, which is not between 0 and the points"
            return Outcome(0.0, [Finding("no", said)], [error("Score", said)])
        finding = Finding("ok" if score == test.points else "no", f"{score:g} of {test.points:g} points")
        return Outcome(score, [finding], [_shown(score)])
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


def _not_crossed(test: Test, what: str) -> Outcome:
    """The test needs something that does not leave the student's process: nothing it concluded counts."""
    text = f"this test cannot run outside the student's process: {what}"
    return Outcome(0.0, [Finding("no", text)], [error("NotPlain", text)], f"{test.grade_id}: {text}"[:400])


def run_inside(session: Session, test: Test) -> Outcome:
    """Run a test beside the student's code, where everything is as in a kernel, and the student could forge it."""
    outputs = notebook_outputs(session.cell(test.source))
    failed = next((o for o in outputs if o["output_type"] == "error"), None)
    if failed is None:
        shown: dict[str, str] = next((o["data"] for o in outputs if o["output_type"] == "execute_result"), {})
        outcome = _outcome(test, _number(shown.get("text/plain", "")))
        outcome.outputs = outputs
    else:
        said = f"{failed['ename']}: {failed['evalue']}" if failed["evalue"] else failed["ename"]
        outcome = Outcome(0.0, [Finding("no", said)], outputs)
    outcome.inside = True
    if test.source.strip() != test.released.strip():
        kept = [o for o in outcome.outputs if o["output_type"] not in ("error", "stream")]
        outcome.outputs = [*kept, *([error(failed["ename"], failed["evalue"])] if failed else [])]
    return outcome


def _number(text: str) -> float | None:
    """What nbgrader reads in a result's text: a number is the score."""
    try:
        return float(text.strip())
    except ValueError:
        return None


def _line(problem: Exception, test: Test) -> str:
    """The line of the test that failed."""
    lines = test.source.splitlines()
    frames = [f for f in traceback.extract_tb(problem.__traceback__) if f.filename == f"<{test.grade_id}>"]
    if not frames or not frames[-1].lineno or frames[-1].lineno > len(lines):
        return ""
    return lines[frames[-1].lineno - 1].strip()

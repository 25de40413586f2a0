"""The instructor's names on the trusted side: made there from the instructor's text, never taken from a student."""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import warnings
from collections.abc import Iterable
from typing import Any

import numpy as np

from autograder.checking.check import check
from autograder.grading.assignment import AssignmentNotebook
from autograder.grading.cell_effects import filled_in
from autograder.grading.instructor_cells import BUILTIN, STUDENT, TEST, Statement, Step, needed, read_inside, runs
from autograder.runtime.observe import RemoteCallable
from autograder.runtime.plain_data import NotPlain
from autograder.runtime.raised import RemoteError
from autograder.sandbox.session import Session

_CHANGEABLE = (list, dict, set, np.ndarray)


class TrustedNames:
    """The namespace of one notebook's tests.

    A name belongs to whoever's cell bound it last in the instructor's own notebook. The instructor's are made here, as
    far as a test needs them; a student's are asked for each time. One that cannot be made here is missing: what the
    student's process holds under its name does not take its place.
    """

    def __init__(self, session: Session, template: AssignmentNotebook):
        self.session, self.template = session, template
        self.space: dict[str, Any] = {"__name__": "__main__", "check": check}
        self.own = set(self.space)
        self.theirs: set[str] = set()
        self.missing: dict[str, str] = {}
        self.used: set[str] = set()
        # The functions that were made here, each with its text.
        self.functions: dict[str, tuple[Any, str]] = {}
        self.needed = needed(template.steps, template.foreign)
        self.read_inside = read_inside(template.steps, template.inside)
        self._left = list(template.steps)

    def advance(self, grade_id: str) -> None:
        """Run what the instructor's cells before this one make, and this one's, unless it is a test."""
        if not any(step.grade_id == grade_id for step in self._left):
            return
        while self._left:
            step = self._left.pop(0)
            if step.whose != TEST:
                self._pass(step)
            if step.grade_id == grade_id:
                return

    def _pass(self, step: Step) -> None:
        if step.whose == STUDENT:
            self._answered(step)
            return
        for statement in step.statements:
            if runs(step, statement, self.template.foreign) and statement.makes(self.needed):
                self._make(statement)

    def _answered(self, step: Step) -> None:
        """From here on these names are the student's, and those whose objects the answer is to fill in.

        An import of the instructor's answer is made here as well, where the student's answer has the same. Of another
        thing under that name a test judges nothing, unless it is what the test is about: a student's `np.allclose`
        would agree with everything.
        """
        imports = [t for t in step.statements if t.kind in ("Import", "ImportFrom") and not t.imports_everything]
        changed = {n for t in step.statements for n in filled_in(t.text) if not t.defines}
        changed -= {n for t in imports for n in t.binds} | {n for n, v in self.space.items() if inspect.ismodule(v)}
        bound = {n for t in step.statements if t not in imports for n in t.binds} | changed
        self.give_up(bound)
        wanted = [t for t in imports if t.makes(self.needed) and not t.binds & bound]
        theirs = self.session.names(sorted(n for t in wanted for n in t.binds)) if wanted else {}
        for statement in wanted:
            self._make(statement)
            for name in (n for n in statement.binds if not _same(theirs.get(n), self.space.get(n))):
                if name in theirs and (inspect.ismodule(self.space.get(name)) or self._is_tool(name)):
                    self.lose([name], "")
                else:
                    self.give_up([name])

    def _is_tool(self, name: str) -> bool:
        """Whether a test uses this name together with another of the student's."""
        answers = [t for s in self.template.steps if s.whose == STUDENT for t in s.statements]
        others = {n for t in answers if t.kind not in ("Import", "ImportFrom") for n in t.binds} - {name}
        tests = ({n for t in s.statements for n in t.uses} for s in self.template.steps if s.whose == TEST)
        return any(name in uses and uses & others for uses in tests)

    def give_up(self, names: Iterable[str]) -> None:
        """These names are the student's now."""
        for name in set(names) - {"check"}:
            self.own.discard(name)
            self.space.pop(name, None)
            self.theirs.add(name)

    def _make(self, statement: Statement) -> None:
        if not statement.defines and _calls(statement.text) & self.theirs:
            # What a student's function gave is the student's.
            self.give_up(statement.binds)
            return
        self.fetch(statement.uses)
        try:
            with quiet():
                exec(compile(statement.text, "<instructor>", "exec"), self.space)
        except Exception as problem:
            # What the student has not made is missing in a kernel, too: that is no failure of this side.
            of = problem.name if isinstance(problem, NameError) else None
            theirs = of in self.theirs or self.missing.get(of or "") == ""
            self.lose(statement.binds, "" if theirs else f"{type(problem).__name__}: {problem}"[:200])
        else:
            self.keep(statement)

    def keep(self, statement: Statement) -> None:
        """What an instructor's statement has bound is the instructor's."""
        bound = {n for n in statement.binds if n in self.space}
        if statement.imports_everything:
            bound |= {n for n in self.space if n not in self.theirs}
        self.own |= bound - {"check"}
        self.theirs -= bound
        for name in bound:
            self.missing.pop(name, None)
        if statement.defines:
            self.used |= statement.uses
        if statement.kind == "FunctionDef":
            self.functions |= {n: (self.space[n], statement.text) for n in bound}

    def lose(self, names: Iterable[str], why: str) -> None:
        """These names of the instructor's have no value here."""
        for name in set(names) - {"check"}:
            self.space.pop(name, None)
            self.theirs.discard(name)
            self.own.add(name)
            self.missing[name] = why

    def fetch(self, names: Iterable[str]) -> dict[str, Any]:
        """Bring the student's present values across, of those of these names that are theirs."""
        wanted = sorted(n for n in {*names, *self.used} - self.own if n not in BUILTIN or n in self.theirs)
        found = self.session.names(wanted) if wanted else {}
        for name in wanted:
            self.space.pop(name, None)
        self.space.update(found)
        return found

    def hand_over(self, statement: Statement) -> None:
        """Let the student's process see what a test has made, where the instructor's answers or tests inside use it."""
        if statement.imports_everything and self.read_inside:
            self.session.cell(statement.text)
        changed = {n for n in statement.changes & self.own if isinstance(self.space.get(n), _CHANGEABLE)}
        for name in (statement.binds | changed) & self.read_inside:
            with contextlib.suppress(RemoteError):
                if name not in self.space:
                    self.session.drop(name)
                elif statement.defines:
                    self.session.cell(statement.text)
                    return
                else:
                    self._put(name)

    def _put(self, name: str) -> None:
        """A value that does not travel is missing there; that says nothing of the test that made it.

        A function goes by its text: one that is lent would be lent for this test alone.
        """
        value = self.space[name]
        text = next((text for function, text in self.functions.values() if function is value), "")
        if text:
            self.session.cell(_called(name, text))
            return
        noted = len(self.session.uncrossed)
        with contextlib.suppress(NotPlain):
            self.session.put(name, value)
        del self.session.uncrossed[noted:]


def _called(name: str, text: str) -> str:
    """The text of a function under another name."""
    tree = ast.parse(text)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            node.name = name
    return ast.unparse(tree)


def _same(theirs: Any, ours: Any) -> bool:
    """Whether a student's object passes for this import: it has its name, or is its value."""
    if isinstance(theirs, RemoteCallable):
        return getattr(theirs, "__name__", None) == getattr(ours, "__name__", "")
    return theirs is not None and type(theirs) is type(ours) and repr(theirs) == repr(ours)


def _calls(text: str) -> set[str]:
    """Names that a statement calls, or calls a method of."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            inner = node.func
            while isinstance(inner, (ast.Attribute, ast.Subscript)):
                inner = inner.value
            found |= {inner.id} if isinstance(inner, ast.Name) else set()
    return found


@contextlib.contextmanager
def quiet():
    """Nothing printed, no warning shown."""
    bin_ = io.StringIO()
    with contextlib.redirect_stdout(bin_), contextlib.redirect_stderr(bin_), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield

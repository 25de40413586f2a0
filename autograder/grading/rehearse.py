"""Decide, before any submission is graded, which tests written for plain nbgrader run beside the student's code.

The instructor's own notebook is graded first, its tests outside. A test that gives its own author's answer less than
all its points there needs something that does not leave the student's process, and runs inside from then on. No
submission has a part in this.
"""

from __future__ import annotations

import copy
from dataclasses import replace

from autograder.grading.assignment import Assignment, AssignmentNotebook
from autograder.grading.cell_effects import patches_modules
from autograder.grading.grade import grading_environment, run_notebook
from autograder.grading.rebuild import rebuild
from autograder.sandbox.launcher import Sandbox
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from autograder.sandbox.spec import SandboxSpec

TESTS = ("auto", "outside", "inside")


def decided(assignment: Assignment, place: SandboxSpec) -> Assignment:
    """The assignment with the tests named that run inside; tests of this course's own lectures never do."""
    if not any(t.foreign for t in assignment.templates.values()):
        return assignment
    sandbox = Sandbox(place)
    try:
        templates = {
            name: _decided(assignment, t, sandbox) if t.foreign else t for name, t in assignment.templates.items()
        }
    finally:
        sandbox.stop()
    return replace(assignment, templates=templates)


def _decided(assignment: Assignment, template: AssignmentNotebook, sandbox: Sandbox) -> AssignmentNotebook:
    if assignment.tests == "inside":
        return replace(template, inside=frozenset(template.tests))
    # The instructor's own code has all the time that it needs.
    limits = replace(assignment.limits, deaths=1000, notebook=10 * assignment.limits.notebook)
    # A patch of a module has to reach the answer, and must not reach the grader.
    patched = {name for name, test in template.tests.items() if patches_modules(test.source)}
    template = replace(template, inside=frozenset(patched if assignment.tests == "auto" else ()))
    failed, written = _rehearsed(assignment, template, sandbox, limits)
    if written & set(assignment.files):
        # No test must see what the instructor's own answer wrote at home.
        template = replace(template, written=written)
    if assignment.tests == "outside":
        return template
    if template.written:
        failed, _ = _rehearsed(assignment, template, sandbox, limits)
    return replace(template, inside=frozenset(patched | failed))


def _rehearsed(
    assignment: Assignment, template: AssignmentNotebook, sandbox: Sandbox, limits: Limits
) -> tuple[set[str], frozenset[str]]:
    """(tests that do not give their author's answer all points, files that the cells write)."""
    session = Session(sandbox, limits)
    notebook, _ = rebuild(template.released, copy.deepcopy(template.solved or template.released), template.foreign)
    try:
        with grading_environment(assignment):
            graded = run_notebook(template, notebook, session, assignment)
        written = session.written()
    finally:
        session.close()
    # A test of no points has only its reasons to tell whether it passed.
    told = {name for name, found in graded.findings.items() if any(f["status"] == "no" for f in found)}
    return {name for name, test in template.tests.items() if graded.scores.get(name) != test.points} | told, written

"""Grade one submission, a pure function: (assignment, submission) -> scores, reasons, executed notebooks."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass, field

from nbformat.notebooknode import NotebookNode

from autograder.checking.result import Finding
from autograder.grading.answer_texts import digests
from autograder.grading.assignment import Assignment, AssignmentNotebook
from autograder.grading.cell_errors import CellErrors
from autograder.grading.files import beside
from autograder.grading.notebook_reader import Unreadable, digest, parse, telling_ids
from autograder.grading.outputs import Room, error, notebook_outputs
from autograder.grading.rebuild import rebuild
from autograder.grading.rounds import seed_of_round
from autograder.grading.test_cells import InstructorRunner, Outcome
from autograder.sandbox.launcher import Sandbox
from autograder.sandbox.session import Session

LONGEST_REASON, MOST_REASONS, MOST_ODD = 3000, 60, 100
NOT_SUBMITTED = "no notebook was submitted"


@dataclass(frozen=True)
class Submission:
    """What one student handed in for one assignment: file contents by notebook name, or why there are none."""

    student: str
    assignment: str
    files: dict[str, bytes]
    unreadable: dict[str, str] = field(default_factory=dict)
    odd: tuple[str, ...] = ()
    timestamp: str | None = None
    # Beside each notebook, those that its text shows: by notebook, by file name.
    pictures: dict[str, dict[str, bytes]] = field(default_factory=dict)
    # Digests of what this student has had graded before.
    before: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        shown = {f"{name}/{file}": data for name, files in self.pictures.items() for file, data in files.items()}
        return digest(b"\0".join(k.encode() + b"\0" + v for k, v in sorted({**self.files, **shown}.items())))

    @property
    def round(self) -> int:
        """How many others of this student came before this one."""
        return self.before.index(self.digest) if self.digest in self.before else len(self.before)


@dataclass
class GradedNotebook:
    """Scores by grade id (None: for a person to grade), reasons by grade id, and the executed notebook.

    `inside` names the tests that ran beside the student's code, which could have forged them. `texts` are digests of
    the answers.
    """

    name: str
    scores: dict[str, float | None] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=dict)
    findings: dict[str, list[dict]] = field(default_factory=dict)
    untouched: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    notebook: NotebookNode | None = None
    texts: dict[str, str] = field(default_factory=dict)


@dataclass
class Graded:
    """The result for one submission, plain data."""

    student: str
    assignment: str
    digest: str
    notebooks: list[GradedNotebook] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    deaths: list[str] = field(default_factory=list)
    seconds: float = 0.0
    timestamp: str | None = None

    @property
    def score(self) -> float:
        return sum(s or 0.0 for n in self.notebooks for s in n.scores.values())

    @property
    def max_score(self) -> float:
        return sum(p for n in self.notebooks for p in n.points.values())


def grade(assignment: Assignment, submission: Submission, sandbox: Sandbox) -> Graded:
    """Grade one submission. Nothing that it holds or does can raise here."""
    start = time.monotonic()
    done = Graded(submission.student, assignment.name, submission.digest, odd=list(submission.odd))
    done.timestamp = submission.timestamp
    with grading_environment(assignment, submission.round):
        for name, template in assignment.templates.items():
            try:
                done.notebooks.append(_one(template, submission, sandbox, assignment, done))
            except Unreadable as why:
                done.failures.append(f"{name}.ipynb {why}")
                done.notebooks.append(_nothing(template, f"{name}.ipynb {why}"))
    done.seconds = time.monotonic() - start
    return done


@contextlib.contextmanager
def grading_environment(assignment: Assignment, number: int = 0):
    """What checks look at while grading."""
    given = {"NBGRADER_EXECUTION": "autograde", "MLPKIT_GRADING_SEED": seed_of_round(assignment.seed, number)}
    before = {k: os.environ.get(k) for k in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for key, value in before.items():
            os.environ.pop(key) if value is None else os.environ.__setitem__(key, value)


def _one(
    template: AssignmentNotebook, submission: Submission, sandbox: Sandbox, assignment: Assignment, done: Graded
) -> GradedNotebook:
    if template.name not in submission.files:
        raise Unreadable(submission.unreadable.get(template.name, f"is missing: {NOT_SUBMITTED}"))
    submitted, odd = parse(submission.files[template.name])
    shown = submission.pictures.get(template.name)
    notebook, changed = rebuild(template.released, submitted, template.foreign, shown)
    said = [*odd, *changed]
    said = said if len(said) <= MOST_ODD else [*said[:MOST_ODD], f"{len(said) - MOST_ODD} more such lines"]
    done.odd += said
    session = Session(sandbox, assignment.limits)
    try:
        graded = run_notebook(template, notebook, session, assignment)
    finally:
        session.close()
    notebook.metadata["mlpkit"] = {"odd": said}
    done.deaths += session.deaths
    done.failures += graded.failures
    asked = template.tests or template.manual
    if asked and not telling_ids(submitted) & telling_ids(template.released) and not any(graded.scores.values()):
        done.failures.append(f"{template.name}.ipynb holds no answer of this lecture: is it another notebook?")
    return graded


def run_notebook(
    template: AssignmentNotebook, notebook: NotebookNode, session: Session, assignment: Assignment
) -> GradedNotebook:
    """Run a rebuilt notebook: the student's cells in their process, the tests here. Fills in the outputs."""
    with beside(session.sandbox.spec.files, template.written):
        return _run(template, notebook, session, assignment)


def _run(
    template: AssignmentNotebook, notebook: NotebookNode, session: Session, assignment: Assignment
) -> GradedNotebook:
    graded = GradedNotebook(template.name, notebook=notebook, texts=digests(notebook))
    trusted, errors, count = InstructorRunner(session, template), CellErrors(), 0
    room = Room()
    stubs = {c["id"]: c.source for c in template.released.cells}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            if grade_id in template.tests:
                outcome = trusted.run(template.tests[grade_id])
                outcome.findings = errors.explained(outcome.findings)
                _record(graded, template, grade_id, outcome)
                graded.failures += [outcome.failure] if outcome.failure else []
                cell.outputs = outcome.outputs
                _open(session, assignment, template.tests[grade_id].exercises)
            elif cell.source.strip() and "skip-execution" not in cell.metadata.get("tags", ()):
                cell.outputs = room.taken(notebook_outputs(session.cell(cell.source), room))
                errors.ran(cell, cell.outputs)
                trusted.ran(cell.source)
            for output in cell.outputs:
                if output["output_type"] == "execute_result":
                    output["execution_count"] = count
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.source == stubs.get(cell["id"]):
            graded.untouched.append(grade_id)
        if grade_id in template.manual:
            _manual(graded, cell)
    return graded


def _open(session: Session, assignment: Assignment, names: tuple[str, ...]) -> None:
    for exercise in assignment.exercises if names else ():
        if exercise.name in names:
            session.open(exercise)


def _record(graded: GradedNotebook, template: AssignmentNotebook, grade_id: str, outcome: Outcome) -> None:
    graded.scores[grade_id] = outcome.score
    graded.points[grade_id] = template.tests[grade_id].points
    graded.findings[grade_id] = [{**f, "text": f["text"][:LONGEST_REASON]} for f in outcome.reasons()[:MOST_REASONS]]
    graded.inside += [grade_id] if outcome.inside else []


def _manual(graded: GradedNotebook, cell: NotebookNode) -> None:
    """Answers that a person grades; an untouched one is worth nothing, as in nbgrader."""
    flags = cell.metadata["nbgrader"]
    graded.points[flags["grade_id"]] = float(flags.get("points", 0))
    graded.scores[flags["grade_id"]] = 0.0 if flags["grade_id"] in graded.untouched else None


def _nothing(template: AssignmentNotebook, why: str) -> GradedNotebook:
    """No points for a notebook that is not there or cannot be read, and the reason."""
    graded = GradedNotebook(template.name)
    reason = [{"status": "no", "text": why, "misconception": None}]
    for cell in template.released.cells:
        flags = cell.metadata.get("nbgrader", {})
        if flags.get("grade") or flags.get("task"):
            graded.scores[flags["grade_id"]] = 0.0
            graded.points[flags["grade_id"]] = float(flags.get("points", 0))
            graded.findings[flags["grade_id"]] = reason
    return graded


__all__ = ["Finding", "Graded", "GradedNotebook", "Submission", "error", "grade", "run_notebook"]

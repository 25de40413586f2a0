"""Grade one notebook for somebody else's server: bytes in, plain data out, nothing kept.

    python -m autograder once 02 < notebook.ipynb > result.json

Exit codes: 0 graded; 2 bad input (no such lecture, not a notebook: 0 points and the reason); 3 this machine offers no
confinement, so nothing was run; 4 the grader itself failed, for which no student is to blame. There is a result in each
case; `SCHEMA` describes it. Everything else that is said goes to standard error.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat

from autograder.authoring.lectures import made
from autograder.grading.assignment import Assignment, make_template
from autograder.grading.grade import Graded, GradedNotebook, Submission, grade
from autograder.grading.notebook_reader import LARGEST_FILE
from autograder.grading.plan import make_plan
from autograder.sandbox import backends
from autograder.sandbox.launcher import Sandbox, SandboxFailure
from autograder.sandbox.limits import Limits

CODES = {"graded": 0, "bad input": 2, "no confinement": 3, "failed": 4}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_NUMBER = {"type": "number", "minimum": 0}
_FINDING = {
    "type": "object",
    "properties": {
        "status": {"enum": ["ok", "no", "skipped", "note"]},
        "text": {"type": "string"},
        "misconception": {"type": ["string", "null"]},
    },
    "required": ["status", "text"],
}
_EXERCISE = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "score": {"type": ["number", "null"], "description": "null: for a person to grade"},
        "max_score": _NUMBER,
        "findings": {"type": "array", "items": _FINDING},
    },
    "required": ["name", "score", "max_score", "findings"],
    "additionalProperties": False,
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "The result of grading one notebook",
    "type": "object",
    "properties": {
        "status": {"enum": list(CODES)},
        "error": {"type": "string", "description": "one line on why it was not graded; empty when it was"},
        "lecture": {"type": "string"},
        "score": {"type": ["number", "null"], "description": "null: not graded, which is not the same as 0"},
        "max_score": _NUMBER,
        "needs_manual_grade": {"type": "boolean"},
        "exercises": {"type": "array", "items": _EXERCISE},
        "odd": {**_TEXTS, "description": "odd about the file, without effect on the points"},
        "failures": {**_TEXTS, "description": "what of the machinery failed, for the instructor"},
        "deaths": {**_TEXTS, "description": "where the student's process ended before its time"},
        "confinement": {"enum": ["bwrap", "landlock", "none", ""]},
        "seed": {"type": "string", "description": "a grading with it repeats this one exactly; keep it secret"},
        "submission": {"type": "string", "description": "digest of the notebook"},
        "seconds": _NUMBER,
    },
    "required": ["status", "error", "lecture", "score", "exercises", "confinement"],
    "additionalProperties": False,
}


def grade_once(
    content: bytes, lecture: str, seed: str | None = None, sandbox: str = "auto", limits: Limits | None = None
) -> dict:
    """Grade the bytes of a notebook; the result fits `SCHEMA`. Raises nothing that a submission can cause."""
    try:
        assignment = lecture_assignment(lecture, seed or secrets.token_hex(16), limits or Limits())
    except ValueError as error:
        return _not("bad input", str(error), lecture)
    why = f"has more than {LARGEST_FILE >> 20} MB: clear the outputs" if len(content) > LARGEST_FILE else ""
    name = next(iter(assignment.templates))
    submission = Submission("", assignment.name, {} if why else {name: content}, {name: why} if why else {})
    return grade_submission(assignment, submission, sandbox)


def grade_submission(assignment: Assignment, submission: Submission, sandbox: str = "auto") -> dict:
    """Grade one submission in a sandbox of its own, which is gone afterwards."""
    try:
        mode = backends.choose(sandbox)
    except backends.NoConfinement as error:
        return _not("no confinement", str(error), assignment.name)
    try:
        with _sandbox(assignment, mode) as place:
            return _result(assignment, grade(assignment, submission, place), mode)
    except (SandboxFailure, ValueError) as error:
        return _not("failed", str(error), assignment.name)


def lecture_assignment(lecture: str, seed: str, limits: Limits) -> Assignment:
    """The assignment of a lecture ("02" or "02-activations") from the built notebooks: no course folder is needed."""
    built = made(lecture)
    name = built[0].stem
    template = make_template(name, *(nbformat.read(p, as_version=4) for p in built))
    return Assignment(name, {name: template}, seed, limits)


@contextmanager
def _sandbox(assignment: Assignment, mode: str) -> Iterator[Sandbox]:
    with tempfile.TemporaryDirectory(prefix="grading-") as folder:
        os.chmod(folder, 0o755)
        private = Path(folder) / "private"
        _, place = make_plan(Path(folder), {assignment.name: assignment}, mode, private)[assignment.name]
        sandbox = Sandbox(place)
        try:
            yield sandbox
        finally:
            sandbox.stop()


def _not(status: str, error: str, lecture: str) -> dict:
    return {
        "status": status, "error": error, "lecture": lecture, "score": None, "exercises": [], "confinement": "",
    }  # fmt: skip


def _result(assignment: Assignment, graded: Graded, mode: str) -> dict:
    graded_notebooks = graded.notebooks
    readable = any(n.notebook is not None for n in graded_notebooks)
    exercises = [e for n in graded_notebooks for e in _exercises(n)]
    return {
        "status": "graded" if readable else "bad input",
        "error": "" if readable else "; ".join(graded.failures),
        "lecture": graded.assignment,
        "score": round(graded.score, 4),
        "max_score": graded.max_score,
        "needs_manual_grade": any(e["score"] is None for e in exercises),
        "exercises": exercises,
        "odd": graded.odd,
        "failures": graded.failures if readable else [],
        "deaths": graded.deaths,
        "confinement": mode,
        "seed": assignment.seed,
        "submission": graded.digest,
        "seconds": round(graded.seconds, 3),
    }


def _exercises(notebook: GradedNotebook) -> Iterator[dict]:
    for grade_id, score in notebook.scores.items():
        findings = list(notebook.findings.get(grade_id, []))
        if grade_id in notebook.untouched:
            findings.append({"status": "no", "text": "Nothing was written here.", "misconception": None})
        yield {
            "name": grade_id.removeprefix("check-"),
            "score": score,
            "max_score": notebook.points[grade_id],
            "findings": findings,
        }

"""Prepare a grading: for each assignment the tests, the cases, the redacted library and the sandbox's settings."""

from __future__ import annotations

import os
from pathlib import Path

import autograder
from autograder.checking import library_packages
from autograder.checking.cases import cases_for
from autograder.course import author_folder
from autograder.grading.assignment import Assignment
from autograder.grading.files import lay_out
from autograder.grading.rehearse import decided
from autograder.sandbox.redacted_library import write_redacted_packages
from autograder.sandbox.spec import SandboxSpec


def make_plan(
    folder: Path, assignments: dict[str, Assignment], mode: str, out: Path
) -> dict[str, tuple[Assignment, SandboxSpec]]:
    """name -> (assignment, sandbox), with the library editions written and the cases drawn, once for all workers."""
    hidden = [str(out.resolve()), *map(str, library_packages.homes()), str(Path(autograder.__file__).parent)]
    hidden += author_folder.private()
    plan = {}
    for name, assignment in assignments.items():
        edition = folder / name
        edition.mkdir()
        write_redacted_packages(edition, assignment.exercises)
        for exercise in assignment.exercises:
            cases_for(exercise, assignment.seed)
        data = os.environ.get("MLPKIT_DATA")
        files = folder / f"{name}.files" if any(t.foreign for t in assignment.templates.values()) else None
        if files:
            lay_out(files, assignment.files)
        place = SandboxSpec(
            mode, str(edition), library_packages.packages(), assignment.imports, assignment.limits, tuple(hidden), data,
            assignment.forbidden, str(files) if files else None,
        )  # fmt: skip
        plan[name] = decided(assignment, place), place
    return plan

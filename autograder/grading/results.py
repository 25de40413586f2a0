"""Where results go: files written whole or not at all, one per submission, and the class's tables built from them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from autograder.files import REGRADE, read_json, write_whole
from autograder.gradebook.marks import Key, from_record
from autograder.grading.assignment import Assignment
from autograder.grading.collect import SubmittedFiles
from autograder.grading.feedback import feedback
from autograder.grading.grade import Graded
from autograder.grading.notebook_reader import Unreadable, read_bytes


def result_path(out: Path, student: str, assignment: str) -> Path:
    """The record of one graded submission."""
    return out / "results" / student / f"{assignment}.json"


def render(assignment: Assignment, graded: Graded, mode: str) -> dict[str, str]:
    """Graded notebooks and feedback pages: path in the course folder -> text. Done in the workers."""
    files, place = {}, f"{graded.student}/{graded.assignment}"
    mark = from_record(as_record(graded, assignment, mode))
    for notebook in graded.notebooks:
        if notebook.notebook is not None:
            text = json.dumps(notebook.notebook, indent=1, sort_keys=True, ensure_ascii=False)
            files[f"autograded/{place}/{notebook.name}.ipynb"] = text + "\n"
        files[f"feedback/{place}/{notebook.name}.html"] = feedback(assignment, graded, notebook, mark, mode == "none")
    return files


def keep(
    out: Path, assignment: Assignment, graded: Graded, files: dict[str, str], handed: SubmittedFiles, mode: str
) -> None:
    """Write the graded notebook, the feedback page and, last, the record that says it is done."""
    for path, text in files.items():
        write_whole(out / path, text)
    _keep_submission(out, handed)
    _keep_exchange(out, handed)
    record = json.dumps(as_record(graded, assignment, mode), indent=1, ensure_ascii=False)
    write_whole(result_path(out, graded.student, graded.assignment), record)


def _keep_submission(out: Path, handed: SubmittedFiles) -> None:
    """A copy where nbgrader expects submissions, unless it came from there, if under another name."""
    for name, path in handed.files.items():
        place = out / "submitted" / handed.student / handed.assignment / f"{name}.ipynb"
        if place.parent.exists() and path.parent.exists() and os.path.samefile(place.parent, path.parent):
            continue
        try:
            content = read_bytes(path)
        except Unreadable:
            continue
        write_whole(place, content)


def _keep_exchange(out: Path, handed: SubmittedFiles) -> None:
    """Beside a graded notebook and its feedback, what nbgrader's release_feedback asks for: when, and for whose eyes.

    A page is released under a name made from the secret, which its student alone can find again.
    """
    for name in ("timestamp.txt", "submission_secret.txt"):
        for folder in {path.parent for path in handed.files.values() if path.parent.name == handed.assignment}:
            try:
                text = read_bytes(folder / name)[:1000].decode()
            except ValueError:
                continue
            for step in ("submitted", "autograded", "feedback"):
                place = out / step / handed.student / handed.assignment
                if place.is_dir() and place.resolve() != folder.resolve():
                    write_whole(place / name, text)


def as_record(graded: Graded, assignment: Assignment, mode: str) -> dict:
    """A result as plain data: what the checks gave, before hand marks and penalties, which the gradebook has.

    Times stay out of it, so that a regrade with the same seed gives the same bytes.
    """
    return {
        "student": graded.student, "assignment": graded.assignment, "auto_score": round(graded.score, 4),
        "max_score": graded.max_score, "seed": assignment.seed, "bundle": assignment.digest,
        "submission": graded.digest,
        "sandbox": mode, "odd": graded.odd, "failures": graded.failures, "deaths": graded.deaths,
        "notebooks": [
            {"name": n.name, "auto_scores": n.scores, "points": n.points, "findings": n.findings,
             "untouched": n.untouched, **({"inside": n.inside} if n.inside else {})}
            for n in graded.notebooks
        ],
    }  # fmt: skip


def reasons(out: Path, student: str, assignment: str) -> dict[Key, list[dict]]:
    """What grading found, by notebook and grade id; nothing where nbgrader graded by itself."""
    try:
        record = read_json(result_path(out, student, assignment), REGRADE)
    except (OSError, ValueError):
        return {}
    return {(n["name"], grade_id): found for n in record["notebooks"] for grade_id, found in n["findings"].items()}


def done_before(out: Path, assignment: Assignment, handed: SubmittedFiles) -> bool:
    """Whether the very same submission was graded in full with the same assignment and seed."""
    try:
        record = read_json(result_path(out, handed.student, handed.assignment), REGRADE)
    except (OSError, ValueError):
        return False
    same = (assignment.digest, assignment.seed) == (record.get("bundle"), record.get("seed"))
    return same and record.get("submission") == handed.submission().digest


def records(out: Path, assignment: str | None = None) -> Iterator[dict]:
    """All records of a folder, by student, one at a time."""
    for path in sorted((out / "results").glob(f"*/{assignment or '*'}.json")):
        record = read_json(path, REGRADE)
        if "auto_score" not in record:
            raise ValueError(
                f"{path} was written by an earlier version: delete {out / 'results'} and grade again. What was entered "
                "in the gradebook stays"
            )
        yield record


def remove(out: Path, student: str, assignment: str) -> None:
    """Forget an earlier record before a new grading begins to replace it."""
    result_path(out, student, assignment).unlink(missing_ok=True)
    shutil.rmtree(out / "autograded" / student / assignment, ignore_errors=True)

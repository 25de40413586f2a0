"""Feedback pages written again, from graded notebooks, the records of grading and what the gradebook has now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat

from autograder.checking.result import MIME
from autograder.files import REGRADE, read_notebook, write_whole
from autograder.gradebook.marks import Key, Mark, Marks
from autograder.grading.assignment import Assignment, AssignmentNotebook
from autograder.grading.feedback import feedback
from autograder.grading.grade import Graded, GradedNotebook
from autograder.grading.results import records


def write_feedback(
    out: Path, assignments: dict[str, Assignment], marks: Marks, only: Iterable[Key] | None = None
) -> int:
    """Write the pages of these assignments, all or only some (student, assignment); how many submissions had one."""
    only, done = None if only is None else set(only), 0
    for mark, record in _graded(out, marks, only):
        if mark.assignment in assignments:
            _write(out, assignments[mark.assignment], mark, record)
            done += 1
    return done


def _graded(out: Path, marks: Marks, only: set[Key] | None) -> Iterator[tuple[Mark, dict]]:
    """(mark, record) of whoever has a graded notebook or a record; the records stay on the disk until their turn."""
    found = marks.by_key()
    for record in records(out):
        mark = found.pop((record["student"], record["assignment"]), None)
        if mark and (only is None or (mark.student.id, mark.assignment) in only):
            yield mark, record
    for key, mark in found.items():
        if (only is None or key in only) and (out / "autograded" / key[0] / key[1]).is_dir():
            yield mark, {"sandbox": "", "odd": [], "notebooks": []}


def _write(out: Path, assignment: Assignment, mark: Mark, record: dict) -> None:
    graded = Graded(mark.student.id, mark.assignment, "", odd=record["odd"])
    kept = {n["name"]: n for n in record["notebooks"]}
    place = f"{mark.student.id}/{mark.assignment}"
    for name, template in assignment.templates.items():
        path = out / "autograded" / place / f"{name}.ipynb"
        notebook = read_notebook(path, REGRADE) if path.is_file() else None
        found = kept.get(name)
        if found is None or not _is_of(mark, found):
            found = _from_outputs(mark, template, notebook)
        shown = GradedNotebook(
            name, found["auto_scores"], found["points"], found["findings"], found["untouched"],
            found.get("inside", []), notebook=notebook,
        )  # fmt: skip
        text = feedback(assignment, graded, shown, mark, record["sandbox"] == "none")
        write_whole(out / "feedback" / place / f"{name}.html", text)


def _is_of(mark: Mark, found: dict) -> bool:
    """Whether grading's record is of the scores that the gradebook has: nbgrader may have graded again since."""
    parts = mark.of_notebook(found["name"])
    return all(g not in parts or parts[g].auto_score == score for g, score in found["auto_scores"].items())


def _from_outputs(mark: Mark, template: AssignmentNotebook, notebook: nbformat.NotebookNode | None) -> dict:
    """What nbgrader's own autograde leaves: scores in the gradebook, and what the tests showed in the notebook."""
    parts = mark.of_notebook(template.name)
    stubs = {c["id"]: c.source for c in template.released.cells}
    untouched, findings = [], {}
    for cell in notebook.cells if notebook else ():
        flags = cell.metadata.get("nbgrader", {})
        if flags.get("solution") and cell.source == stubs.get(cell["id"]):
            untouched.append(flags["grade_id"])
        if flags.get("grade") and cell.cell_type == "code":
            findings[flags["grade_id"]] = outputs_as_findings(cell)
    return {
        "auto_scores": {g: p.auto_score for g, p in parts.items()},
        "points": {g: p.max_score for g, p in parts.items()}, "findings": findings, "untouched": untouched,
    }  # fmt: skip


def outputs_as_findings(cell: nbformat.NotebookNode) -> list[dict]:
    """What a test cell's outputs say: a check's own findings, or the error of a plain test."""
    found: list[dict] = []
    for output in cell.outputs:
        if MIME in output.get("data", {}):
            found = output["data"][MIME]["findings"]
        elif output.output_type == "error":
            found = [{"status": "no", "text": f"{output.ename}: {output.evalue}"}]
    return found

"""Whether an answer's text is the one that was graded before: a digest for each graded cell, kept in the course folder.

A mark that a person gave is of one text. nbgrader keeps the mark and not the text, so every regrade would ask again.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from autograder.files import read_json, write_whole
from autograder.grading.cell_matching import grade_id, is_solution
from autograder.grading.rebuild import LOOK, OWN

FOLDER = "graded_texts"


def digests(notebook: NotebookNode) -> dict[str, str]:
    """grade id of each graded cell -> digest of the answer that it grades."""
    solutions = {grade_id(c): c for c in notebook.cells if is_solution(c)}
    own = [c for c in notebook.cells if not grade_id(c) and c.get("id", "").startswith(OWN)]
    found = {}
    for cell in notebook.cells:
        flags = cell.metadata.get("nbgrader", {})
        name = grade_id(cell) or ""
        if not (flags.get("grade") or flags.get("task")):
            continue
        answer = solutions.get(name) or solutions.get(name.removeprefix("check-"))
        cells = [answer] if answer else [*solutions.values(), *own]
        # Where an answer may stand in a cell of the student's own, that belongs to it.
        found[name] = _digest([*cells, *own] if answer and LOOK in answer.source else cells)
    return found


def _digest(cells: list[NotebookNode]) -> str:
    text = json.dumps([[c.source, c.get("attachments", {})] for c in cells], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def known(course: Path, student: str, assignment: str) -> dict[str, dict[str, str]]:
    """notebook -> digests of what was graded last; empty where nothing was."""
    try:
        return read_json(_place(course, student, assignment), "")
    except (OSError, ValueError):
        return {}


def keep(course: Path, student: str, assignment: str, graded: dict[str, dict[str, str]]) -> None:
    """Write down what has been graded now."""
    write_whole(_place(course, student, assignment), json.dumps(graded, indent=1) + "\n")


def _place(course: Path, student: str, assignment: str) -> Path:
    return course / FOLDER / student / f"{assignment}.json"


def must_look(manual: float | None, automatic: float | None, before: bool, same: bool) -> bool:
    """Whether a person must grade a cell: where nobody has, where they had to, and where the text is a new one."""
    return automatic is None if manual is None else before or not same

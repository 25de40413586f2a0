"""Rebuild, don't repair: the notebook that is graded comes from the instructor; a submission adds source text only."""

from __future__ import annotations

import ast
import copy
import functools
import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.grading.instructor_cells import DEFINITIONS, IMPORTS, is_foreign, steps_of, tree_of
from autograder.grading.notebook_reader import read_trusted

LONGEST_SOURCE = 200_000
MOVED = "definitions"


def rebuild(
    released: nbformat.NotebookNode, submitted: nbformat.NotebookNode, foreign: bool = False
) -> tuple[nbformat.NotebookNode, list[str]]:
    """(the notebook to grade, what was odd about the submission).

    Taken from `submitted`: the source text of the known solution cells, and cells of the student's own, which run in
    their place but carry no points. Everything else (metadata, flags, order, checks, outputs) is that of `released`.
    In a `foreign` notebook, as in nbgrader, the student's are all cells that carry no grade id.
    """
    notebook, odd = copy.deepcopy(released), []
    if foreign:
        notebook.cells = [c for c in notebook.cells if _grade_id(c)]
    theirs = [c for c in submitted.get("cells", []) if isinstance(c.get("source"), str)]
    known = {_grade_id(c): c for c in notebook.cells if _grade_id(c)}
    named = _by_grade_id(theirs)
    answers = _answers(theirs, named, known, odd)
    for grade_id, cell in known.items():
        if cell.metadata["nbgrader"]["solution"]:
            if grade_id in answers:
                cell.source = _capped(answers[grade_id].source, grade_id, odd)
            else:
                odd.append(f"the cell of {grade_id} is missing; it counts as not written")
        elif grade_id not in named:
            odd.append(f"the cell {grade_id} was deleted; it was put back")
        elif not any(c.source.strip() == cell.source.strip() for c in named[grade_id]):
            odd.append(f"the cell {grade_id} was edited; it was put back as it was")
    if not foreign:
        _skip_demonstrations(notebook)
    notebook.cells = _with_extras(notebook.cells, theirs, answers)
    return notebook, odd


def _skip_demonstrations(notebook: nbformat.NotebookNode) -> None:
    """The lecture's own demonstrations carry no points and take most of the time: only what they define is run.

    They are marked with the tag that nbclient skips; their imports and functions move to one cell behind the setup.
    """
    defined = []
    for cell in notebook.cells:
        if cell.cell_type == "code" and not _grade_id(cell):
            cell.metadata["tags"] = ["skip-execution"]
            defined += _definitions(cell.source)
    names = [_grade_id(c) for c in notebook.cells]
    if defined and "setup" in names:
        source = "\n".join(["# What the demonstrations of the lecture import and define.", *dict.fromkeys(defined)])
        notebook.cells.insert(names.index("setup") + 1, new_code_cell(source, id=MOVED))


@functools.lru_cache(maxsize=1024)
def _definitions(source: str) -> tuple[str, ...]:
    """The imports, functions and classes of a cell."""
    return tuple(ast.unparse(n) for n in tree_of(source).body if isinstance(n, (*DEFINITIONS, *IMPORTS)))


def _grade_id(cell: nbformat.NotebookNode) -> str | None:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    found = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return found if isinstance(found, str) else None


def _by_grade_id(cells: list) -> dict[str, list]:
    """The cells that claim each grade id, in order."""
    found: dict[str, list] = {}
    for cell in cells:
        if grade_id := _grade_id(cell):
            found.setdefault(grade_id, []).append(cell)
    return found


def _answers(theirs: list, named: dict[str, list], known: dict, odd: list[str]) -> dict[str, nbformat.NotebookNode]:
    """grade_id -> the student's cell: by grade id, by cell id if editors dropped metadata, or by what it defines."""
    found = {}
    for grade_id, cell in known.items():
        if not cell.metadata["nbgrader"]["solution"]:
            continue
        same = named.get(grade_id, [])
        if len(same) > 1:
            odd.append(f"{len(same)} cells claim to be {grade_id}; the last one that was changed counts")
            same = [c for c in same if c.source.strip() != cell.source.strip()] or same
        same = same or [c for c in theirs if c.get("id") == cell.get("id")]
        if not same:
            name = re.escape(grade_id)
            same = [c for c in theirs if re.search(rf"^((def|class)\s+{name}\b|{name}\s*=)", c.source, re.M)]
            if same:
                odd.append(f"the cell of {grade_id} lost its name; found by what it defines")
        if same:
            found[grade_id] = same[-1]
    return found


def _capped(source: str, grade_id: str, odd: list[str]) -> str:
    if len(source) <= LONGEST_SOURCE:
        return source
    odd.append(f"the cell of {grade_id} has {len(source)} characters; cut to {LONGEST_SOURCE}")
    return source[:LONGEST_SOURCE]


def _with_extras(cells: list, theirs: list, answers: dict) -> list:
    """The student's own cells, each behind the known cell that it stands behind in the submission."""
    ids = {c["id"] for c in cells}
    names = {_grade_id(c): c["id"] for c in cells if _grade_id(c)}
    taken = {id(c) for c in answers.values()}
    behind: dict[str | None, list] = {}
    place = None
    for cell in theirs:
        own = names.get(_grade_id(cell)) or (cell.get("id") if cell.get("id") in ids else None)
        if own:
            place = own
        elif id(cell) not in taken and cell.source.strip() and not _copied(cell, cells):
            behind.setdefault(place, []).append(cell)
    out = [_plain(c, f"extra-0-{n}") for n, c in enumerate(behind.get(None, []))]
    for i, cell in enumerate(cells, 1):
        out += [cell, *(_plain(c, f"extra-{i}-{n}") for n, c in enumerate(behind.get(cell["id"], [])))]
    return out


def _copied(cell: nbformat.NotebookNode, cells: list) -> bool:
    """A cell of the released notebook whose id an editor replaced."""
    return any(c.cell_type == cell.get("cell_type") and c.source.strip() == cell.source.strip() for c in cells)


def _plain(cell: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    make = new_code_cell if cell.get("cell_type") == "code" else new_markdown_cell
    return make(cell.source[:LONGEST_SOURCE], id=name)


class Rebuild(NbGraderPreprocessor):
    """`rebuild` among nbgrader's sanitizing preprocessors: compares with the released notebook of the course."""

    def preprocess(self, nb, resources):
        """The rebuilt notebook; oddities go to the log."""
        named = resources["nbgrader"]
        # nbgrader converts with the course folder as its working directory.
        path = Path("release") / named["assignment"] / f"{named['notebook']}.ipynb"
        if not path.exists():
            raise FileNotFoundError(
                f"{path} is missing: run `python -m autograder build --course .` in the course folder"
            )
        released = read_trusted(path)
        rebuilt, odd = rebuild(released, nb, is_foreign(steps_of(released)))
        for said in odd:
            self.log.warning("%s: %s", named["student"], said)
        rebuilt.metadata["mlpkit"] = {"odd": odd}
        return rebuilt, resources

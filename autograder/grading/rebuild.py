"""Rebuild the notebook that is graded from the instructor's; a submission adds text alone, and tampering is noted.

Nothing of a student's disappears: each text that was not released is an answer, or a cell of the student's own in its
place, run or read.
"""

from __future__ import annotations

import copy

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading.cell_matching import Matching, grade_id, is_solution, same_text
from autograder.grading.demonstrations import binds, definitions, needed
from autograder.grading.pictures import Pictures, joined
from autograder.grading.safe_text import harmless

LONGEST_SOURCE = 200_000
MOVED, OWN = "definitions", "extra-"
LOOK = "(This cell is as it was handed out. The submission has cells of its own: is the answer there?)"
MISSING = "the cell of {} is missing; it counts as not written"

# A student's own cells, by the id of the released one beside which they are put.
Beside = dict[str | None, list[NotebookNode]]


def rebuild(
    released: NotebookNode, submitted: NotebookNode, foreign: bool = False, files: dict[str, bytes] | None = None
) -> tuple[NotebookNode, list[str]]:
    """(the notebook to grade, what was odd about the submission).

    Taken from `submitted`: the text of the known solution cells (with the pictures of written ones, also from `files`,
    which lie beside the notebook), and cells of the student's own, which carry no points. Everything else (metadata,
    flags, order, checks, outputs) is that of `released`. In a `foreign` notebook, as in nbgrader, the student's are all
    cells that carry no grade id.
    """
    notebook = copy.deepcopy(released)
    odd: list[str] = []
    plain = [c for c in notebook.cells if not grade_id(c)] if foreign else None
    if foreign:
        notebook.cells = [c for c in notebook.cells if grade_id(c)]
    theirs = [c for c in submitted.get("cells", []) if isinstance(c.get("source"), str)]
    found, pictures = Matching(copy.deepcopy(notebook.cells), theirs, odd, plain), Pictures(files or {}, odd)
    _fill_in(notebook, found, pictures)
    _mention(found)
    before, behind = _own_cells(found, pictures)
    _ask_a_person(notebook, found, released)
    versions = _own_versions(found, behind)
    if not foreign:
        _skip_demonstrations(notebook)
    cells = [*behind.get(None, [])]
    for cell in notebook.cells:
        cells += [*before.get(cell["id"], []), cell, *behind.get(cell["id"], [])]
    notebook.cells = cells
    _run_what_is_needed(notebook, versions)
    return notebook, odd


def _fill_in(notebook: NotebookNode, found: Matching, pictures: Pictures) -> None:
    """The answers, in their cells."""
    for cell in filter(is_solution, notebook.cells):
        parts, name = found.answers.get(cell["id"]), grade_id(cell) or ""
        if parts is None:
            found.odd.append(MISSING.format(name))
        elif cell.cell_type == "code":
            if cell["id"] in found.idle and not found.changed(parts[-1]):
                # It would take the place of the answer, which stands in the cell of another exercise.
                cell.metadata["tags"] = ["skip-execution"]
            cell.source = _capped(found.theirs[parts[-1]].source, name, found.odd)
        elif any(map(found.changed, parts)):
            texts = [_shown(found.theirs[i], pictures, name, found.odd) for i in parts]
            cell.source, attachments = joined(texts)
            if attachments:
                cell["attachments"] = attachments


def _shown(cell: NotebookNode, pictures: Pictures, name: str, odd: list[str]) -> tuple[str, dict]:
    text, attachments = pictures.of(cell, _capped(cell.source, name, odd))
    return harmless(text), attachments


def _mention(found: Matching) -> None:
    """A line for each locked cell that was deleted or edited."""
    for cell in found.released:
        if not grade_id(cell) or is_solution(cell):
            continue
        mine = [i for i, stem in enumerate(found.stem) if stem == cell["id"]]
        if not mine:
            found.odd.append(f"the cell {grade_id(cell)} was deleted; it was put back")
        elif all(found.theirs[i].source.strip() != cell.source.strip() for i in mine):
            found.odd.append(
                f"the cell {grade_id(cell)} was edited; it was put back as it was, and your text behind it"
            )


def _own_cells(found: Matching, pictures: Pictures) -> tuple[Beside, Beside]:
    """Cells to put (before, behind) each released one, by its id; behind None: at the top.

    A cell stands behind the known one that it stands behind in the submission; parts of an answer's cell that was
    split or copied stand on their side of the part that counts.
    """
    before: Beside = {}
    behind: Beside = {}
    counted = {i: cell_id for cell_id, parts in found.answers.items() for i in parts}
    seen: set[str] = set()
    place: tuple[Beside, str | None] = (behind, None)
    for i, cell in enumerate(found.theirs):
        chosen = counted.get(i)
        home = chosen or found.stem[i]
        if chosen is not None:
            seen.add(chosen)
        if home is not None:
            waits = home in found.answers and home not in seen
            place = (before if waits else behind, home)
        if i not in counted and found.changed(i):
            place[0].setdefault(place[1], []).append(_plain(cell, f"{OWN}{i}", pictures, found.odd))
    return before, behind


def _plain(cell: NotebookNode, name: str, pictures: Pictures, odd: list[str]) -> NotebookNode:
    if cell.get("cell_type") == "code":
        return new_code_cell(_capped(cell.source, "your own", odd), id=name)
    text, attachments = _shown(cell, pictures, "your own", odd)
    return new_markdown_cell(text, id=name, **({"attachments": attachments} if attachments else {}))


def _capped(source: str, name: str, odd: list[str]) -> str:
    if len(source) <= LONGEST_SOURCE:
        return source
    odd.append(f"the cell of {name} has {len(source)} characters; cut to {LONGEST_SOURCE}")
    return source[:LONGEST_SOURCE]


def _kinds_of_its_own(found: Matching, released: NotebookNode) -> set[bool]:
    """False if a submission has text, True if it has new cells of code, that is neither an answer nor the lecture's."""
    counted = {i for parts in found.answers.values() for i in parts}
    handed_out = [c.source for c in released.cells]
    own = set()
    for i in (i for i in range(len(found.theirs)) if i not in counted and found.changed(i)):
        is_code = found.theirs[i].get("cell_type") == "code"
        if not (is_code and found.stem[i]) and not any(same_text(found.theirs[i].source, t) for t in handed_out):
            own.add(is_code)
    return own


def _ask_a_person(notebook: NotebookNode, found: Matching, released: NotebookNode) -> None:
    """An answer for a person to read that seems untouched may stand in another cell: somebody has to look."""
    stubs, own = {c["id"]: c.source for c in found.released}, _kinds_of_its_own(found, released)
    for cell in filter(is_solution, notebook.cells):
        is_code, name = cell.cell_type == "code", grade_id(cell) or ""
        read = not is_code or cell.metadata.nbgrader.get("grade", False)
        if read and is_code in own and cell.source == stubs[cell["id"]]:
            cell.source += f"\n\n# {LOOK}" if is_code else f"\n\n*{LOOK}*"
            if MISSING.format(name) in found.odd:
                asked = f"the cell of {name} is missing; a person is asked whether another cell has the answer"
                found.odd[found.odd.index(MISSING.format(name))] = asked


def _own_versions(found: Matching, behind: Beside) -> dict[str, str]:
    """id of a student's version of a demonstration -> id of the lecture's, where it only does the same otherwise."""
    versions = {}
    for cell in (c for c in found.released if c.cell_type == "code" and not grade_id(c)):
        for own in behind.get(cell["id"], []):
            adds = binds(own.source) - binds(cell.source) or definitions(own.source) != definitions(cell.source)
            stem = found.stem[int(own["id"].removeprefix(OWN))]
            if stem == cell["id"] and own.cell_type == "code" and not adds:
                versions[own["id"]] = cell["id"]
    return versions


def _skip_demonstrations(notebook: NotebookNode) -> None:
    """The lecture's own demonstrations are marked with the tag that nbclient skips.

    What they import and define moves to one cell behind the setup.
    """
    defined: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "code" and not grade_id(cell):
            cell.metadata["tags"] = ["skip-execution"]
            defined += definitions(cell.source)
    names = [grade_id(c) for c in notebook.cells]
    if defined and "setup" in names:
        source = "\n".join(["# What the demonstrations of the lecture import and define.", *dict.fromkeys(defined)])
        notebook.cells.insert(names.index("setup") + 1, new_code_cell(source, id=MOVED))


def _run_what_is_needed(notebook: NotebookNode, versions: dict[str, str]) -> None:
    """Demonstrations, in the student's version where there is one, run if answers use what they bind."""
    skipped = {c["id"] for c in notebook.cells if not grade_id(c) and "skip-execution" in c.metadata.get("tags", ())}
    demonstrations = (skipped - set(versions.values())) | set(versions)
    run = needed(notebook.cells, demonstrations, {c["id"] for c in filter(is_solution, notebook.cells)})
    for cell in notebook.cells:
        if cell["id"] in run:
            cell.metadata.pop("tags", None)
        elif cell["id"] in versions:
            cell.metadata["tags"] = ["skip-execution"]

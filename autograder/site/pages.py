"""A lecture's page: the student notebook, with the outputs of those cells of the solution that are not answers."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_output

from autograder.authoring.notebooks import BuildError, again, without_outputs
from autograder.site import moving

_EXPLORER = re.compile(r"\bexplore\.(\w+)\(")


def lecture_page(
    solution: nbformat.NotebookNode, student: nbformat.NotebookNode, folder: Path
) -> nbformat.NotebookNode:
    """The page of a lecture; its figures are written into `folder/figures`.

    Exercise cells and checks are those a reader gets, without outputs. BuildError if the notebooks do not belong
    together: the outputs would then be those of other cells.
    """
    solved = {cell.id: cell for cell in solution.cells}
    page = without_outputs(student)
    for cell in page.cells:
        role, twin = role_of(cell), solved.get(cell.id)
        folded = cell.metadata.get("jupyter", {}).get("source_hidden")
        if twin is None or (role is None and twin.source != cell.source):
            raise BuildError(f"cell {cell.id} of the student notebook is not in the solution notebook: run `{again()}`")
        cell.metadata = {"tags": [role]} if role else {}
        if cell.cell_type == "code" and not role:
            cell.outputs = [_shown(o, cell.source, folder) for o in twin.outputs]
            if folded:
                cell.metadata = {"tags": ["hide-input"]}
    page.metadata["myst"] = {"html_meta": {"description": question(page)}}
    return page


def role_of(cell: nbformat.NotebookNode) -> str | None:
    """ "exercise" for what the reader writes, "check" for its check, None for everything that is only read."""
    given = cell.metadata.get("nbgrader", {})
    return "exercise" if given.get("solution") else "check" if given.get("grade") else None


def question(page: nbformat.NotebookNode) -> str:
    """The paragraph under the title: what the lecture asks."""
    return page.cells[0].source.split("\n\n")[1].replace("\n", " ").replace("*", "")


def title(page: nbformat.NotebookNode) -> str:
    """The heading of the first cell."""
    return page.cells[0].source.splitlines()[0].removeprefix("# ")


def _shown(output: nbformat.NotebookNode, source: str, folder: Path) -> nbformat.NotebookNode:
    """An output as a page shows it: a figure with its alternative text, HTML or Markdown, or plain text."""
    data = output.get("data", {})
    if "image/png" in data:
        return new_output("display_data", {"text/markdown": _figure(output, source, folder)})
    for kind in ("text/html", "text/markdown"):
        if kind in data:
            return new_output("display_data", {kind: data[kind]})
    return output


def _figure(output: nbformat.NotebookNode, source: str, folder: Path) -> str:
    alt = output.metadata.get("image/png", {}).get("alt")
    if not alt:
        raise BuildError(f"a figure has no alternative text: plots.describe(fig, …) in the cell\n{source}")
    picture = base64.b64decode(output.data["image/png"])
    place = folder / "figures" / f"{hashlib.sha1(picture).hexdigest()[:16]}.png"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(picture)
    shown = f"```{{image}} figures/{place.name}\n:alt: {' '.join(alt.split())}\n```\n"
    if explorer := _EXPLORER.search(source):
        where, call = f"[explorer](explorers.md#{explorer[1]})", moving.called(source)
        if moves := call and moving.from_call(call, folder):
            says = "works here, too" if explorer[1] == "digit_pad" else "has more to move; this is a recording"
            return f"{moving.raw(moves)}\nIn the notebook this {where} {says}.\n"
        shown += f"\nIn the notebook this {where} moves; here it stands still.\n"
    return shown

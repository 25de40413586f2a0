"""The notebooks of an assignment as nbgrader releases them: made here where the course folder has no release yet."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import preprocessors
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions, IncludeHeaderFooter, LockCells
from traitlets.config import Config

from autograder.files import write_whole
from autograder.gradebook.url import configured
from autograder.grading.notebook_reader import read_trusted, with_ids

AUTOTEST = "AUTOTEST"


def instructor_notebook(course: Path, assignment: str, path: Path) -> NotebookNode:
    """A source notebook with what nbgrader adds to it: header and footer, and the tests of its AUTOTEST lines."""
    notebook, config = read_trusted(path), configured(course)
    steps = [IncludeHeaderFooter]
    if any(AUTOTEST in c.source for c in notebook.cells if c.cell_type == "code"):
        steps.append(preprocessors.InstantiateTests)
    return with_ids(_processed(notebook, steps, config, course, assignment, path))


def missing_releases(course: Path) -> list[str]:
    """Release every notebook of the course that has no release; a line for each assignment says which."""
    made: dict[str, list[str]] = {}
    for path in sorted((course / "source").glob("*/*.ipynb")):
        place = course / "release" / path.parent.name / path.name
        if not place.exists():
            notebook = instructor_notebook(course, path.parent.name, path)
            steps = [LockCells, ClearSolutions, ClearHiddenTests, ClearMarkScheme]
            notebook = _processed(notebook, steps, configured(course), course, path.parent.name, path)
            write_whole(place, nbformat.writes(notebook))
            made.setdefault(path.parent.name, []).append(path.name)
    lines = []
    for name, files in made.items():
        some = len(files) < len(list((course / "source" / name).glob("*.ipynb")))
        what = f"{', '.join(files)} was never released, and is" if some else "not released yet, so"
        lines.append(f"{name}: {what} graded as its source says now")
    return lines


def _processed(
    notebook: NotebookNode, steps: list[type], config: Config, course: Path, assignment: str, path: Path
) -> NotebookNode:
    # The path belongs to a notebook that a kernel is started for.
    resources = {
        "nbgrader": {"assignment": assignment, "notebook": path.stem},
        "metadata": {"path": str(path.parent.resolve())},
    }
    with _inside(course):
        for step in steps:
            try:
                notebook, resources = step(config=config).preprocess(notebook, resources)
            except Exception as error:
                raise ValueError(f"{path}: nbgrader's {step.__name__} stopped: {error}; fix the notebook") from None
    return notebook


@contextlib.contextmanager
def _inside(course: Path) -> Iterator[None]:
    """nbgrader's own settings name files by their place in the course folder."""
    before = Path.cwd()
    os.chdir(course)
    try:
        yield
    finally:
        os.chdir(before)

"""Whether a course folder is older than the lectures and descriptions that it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import nbformat

from autograder.authoring import notebooks
from autograder.checking.exercise import LECTURES
from autograder.files import REBUILD, read_notebook


def outdated_notices(course: Path, assignments: Iterable[str]) -> list[str]:
    """One line for each assignment whose text, exercises or points differ from what this program would build now.

    Assignments of another course are left out: nothing here says how they should be.
    """
    sources = {p.stem: p for p in notebooks.sources([], course=True)}
    found = []
    for name in assignments:
        if name not in LECTURES.values() or name not in sources:
            continue
        built = notebooks.solution_notebook(sources[name])
        there = read_notebook(course / "source" / name / f"{name}.ipynb", REBUILD)
        if notebooks.normal(there) != notebooks.normal(built):
            found.append(f"{name}: {_what(there, built)}; graded as it stands in {course}. To take the new one, type "
                         f"`python -m autograder build --course {course} {name[:2]}` and grade again")  # fmt: skip
    return found


def _what(there: nbformat.NotebookNode, built: nbformat.NotebookNode) -> str:
    before, now = _points(there), _points(built)
    changed = [
        f"{name.removeprefix('check-')} {before.get(name, 0):g} → {now.get(name, 0):g}"
        for name in sorted({**before, **now}) if before.get(name) != now.get(name)
    ]  # fmt: skip
    newer = "the lecture or a description is newer than the course folder"
    return newer + f" (points: {', '.join(changed)})" * bool(changed)


def _points(notebook: nbformat.NotebookNode) -> dict[str, float]:
    flags = [c.metadata.get("nbgrader", {}) for c in notebook.cells]
    return {f["grade_id"]: float(f["points"]) for f in flags if f.get("grade")}

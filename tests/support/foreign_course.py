"""Another course than this one: nbgrader's quickstart course, and small ones made of cells."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbgrader
from nbformat.v4 import new_code_cell

GUIDE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
CONFIG = """c = get_config()
c.CourseDirectory.course_id = "course101"
c.IncludeHeaderFooter.header = "source/header.ipynb"
"""


def quickstart(folder: Path) -> Path:
    """The course that `nbgrader quickstart` makes, with the two submissions of nbgrader's documentation."""
    for name in ("source", "submitted"):
        shutil.copytree(GUIDE / name, folder / name, ignore=shutil.ignore_patterns("ps1_autotest", "__pycache__"))
    (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    return folder / "submitted"


def flags(name: str, **given) -> dict:
    """nbgrader's metadata of a cell."""
    usual = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, "grade_id": name}
    return {"nbgrader": {**usual, **given}}


def of_cases(folder: Path, cases: dict[str, list[str]]) -> Path:
    """A course of small cases, a notebook for each first letter: handed in right, half wrong and blank."""
    (folder / "source" / "ps").mkdir(parents=True)
    (folder / "source" / "ps" / "numbers.csv").write_text("1\n2\n3\n", encoding="utf-8")
    (folder / "source" / "ps" / "results.txt").write_text("6", encoding="utf-8")
    (folder / "source" / "ps" / "helpers.py").write_text(HELPERS, encoding="utf-8")
    (folder / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "cases"\n')
    for letter in sorted({name[0] for name in cases}):
        group = {name: parts for name, parts in cases.items() if name[0] == letter}
        _write(folder / "source" / "ps" / f"{letter}.ipynb", _cells(group, 1, markers=True))
        for number, student in enumerate(("right", "half", "blank"), 1):
            place = folder / "submitted" / student / "ps" / f"{letter}.ipynb"
            _write(place, _cells(group, number))
    return folder / "submitted"


def hand_in(path: Path, cases: dict[str, list[str]]) -> None:
    """A submission whose answers are the cases' own."""
    _write(path, _cells(cases, 1))


HELPERS = "def twice(x):\n    return 2 * x\n\n\ndef right(given, wanted):\n    return given == wanted\n"


def _cells(cases: dict[str, list[str]], which: int, markers: bool = False) -> list:
    cells = []
    for name, parts in cases.items():
        parts = list(parts)
        plain = parts.pop(0)
        locked = parts.pop(0) if plain == "" and parts[0].startswith("#: locked") else ""
        answers, tests = parts[:2], parts[2:]
        if plain:
            cells.append(new_code_cell(plain))
        if locked:
            cells.append(new_code_cell(locked, metadata=flags(f"{name}-locked", locked=True)))
        answer = "raise NotImplementedError()" if which == 3 else answers[which - 1]
        answer = f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION" if markers else answer
        cells.append(new_code_cell(answer, metadata=flags(name, solution=True)))
        for n, test in enumerate(tests, 1):
            if test.startswith("#: answer"):
                cells.append(new_code_cell(test, metadata=flags(f"{name}-more", solution=True)))
            else:
                points = 0 if test.startswith("#: no points") else 1
                cells.append(new_code_cell(test, metadata=flags(f"{name}-{n}", grade=True, locked=True, points=points)))
    for cell in cells:
        # As in the notebooks of most public courses, before format 4.5.
        del cell["id"]
    return cells


def _write(path: Path, cells: list) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    metadata = {**kernel, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(notebook), encoding="utf-8")

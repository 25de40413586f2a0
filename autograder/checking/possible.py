"""All points of a lecture: those of its described exercises, and those that only its notebook knows of."""

from __future__ import annotations

from pathlib import Path

from autograder.checking.exercise import EXERCISES, LECTURES
from autograder.course.corrected import lecture_folder
from autograder.files import read_plain_notebook


def possible_points(lecture: str) -> tuple[float, float]:
    """(all points, those that a person gives) of a lecture such as "04".

    Answers for a person, and cells of plain asserts, are described nowhere: their points stand in the notebook. Where
    that is not at hand, the described exercises count alone.
    """
    hand = other = 0.0
    for given in (cell.get("metadata", {}).get("nbgrader", {}) for cell in _cells(f"{LECTURES[lecture]}.ipynb")):
        points = given.get("points")
        described = str(given.get("grade_id")).removeprefix("check-") in EXERCISES
        if given.get("grade") and not described and isinstance(points, int | float):
            hand, other = (hand + points, other) if given.get("solution") else (hand, other + points)
    return sum(e.points for e in EXERCISES.of(lecture)) + hand + other, hand


def _cells(name: str) -> list[dict]:
    """The cells of the lecture as it was released, else of the copy beside which the kernel runs."""
    here = Path.cwd()
    path = next((p for p in (lecture_folder(here)[0] / name, here / name) if p.is_file()), None)
    try:
        return read_plain_notebook(path, "")["cells"] if path else []
    except ValueError:
        return []

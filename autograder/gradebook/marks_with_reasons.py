"""Marks beside the reasons that graded notebooks hold, whether `grade` or nbgrader's own autograde wrote them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from autograder.checking.exercise import EXERCISES
from autograder.files import REGRADE, read_notebook
from autograder.gradebook.marks import Mark
from autograder.gradebook.query import read_marks
from autograder.grading.feedback_pages import outputs_as_findings


@dataclass
class Marked:
    """One student: the mark (None where nothing was graded), reasons by exercise, and what went wrong around it."""

    student: str
    assignment: str
    mark: Mark | None = None
    findings: dict[str, list[dict]] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    failure: str = ""

    @property
    def scores(self) -> dict[str, float]:
        """Points by exercise."""
        return {p.name: p.score for p in self.mark.parts} if self.mark else {}

    @property
    def total(self) -> float:
        """The score, late penalty taken off."""
        return self.mark.score if self.mark else 0.0

    @property
    def misconceptions(self) -> list[tuple[str, str]]:
        """(exercise, name of the listed wrong answer) for each one that was recognised."""
        return [(e, f["misconception"]) for e, found in self.findings.items() for f in found if f.get("misconception")]


def submitted(course: Path, assignment: str) -> list[str]:
    """Students with a submission for the assignment, sorted."""
    folder = course / "submitted"
    if not folder.is_dir():
        raise ValueError(
            f"{folder} does not exist: put submissions at submitted/STUDENT/{assignment}/{assignment}.ipynb"
        )
    return sorted(p.name for p in folder.iterdir() if (p / assignment).is_dir())


def assignments(course: Path) -> list[str]:
    """Assignments that the course has released."""
    folder = course / "release"
    names = sorted(p.name for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []
    if not names:
        raise ValueError(f"{course} holds no released assignment: run `python -m autograder build --course {course}`")
    return names


def marks(course: Path, assignment: str, db: str | None = None) -> list[Marked]:
    """What the gradebook and the autograded notebooks say, for everybody who was graded or has handed in."""
    graded = read_marks(course, [assignment], db).of(assignment)
    # A file that is missing or not readable is not in the gradebook.
    handed = submitted(course, assignment) if (course / "submitted").is_dir() else ()
    found = [Marked(s, assignment, graded.get(s)) for s in sorted({*graded, *handed})]
    for marked in found:
        marked.failure = "" if marked.mark and marked.mark.parts else "not graded"
        _read_reasons(course, marked)
    return found


def _read_reasons(course: Path, marked: Marked) -> None:
    place = course / "autograded" / marked.student / marked.assignment
    paths = sorted(place.glob("*.ipynb"))
    if not paths:
        marked.failure = marked.failure or "no autograded notebook"
    for path in paths:
        notebook = read_notebook(path, REGRADE)
        marked.odd += notebook.metadata.get("mlpkit", {}).get("odd", [])
        for cell in notebook.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if cell.cell_type == "code" and grade_id.startswith("check-") and (said := outputs_as_findings(cell)):
                marked.findings[grade_id.removeprefix("check-")] = said


def most_frequent(marked: list[Marked], most: int = 10) -> list[tuple[int, str, str, str]]:
    """(students, exercise, name, what a check says of it), the most frequent listed wrong answers first."""
    counts = Counter(pair for m in marked for pair in set(m.misconceptions))
    ranked = sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:most]
    return [(n, exercise, name, EXERCISES[exercise].misconceptions[name]) for (exercise, name), n in ranked]

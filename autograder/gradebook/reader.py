"""Grade a course folder with nbgrader itself, and read the marks and reasons back from what it wrote."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from autograder.checking.exercise import EXERCISES
from autograder.checking.result import MIME


@dataclass
class Marked:
    """One student's graded notebook: points and reasons by exercise, and what went wrong around it."""

    student: str
    assignment: str
    scores: dict[str, float] = field(default_factory=dict)
    findings: dict[str, list[dict]] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    failure: str = ""

    @property
    def total(self) -> float:
        return sum(self.scores.values())

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
    from nbgrader.api import MissingEntry

    from autograder.gradebook.url import url
    from autograder.gradebook.writer import reading

    if not course.is_dir():
        raise ValueError(f"{course} does not exist: name the course folder that `grade` or `build --course` made")
    found = []
    with reading(db or url(course)) as gradebook:
        for student in _known(gradebook, course, assignment):
            marked = Marked(student, assignment)
            try:
                notebook = gradebook.find_submission_notebook(assignment, assignment, student)
                marked.scores = {g.name.removeprefix("check-"): g.score for g in notebook.grades}
            except MissingEntry:
                marked.failure = "not graded"
            _read_reasons(course, marked)
            found.append(marked)
    return found


def _known(gradebook, course: Path, assignment: str) -> list[str]:
    """Students in the gradebook or the folder of submissions: a file that is missing or not readable is not there."""
    from nbgrader.api import Assignment, SubmittedAssignment

    graded = gradebook.db.query(SubmittedAssignment.student_id).join(
        Assignment, Assignment.id == SubmittedAssignment.assignment_id
    )
    students = {student for (student,) in graded.filter(Assignment.name == assignment)}
    return sorted(students.union(submitted(course, assignment) if (course / "submitted").is_dir() else ()))


def _read_reasons(course: Path, marked: Marked) -> None:
    path = course / "autograded" / marked.student / marked.assignment / f"{marked.assignment}.ipynb"
    if not path.exists():
        marked.failure = marked.failure or "no autograded notebook"
        return
    notebook = nbformat.read(path, as_version=4)
    marked.odd = list(notebook.metadata.get("mlpkit", {}).get("odd", []))
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type != "code" or not grade_id.startswith("check-"):
            continue
        name = grade_id.removeprefix("check-")
        for output in cell.outputs:
            if MIME in output.get("data", {}):
                marked.findings[name] = output["data"][MIME]["findings"]
            elif output.output_type == "error":
                marked.findings[name] = [{"status": "no", "text": f"{output.ename}: {output.evalue}"}]


def most_frequent(marked: list[Marked], most: int = 10) -> list[tuple[int, str, str, str]]:
    """(students, exercise, name, what a check says of it), the most frequent listed wrong answers first."""
    counts = Counter(pair for m in marked for pair in set(m.misconceptions))
    ranked = sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:most]
    return [(n, exercise, name, EXERCISES[exercise].misconceptions[name]) for (exercise, name), n in ranked]

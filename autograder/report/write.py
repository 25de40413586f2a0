"""class_report.html of a results folder, and its anonymised twin."""

from __future__ import annotations

from pathlib import Path

from autograder.files import write_whole
from autograder.gradebook.marks import Marks
from autograder.gradebook.query import marks_of_class
from autograder.grading.feedback import page
from autograder.report.gather import Gathered, gather, remember
from autograder.report.page import body
from autograder.report.parts import STYLE

NAME, ANONYMISED = "class_report.html", "class_report_anonymised.html"


def write_report(out: Path, lines: list[str], marks: Marks) -> Path:
    """The page of a class that was just graded; `lines` are about its files."""
    remember(out, lines)
    return _write(out, gather(out, False, marks))


def rewrite_report(out: Path, anonymise: bool = False, marks: Marks | None = None) -> Path:
    """The page of a class graded earlier, with what has been entered in the gradebook since."""
    found = gather(out, anonymise, marks or marks_of_class(out))
    if not found.chapters:
        raise ValueError(f"{out} holds no results: run `python -m autograder grade SUBMISSIONS --out {out}` first")
    return _write(out, found)


def _write(out: Path, found: Gathered) -> Path:
    path = out / (ANONYMISED if found.hide.everywhere else NAME)
    write_whole(path, page("Class report", body(found), found.mode == "none", STYLE))
    return path

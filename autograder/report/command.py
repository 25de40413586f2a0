"""What `python -m autograder report` adds to the marks it prints: the page, and pseudonyms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from autograder.gradebook.marks import Marks
from autograder.gradebook.marks_with_reasons import Marked


def write_page(course: Path, anonymise: bool, marks: Marks) -> Path | None:
    """The class report, written again. None where `grade` has not been here: nbgrader alone leaves no records."""
    from autograder.report.write import rewrite_report

    return rewrite_report(course, anonymise, marks) if (course / "results").is_dir() else None


def hidden(course: Path, marked: list[Marked]) -> list[Marked]:
    """The same marks under pseudonyms."""
    from autograder.report.hide import Hide
    from autograder.report.pseudonyms import seed_of

    hide = Hide({m.student: _names(m) for m in marked}, seed_of(course), everywhere=True)
    made = [
        replace(m, student=hide.name(m.student), odd=[hide.text(x) for x in m.odd], failure=hide.text(m.failure))
        for m in marked
    ]
    return sorted(made, key=lambda m: m.student)  # the roster's order would say who is who


def _names(m: Marked) -> tuple[str, ...]:
    """What the gradebook knows of a student beside the id."""
    who = m.mark.student if m.mark else None
    return tuple(x for x in (who.first, who.last, who.email, who.lms) if x) if who else ()

"""Marks in a terminal: every name, mark and total is there in any width."""

import io
import re

import pytest
from rich.console import Console

from autograder.gradebook.marks import Mark, Part, Person
from autograder.gradebook.marks_with_reasons import Marked
from autograder.report.terminal import signs, tables

EXERCISES = [f"{word}_derivation_{i}" for i in range(11) for word in ("counterexample", "relu")]
PEOPLE = {"ada@university.example": 20.75, "Ayşe Yıldız": 25.5, "=x": 0.0}


def marked(student, total):
    parts = [Part("n", f"check-{e}", 2.0, 0.0) for e in EXERCISES[1:]]
    parts.append(Part("n", f"check-{EXERCISES[0]}", 2.0, total))
    parts.append(Part("n", "paper", 3.0, None, needs_a_person=True))
    parts.append(Part("n", "old", 3.0, None, 1.25, needs_a_person=True))
    return Marked(student, "n", Mark(Person(student), "n", 50.0, tuple(parts), {"n": 1.25}))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_every_total_and_every_exercise_is_shown_in_any_width(width):
    file = io.StringIO()
    console = Console(file=file, width=width, color_system=None)
    for table in tables("n", [marked(s, t) for s, t in PEOPLE.items()], console):
        console.print(table)
    text = file.getvalue()
    assert "…" not in "".join(line for line in text.splitlines() if "university" not in line and "ada@" not in line)
    blocks = text.count("possible")
    for total in PEOPLE.values():
        shown = f"{total:.2f}".rstrip("0").rstrip(".")
        assert len(re.findall(rf"│\s*{re.escape(shown)} -1\.25\s*│", text)) == blocks, total
    assert len(re.findall(r"possible\s*│\s*50\s*│", text)) == blocks
    assert all(len(line) <= width for line in text.splitlines())
    assert text.count("?") == text.count("1.25*") == len(PEOPLE)


def test_the_signs_are_explained_where_they_stand():
    waiting, old, late = signs([marked("ada", 1.0)])
    assert late == "- beside a total: points that lateness took off; the total is what is left"
    assert waiting.startswith("? to be graded by a person") and old.startswith("* given for an earlier text")
    assert signs([Marked("ada", "n", Mark(Person("ada"), "n", 1.0, (Part("n", "check-a", 1.0, 1.0),)))]) == []

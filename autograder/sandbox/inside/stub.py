"""Stands in the sandbox for the autograder: cells that use it run, and what counts is decided outside."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from autograder.runtime.placeholder import Placeholder

_LECTURES = json.loads((Path(__file__).parent / "exercises.json").read_text(encoding="utf-8"))

EXERCISES: dict = {}  # imported by lecture 00 for a demonstration, which is not run while grading


class Note:
    """One line where a notebook would show a report."""

    def __init__(self, text: str):
        self.text = text

    def __repr__(self) -> str:
        return self.text


def check(name: str, answer: Any) -> Note:
    """While grading, only the checks that came with the notebook count."""
    return Note(f"{name}: this extra check does not count")


def reveal(name: str, truth: Any) -> Note:
    """Predictions are the student's own, and no part of grading."""
    return Note(f"{name}: a prediction is not graded")


def start(lecture: str) -> Note:
    """Placeholders for the lecture's exercises, as in the course."""
    space = sys._getframe(1).f_globals
    for name in _LECTURES[lecture]:
        space.setdefault(name, Placeholder(name))
    return Note(f"lecture {lecture}, graded")


def progress() -> Note:
    """No record is kept while grading."""
    return Note("progress is not kept while grading")

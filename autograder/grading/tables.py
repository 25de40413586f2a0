"""The tables of a class, grades.csv and results.json: the gradebook's marks beside what grading found."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from autograder.files import csv_safe, whole
from autograder.gradebook.marks import Mark, Marks, Part
from autograder.grading.feedback import UNCONFINED
from autograder.grading.results import records

COLUMNS = (
    "student", "assignment", "raw", "penalty", "score", "max_score", "needs_manual_grade", "problems", "sandbox",
    "tests_inside",
)  # fmt: skip
_NONE = {"failures": [], "deaths": [], "odd": [], "sandbox": "", "notebooks": []}


def write_tables(out: Path, marks: Marks) -> list[str]:
    """Write both anew, streamed; the students of records whom the gradebook does not know."""
    with (
        whole(out / "results.json") as part,
        whole(out / "grades.csv") as grades,
        part.open("w", encoding="utf-8") as every,
        grades.open("w", encoding="utf-8", newline="") as table,
    ):
        rows = csv.writer(table, quoting=csv.QUOTE_ALL)
        rows.writerow(COLUMNS)
        every.write("[")
        unknown: list[str] = []
        for n, (mark, record) in enumerate(_together(out, marks, unknown)):
            every.write((",\n" if n else "\n") + json.dumps(_result(mark, record), ensure_ascii=False))
            rows.writerow(_row(mark, record))
        every.write("\n]\n")
    return sorted(set(unknown))


def left_out(students: list[str], anonymise: bool = False) -> list[str]:
    """The line about them, if there are any."""
    who = f"{len(students)} of the class" if anonymise else ", ".join(students)
    return [f"{who}: graded here, but not in the gradebook, and so left out of the tables"] if students else []


def _together(out: Path, marks: Marks, unknown: list[str]) -> Iterator[tuple[Mark, dict]]:
    """(mark, record) by student; who was graded by nbgrader alone has no record."""
    left = marks.by_key()
    for record in records(out):
        mark = left.pop((record["student"], record["assignment"]), None)
        if mark is None:
            unknown.append(record["student"])
        else:
            yield mark, record
    for mark in left.values():
        yield mark, {"student": mark.student.id, "assignment": mark.assignment, **_NONE}


def _result(mark: Mark, record: dict) -> dict:
    """A record with the marks that count."""
    notebooks = [
        {**n, "scores": {g: p.shown for g, p in parts.items()}, "by_hand": _by_hand(parts)}
        for n in record["notebooks"] for parts in [mark.of_notebook(n["name"])]
    ]  # fmt: skip
    return {**record, **mark.columns(), "notebooks": notebooks}


def _by_hand(parts: dict[str, Part]) -> dict[str, dict]:
    return {
        g: {"manual_score": p.manual_score, "extra_credit": p.extra_credit, "comment": p.comment, "old": p.is_old}
        for g, p in parts.items() if p.is_by_hand or p.comment
    }  # fmt: skip


def _row(mark: Mark, record: dict) -> list:
    problems = "; ".join([*record["failures"], *record["deaths"], *record["odd"]])
    inside = [g for n in record["notebooks"] for g in n.get("inside", ())]
    confined = UNCONFINED if record["sandbox"] == "none" else record["sandbox"]
    *numbers, waiting = mark.columns().values()
    texts = [csv_safe(mark.student.id), mark.assignment, *numbers, "yes" if waiting else "no"]
    return [*texts, csv_safe(problems), confined, csv_safe(" ".join(inside))]

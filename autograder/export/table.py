"""Marks as a table for a spreadsheet (RFC 4180: comma, CRLF, quotes doubled) and as JSON for a program."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from autograder.export import Export
from autograder.export.marks import Mark, Marks, Part
from autograder.files import csv_safe

_HEADER = ("student", "last_name", "first_name", "email", "assignment", "score", "max_score", "late_penalty",
           "needs_manual_grade", "timestamp")  # fmt: skip


def as_csv(marks: Marks, instead: Mapping[str, str] | None = None) -> Export:
    """One row for each mark; with `instead`, pseudonyms and neither name nor time."""
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    table.writerow(_HEADER)
    for m in _in_order(marks, instead):
        who = (m.student.id, m.student.last, m.student.first, m.student.email)
        shown = (instead[m.student.id], "", "", "") if instead else tuple(map(csv_safe, who))
        waiting, when = "yes" if m.needs_a_person else "no", "" if instead else m.timestamp
        table.writerow([*shown, csv_safe(m.assignment), _short(m.score), m.max_score, _short(m.penalty), waiting, when])
    return Export(text.getvalue().encode("utf-8-sig"), _notes(marks, instead))


def as_json(marks: Marks, instead: Mapping[str, str] | None = None) -> Export:
    """Every mark with its parts; with `instead`, pseudonyms and nothing that a student or grader typed."""
    content = json.dumps([_mark(m, instead) for m in _in_order(marks, instead)], indent=1, ensure_ascii=False) + "\n"
    return Export(content.encode(), _notes(marks, instead))


def _in_order(marks: Marks, instead: Mapping[str, str] | None) -> list[Mark]:
    """As the gradebook has them; under pseudonyms by these, since the roster's order would say who is who."""
    return sorted(marks.marks, key=lambda m: (instead[m.student.id], m.assignment)) if instead else list(marks.marks)


def _notes(marks: Marks, instead: Mapping[str, str] | None) -> list[str]:
    return [line for name in marks.possible for line in marks.notes(name)]


def _mark(m: Mark, instead: Mapping[str, str] | None) -> dict:
    named = {"last_name": m.student.last, "first_name": m.student.first, "email": m.student.email}
    return {
        "student": instead[m.student.id] if instead else m.student.id,
        **({} if instead else {**named, "timestamp": m.timestamp}),
        "assignment": m.assignment, "score": _short(m.score), "max_score": m.max_score,
        "late_penalty": _short(m.penalty), "needs_manual_grade": m.needs_a_person,
        "exercises": [_part(p, instead is not None) for p in m.parts],
    }  # fmt: skip


def _part(p: Part, anonymous: bool) -> dict:
    findings = [{k: f.get(k) for k in ("status", "misconception")} for f in p.reasons] if anonymous else list(p.reasons)
    return {
        "name": p.name, "score": _short(p.score), "max_score": p.max_score, "auto_score": p.auto_score,
        "manual_score": p.manual_score, "extra_credit": p.extra_credit,
        **({} if anonymous else {"comment": p.comment}), "findings": findings,
    }  # fmt: skip


def _short(points: float) -> float:
    return round(points, 4)

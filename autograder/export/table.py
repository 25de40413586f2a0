"""Marks as a table for a spreadsheet (RFC 4180: comma, CRLF, quotes doubled) and as JSON for a program."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from autograder.export import Export
from autograder.files import csv_safe
from autograder.gradebook.marks import Mark, Marks, Part

_HEADER = ("student", "last_name", "first_name", "email", "assignment", "raw", "penalty", "score", "max_score",
           "needs_manual_grade", "timestamp")  # fmt: skip


def as_csv(marks: Marks, instead: Mapping[str, str] | None = None) -> Export:
    """One row for each mark; with `instead`, pseudonyms and neither name nor time."""
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    table.writerow(_HEADER)
    for m in _in_order(marks, instead):
        who = (m.student.id, m.student.last, m.student.first, m.student.email)
        shown = (instead[m.student.id], "", "", "") if instead else tuple(map(csv_safe, who))
        *numbers, waiting = m.columns().values()
        when = "" if instead else m.timestamp
        table.writerow([*shown, csv_safe(m.assignment), *numbers, "yes" if waiting else "no", when])
    return Export(text.getvalue().encode("utf-8-sig"), counted=_told(marks, instead))


def as_json(marks: Marks, instead: Mapping[str, str] | None = None) -> Export:
    """Every mark with its parts; with `instead`, pseudonyms and nothing that a student or grader typed."""
    content = json.dumps([_mark(m, instead) for m in _in_order(marks, instead)], indent=1, ensure_ascii=False) + "\n"
    return Export(content.encode(), counted=_told(marks, instead))


def _in_order(marks: Marks, instead: Mapping[str, str] | None) -> list[Mark]:
    """As the gradebook has them; under pseudonyms by these, since the roster's order would say who is who."""
    return sorted(marks.marks, key=lambda m: (instead[m.student.id], m.assignment)) if instead else list(marks.marks)


def _told(marks: Marks, instead: Mapping[str, str] | None) -> dict[str, list[str]]:
    """Whose mark is not final; under pseudonyms, in their order, where the table has these."""
    return {
        f"{name}: {what}": sorted(instead[s] for s in who) if instead else who
        for name in marks.possible for what, who in marks.not_final(name).items()
    }  # fmt: skip


def _mark(m: Mark, instead: Mapping[str, str] | None) -> dict:
    named = {"last_name": m.student.last, "first_name": m.student.first, "email": m.student.email}
    return {
        "student": instead[m.student.id] if instead else m.student.id,
        **({} if instead else {**named, "timestamp": m.timestamp}),
        "assignment": m.assignment, **m.columns(),
        "exercises": [_part(p, m.reasons.get((p.notebook, p.grade_id), []), instead is not None) for p in m.parts],
    }  # fmt: skip


def _part(p: Part, reasons: list[dict], anonymous: bool) -> dict:
    findings = [{k: f.get(k) for k in ("status", "misconception")} for f in reasons] if anonymous else reasons
    return {
        "name": p.name, "score": p.shown, "max_score": p.max_score, "auto_score": p.auto_score,
        "manual_score": p.manual_score, "extra_credit": p.extra_credit, "needs_manual_grade": p.needs_a_person,
        **({} if anonymous else {"comment": p.comment}), "findings": findings,
    }  # fmt: skip

"""A class's gradebook taken to another database, everything in it: marks, comments, due dates, extensions."""

from __future__ import annotations

from pathlib import Path

from nbgrader.api import Assignment, Base, Student
from sqlalchemy import insert, select

from autograder.gradebook.query import read_marks
from autograder.gradebook.url import has_password, remember, same, shown, url
from autograder.gradebook.writer import opened, reading

AT_ONCE = 1000


def move_gradebook(course: Path, address: str) -> list[str]:
    """Copy the course's gradebook to `address`, which the course uses from then on; lines about it.

    The old one stays as it is. Raises ValueError where the new one is not empty, or does not have the same marks after.
    """
    old = url(course)
    if same(old, address):
        raise ValueError(f"{shown(address)} is the gradebook of {course} already")
    with reading(old) as source, opened(address, course_id="") as target:
        for kind in (Student, Assignment):
            if target.db.scalars(select(kind).limit(1)).first() is not None:
                raise ValueError(f"{shown(address)} is not empty: name a new database, so that no class is mixed up")
        count = 0
        for table in Base.metadata.sorted_tables:
            rows = [dict(row._mapping) for row in source.db.execute(select(table))]
            for start in range(0, len(rows), AT_ONCE):
                target.db.execute(insert(table), rows[start : start + AT_ONCE])
            count += len(rows)
        target.db.commit()
    if read_marks(course, None, old).by_key() != read_marks(course, None, address).by_key():
        raise ValueError(f"{shown(address)} does not have all marks of {shown(old)}, which the course still uses")
    remember(course, address)
    lines = [f"{count} rows copied from {shown(old)}, which stays; {course} uses {shown(address)} now"]
    if has_password(address):
        lines.append("the password is not kept: put it in ~/.pgpass")
    return lines

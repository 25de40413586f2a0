"""Stable stand-ins for students' names: the same with the same seed, and without the seed nobody can go back."""

from __future__ import annotations

import base64
import csv
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from autograder.files import csv_safe

SHORTEST, LONGEST = 8, 51
KEY = "pseudonyms.csv"


def pseudonyms(students: Iterable[str], seed: str) -> dict[str, str]:
    """student -> pseudonym such as `s-k7m2qd4x`, a keyed digest (HMAC-SHA256) of the name alone.

    A student keeps it from one assignment to the next, whoever else is in the class. Without the seed a list of
    names does not help in guessing: an empty seed is refused. Should two digests begin alike, both grow longer.
    """
    if not seed.strip():
        raise ValueError(
            "pseudonyms need a seed that nobody can guess, and this one is empty: delete pseudonym_seed.txt in the "
            "course folder, and a new one is drawn"
        )
    key = hashlib.sha256(b"pseudonyms\0" + seed.strip().encode()).digest()
    digests = {s: _digest(key, s) for s in sorted(set(students))}
    for length in range(SHORTEST, LONGEST + 1):
        short = {s: f"s-{d[:length]}" for s, d in digests.items()}
        if len(set(short.values())) == len(short):
            return short
    raise AssertionError("two students with one digest")


def _digest(key: bytes, student: str) -> str:
    return base64.b32encode(hmac.digest(key, student.encode(), "sha256")).decode().lower().rstrip("=")


def seed_of(course: Path) -> str:
    """The seed of a course's pseudonyms, made at first use and kept in COURSE/pseudonym_seed.txt.

    Not the grading seed, which may be made known after the last regrade.
    """
    path = course / "pseudonym_seed.txt"
    if not path.exists():
        _write_private(path, secrets.token_hex(32) + "\n")
    return path.read_text(encoding="utf-8")


def of_course(course: Path, students: Iterable[str]) -> dict[str, str]:
    """The pseudonyms of a course, the same in every output.

    The key, who is who, is written to COURSE/pseudonyms.csv for the instructor's eyes; both stay in the course folder.
    """
    found = pseudonyms(students, seed_of(course))
    _write_key(course, ((p, csv_safe(s)) for s, p in found.items()))
    return found


def forget_pseudonym(course: Path, student: str) -> bool:
    """Strike a student out of the key; whether they were in it."""
    path = course / KEY
    if not path.exists():
        return False
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    if not all(len(row) == 2 for row in rows):
        raise ValueError(f"{path} is damaged: delete it, and --anonymise writes it anew")
    left = [(row[0], row[1]) for row in rows if row[1] != csv_safe(student)]
    _write_key(course, left)
    return len(left) < len(rows)


def _write_key(course: Path, rows: Iterable[tuple[str, str]]) -> None:
    with _private(course / KEY) as file:
        csv.writer(file).writerows([("pseudonym", "student"), *sorted(rows)])


def _write_private(path: Path, text: str) -> None:
    with _private(path) as file:
        file.write(text)


def _private(path: Path):
    """A text file that its owner alone can read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="")

"""The secret seed of a class, from which its cases are drawn: kept in the course folder, so that a regrade repeats."""

from __future__ import annotations

import secrets
from pathlib import Path

from autograder.files import write_whole

SEED = "grading_seed.txt"


def grading_seed(out: Path, given: str | None) -> str:
    """The seed to draw cases from: the one given, the one recorded, or a new one."""
    path = out / SEED
    known = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    return given or known or secrets.token_hex(16)


def keep_seed(out: Path, seed: str) -> None:
    """Record the seed of a grading."""
    path = out / SEED
    if not path.exists() or path.read_text(encoding="utf-8").strip() != seed:
        write_whole(path, seed + "\n")
        path.chmod(0o600)

"""Each new submission of a student meets inputs of its own: the first the class's, later ones others from its seed.

What a submission was called with may be known to its author when the next one is handed in. The same submission is
always graded with the same inputs, as long as the course folder remembers in which order they came.
"""

from __future__ import annotations

from pathlib import Path

from autograder.files import write_whole

FOLDER = "rounds"


def graded_before(out: Path, student: str, assignment: str) -> tuple[str, ...]:
    """The digests of what this student handed in for an assignment and had graded, in order."""
    path = out / FOLDER / student / f"{assignment}.txt"
    return tuple(path.read_text(encoding="utf-8").split()) if path.exists() else ()


def remember(out: Path, student: str, assignment: str, digest: str) -> None:
    """This submission was graded."""
    known = graded_before(out, student, assignment)
    if digest not in known:
        path = out / FOLDER / student / f"{assignment}.txt"
        write_whole(path, "\n".join([*known, digest]) + "\n")


def seed_of_round(seed: str, number: int) -> str:
    """The seed that a submission's cases are drawn from."""
    return f"{seed}/{number}" if number else seed

"""Each new submission of a student meets inputs of its own: the first the class's, later ones others from its seed.

What a submission was called with may be known to its author when the next one is handed in. The same submission is
always graded with the same inputs, as long as the course folder remembers in which order they came.
"""

from __future__ import annotations

from pathlib import Path

from autograder.files import write_whole

FOLDER = "rounds"


def round_of(out: Path, student: str, assignment: str, digest: str) -> int:
    """How many other submissions of this student had been graded before this one came; it is remembered."""
    path = out / FOLDER / student / f"{assignment}.txt"
    known = path.read_text(encoding="utf-8").split() if path.exists() else []
    if digest not in known:
        known.append(digest)
        write_whole(path, "\n".join(known) + "\n")
    return known.index(digest)


def seed_of_round(seed: str, number: int) -> str:
    """The seed that a submission's cases are drawn from."""
    return f"{seed}/{number}" if number else seed

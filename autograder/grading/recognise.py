"""Which notebook a file is whose name does not say: told by its cells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.grading.assignment import Assignment
from autograder.grading.notebook_reader import Unreadable, parse, read_bytes, telling_ids


def recognised(path: Path, assignments: Mapping[str, Assignment]) -> tuple[str, str] | None:
    """The assignment and notebook whose cells this one has most of."""
    try:
        claimed = telling_ids(parse(read_bytes(path))[0])
    except Unreadable:
        return None
    known = [(a, n, telling_ids(t.released)) for a, b in assignments.items() for n, t in b.templates.items()]
    best = max(((len(claimed & ids), a, n) for a, n, ids in known), default=(0, "", ""))
    return best[1:] if best[0] > 2 else None

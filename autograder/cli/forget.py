"""The command `forget`."""

from __future__ import annotations

from pathlib import Path

import typer

from autograder.cli.console import out
from autograder.cli.export import DB, book


def forget(
    course: Path,
    student: str,
    db: str = DB,
    yes: bool = typer.Option(False, "--yes", help="Do not ask for confirmation."),
) -> None:
    """Remove a student, with work and marks, from the gradebook and every file of the course folder."""
    from autograder.grading.forget import forget as remove

    address = book(course, db)
    if not yes:
        typer.confirm(f"Remove {student} from {course} and its gradebook? This cannot be undone", abort=True)
    done = remove(course, student, address)
    out.print(f"{student} is forgotten: {', '.join(done)}", highlight=False, markup=False, soft_wrap=True)
    kept = "Not touched: downloads outside of the course folder, nbgrader's exchange, files that were exported, backups"
    out.print(kept, highlight=False, markup=False, soft_wrap=True)

"""The command `gradebook`."""

from __future__ import annotations

from pathlib import Path

import typer

from autograder.cli.console import out


def gradebook(
    course: Path,
    to: str = typer.Option(..., "--to", help="An empty database, such as postgresql+psycopg://USER@HOST/NAME."),
) -> None:
    """Copy the course's gradebook to another database, which the course then uses; the old one is kept."""
    from autograder.gradebook.move import move_gradebook

    for line in move_gradebook(course, to):
        out.print(line, highlight=False, markup=False, soft_wrap=True)

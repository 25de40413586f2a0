"""The command `doctor`."""

from __future__ import annotations

import typer

from autograder.cli.console import out


def doctor(
    details: bool = typer.Option(False, "--details", help="Also print the error with which each attempt ended."),
) -> None:
    """Say what confinement this machine offers, try to break out of it, and say what is and is not protected."""
    from autograder.sandbox.doctor import examine

    if not examine(out, details):
        raise typer.Exit(1)

"""The command `site`."""

from __future__ import annotations

from pathlib import Path

import typer


def site(
    lectures: list[str] = typer.Argument(None, help="Lectures, such as 02; all by default."),
    out: Path = typer.Option(Path("build/site"), help="The folder for the pages; an older site in it is replaced."),
) -> None:
    """Build the lectures as a static site to read."""
    from autograder.site.make import make_site

    made = make_site(out, lectures or [])
    typer.echo(f"{len(made)} lectures: open {out / 'index.html'}")

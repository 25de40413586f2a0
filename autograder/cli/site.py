"""The commands `site` and `lite`."""

from __future__ import annotations

from pathlib import Path

import typer

_PYODIDE = "A folder with Pyodide's distribution, to be copied into the site; by default pages fetch it from Pyodide."


def site(
    lectures: list[str] = typer.Argument(None, help="Lectures, such as 02; all by default."),
    out: Path = typer.Option(Path("build/site"), help="The folder for the pages; an older site in it is replaced."),
    lite: bool = typer.Option(False, "--lite", help="Put a button on each lecture that runs it in the browser."),
    pyodide: Path = typer.Option(None, exists=True, file_okay=False, help=f"With --lite. {_PYODIDE}"),
) -> None:
    """Build the lectures as a static site to read."""
    from autograder.site.lite import make_lite
    from autograder.site.make import make_site

    made = make_site(out, lectures or [], lite)
    if lite:
        make_lite(out / "lite", pyodide=pyodide)
    typer.echo(f"{len(made)} lecture{'s' * (len(made) != 1)}: open {out / 'index.html'}")


def lite(
    handout: Path = typer.Argument(
        None, exists=True, file_okay=False, help="An unpacked hand-out; by default the course."
    ),
    out: Path = typer.Option(Path("build/lite"), help="The folder for the site; an older one in it is replaced."),
    pyodide: Path = typer.Option(None, exists=True, file_okay=False, help=_PYODIDE),
) -> None:
    """Build a site that runs the lectures in the browser, with nothing installed; of the course, or of a hand-out."""
    from autograder.site.lite import make_lite

    made = make_lite(out, handout, pyodide)
    typer.echo(f"{len(made)} lecture{'s' * (len(made) != 1)}; to look at it: python -m http.server --directory {out}")

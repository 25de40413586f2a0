"""The command `lab`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import typer

from autograder.cli.console import out


def lab(
    folder: Path = typer.Argument(Path("mlp-course"), help="Where you work; made when it is not there."),
    correct: bool = typer.Option(
        False, "--correct", help="Correct lectures that are there already; what you wrote is kept."
    ),
    only_copy: bool = typer.Option(False, "--only-copy", help="Copy the lectures and do not open JupyterLab."),
) -> None:
    """Copy the lectures to a folder and open JupyterLab there. Only --correct changes notebooks already there."""
    from autograder.course import corrected
    from autograder.course.paths import HOME

    folder.mkdir(parents=True, exist_ok=True)
    every = sorted((HOME / "notebooks").glob("*.ipynb"))
    new = [path for path in every if not (folder / path.name).exists()]
    for path in new:
        corrected.begin(path, folder)
    kept = f"; {len(every) - len(new)} were there and stay as they are" if len(new) < len(every) else ""
    out.print(
        f"{folder}: {len(new)} lecture{'s' * (len(new) != 1)} copied{kept}",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
    said = corrected.correct(folder) if correct else [corrected.announcement(p.stem, folder) for p in every]
    for line in filter(None, said):
        out.print(line, highlight=False, markup=False, soft_wrap=True)
    if not (only_copy or correct):
        raise typer.Exit(subprocess.call([sys.executable, "-m", "jupyter", "lab"], cwd=folder, env=_for_students()))


def _for_students() -> dict[str, str]:
    """The environment in which JupyterLab shows what students need of nbgrader, and nothing of what instructors do."""
    from autograder.hub import STUDENT

    paths = [str(STUDENT), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}

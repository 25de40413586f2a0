"""The command `once`."""

from __future__ import annotations

import json
import sys

import typer

from autograder.cli.console import err


def once(
    lecture: str = typer.Argument("", help="A lecture, such as 02."),
    seed: str = typer.Option(
        None, help="The seed of an earlier grading, to repeat it exactly; by default a new one, which the result names."
    ),
    sandbox: str = typer.Option("auto", help="auto, bwrap, landlock, or none (student code runs unconfined)."),
    schema: bool = typer.Option(False, "--schema", help="Print the JSON Schema of a result and end."),
) -> None:
    """Grade one notebook from standard input; the result is JSON on standard output.

    Exit codes: 0 graded, 2 bad input, 3 no confinement, 4 the grader failed.
    """
    import contextlib
    import signal

    from autograder.grading.notebook_reader import LARGEST_FILE
    from autograder.grading.once import CODES, SCHEMA, grade_once

    if schema:
        typer.echo(json.dumps(SCHEMA, indent=1))
        return
    # A server that loses patience ends us politely; then nothing is left behind either.
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with contextlib.redirect_stdout(sys.stderr):
        result = grade_once(sys.stdin.buffer.read(LARGEST_FILE + 1), lecture, seed, sandbox)
    signal.signal(signal.SIGTERM, before)
    typer.echo(json.dumps(result, ensure_ascii=False))
    if result["error"]:
        err.print(result["error"], style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(CODES[result["status"]])

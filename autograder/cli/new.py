"""The commands of someone who writes lectures of their own: `new` and `try`."""

from __future__ import annotations

from pathlib import Path

import typer


def new(
    number: str = typer.Argument(..., help="Two digits that no lecture has yet, such as 20."),
    name: str = typer.Argument(..., help="Name for files: lower-case words joined by hyphens."),
    title: str = typer.Argument(..., help="The lecture's title."),
    folder: Path = typer.Option(Path("."), help="The folder of your lectures; made when it is not there."),
    exercises: str = typer.Option(
        "", help="Names of exercises and their kinds, such as centred,RunningMean:class,root_slope:derivation."
    ),
) -> None:
    """Make the files of a lecture of your own: a small one that works, to be changed into yours."""
    # Here, because it brings nbgrader with it: a second at the start of every other command.
    from autograder.authoring.new_lecture import NEXT, make_files

    made = make_files(number, name, title, folder, exercises)
    module = name.replace("-", "_")
    typer.echo(NEXT.format(count=len(made), number=number, folder=folder, name=name, module=module))


def try_out(
    lecture: str = typer.Argument(..., help="The lecture's number, such as 20."),
    slow: bool = typer.Option(False, "--slow", help="Also the tests that take minutes: many seeds, whole notebooks."),
) -> None:
    """Test a lecture as the course's own are: stub, reference, wrong answers, slips of the pen, notebook."""
    from autograder.authoring.new_lecture import run_tests

    failed = run_tests(lecture, slow)
    raise typer.Exit(failed or int(not _say_graded(lecture)))


def _say_graded(lecture: str) -> bool:
    """Whether the solution, handed in and graded as a student's, gets all points; what it lost, in lines."""
    from autograder.authoring.lectures import made
    from autograder.grading.once import grade_once

    result = grade_once(made(lecture)[0].read_bytes(), lecture)
    lost = [e for e in result["exercises"] if e["score"] is not None and e["score"] < e["max_score"]]
    lines = [f"  {e['name']}: {e['score']:g} of {e['max_score']:g}. {_why(e)}" for e in lost]
    if result["error"]:
        lines = [f"  not tried: {result['error']}"]
    typer.echo("\n".join(["\nThe solution, graded as a student's:", *(lines or ["all points"])]))
    return not lost and (not result["error"] or result["status"] == "no confinement")


def _why(exercise: dict) -> str:
    return next((f["text"] for f in exercise["findings"] if f["status"] == "no"), "")

"""The command `bundle`."""

from __future__ import annotations

from pathlib import Path

import typer

from autograder.cli.console import out as console


def bundle(
    lectures: list[str] = typer.Argument(None, help="Lectures to hand out, such as 00 01 02; all by default."),
    out: Path = typer.Option(Path("course.zip"), help="The zip file to write."),
    due: list[str] = typer.Option(
        None,
        help="Include the answers of this lecture, whose date is past; may be given several times. `course`: of all "
        "the course's own. By default no answers are included.",
    ),
) -> None:
    """Pack what a student needs, and no answer to an exercise that is not due, into a zip file."""
    from autograder.handout.bundle import make_bundle, waiting

    with console.status("packing") as status:
        names = make_bundle(lectures or [], due or [], out, lambda what: status.update(f"packing: {what}"))
    opened = f"answers opened: {', '.join(due)}" if due else "no answers"
    size = f"{out.stat().st_size / 1e6:.1f} MB"
    console.print(f"{out}: {', '.join(names)}; {opened}; {size}", highlight=False, markup=False, soft_wrap=True)
    if missing := waiting(names, due or []):
        said = f"neither in it nor due: {', '.join(missing)}; cells that need their functions wait (--due opens them)"
        console.print(said, highlight=False, markup=False, soft_wrap=True)

"""The command `grade`."""

from __future__ import annotations

import time
from pathlib import Path

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from autograder.cli import console
from autograder.sandbox.limits import Limits

MOST_LOST = 30


def grade(
    submitted: Path = typer.Argument(..., help="The folder with the submissions, as it was downloaded."),
    out: Path = typer.Option(..., help="The course folder for gradebook, graded notebooks, feedback and report."),
    jobs: int = typer.Option(0, min=0, help="Workers; 0: one per core."),
    seed: str = typer.Option(
        None, help="The seed of an earlier grading, to repeat it exactly; by default that of --out."
    ),
    sandbox: str = typer.Option("auto", help="auto, bwrap, landlock, or none (student code runs unconfined)."),
    scheduler: str = typer.Option(
        None, help="Grade on the workers of this dask scheduler, such as tcp://10.0.0.5:8786."
    ),
    db: str = typer.Option(
        None,
        help="The gradebook's database, such as postgresql+psycopg://host/grades; by default what nbgrader_config.py "
        "says, or gradebook.db.",
    ),
    resume: bool = typer.Option(False, "--resume", help="Skip what an interrupted run has finished."),
    only: list[str] = typer.Option(None, help="Only this student; may be given several times."),
    assignment: list[str] = typer.Option(None, help="Only this assignment; may be given several times."),
    call_seconds: float = typer.Option(Limits.call, min=0.1, help="Time for one call of a student's function."),
    cell_seconds: float = typer.Option(Limits.cell, min=0.1, help="Time for one cell."),
    notebook_seconds: float = typer.Option(Limits.notebook, min=0.1, help="Time for one submission's notebook."),
    tests: str = typer.Option(
        "auto", help="Where another course's tests run: outside the student's process, inside, or auto, as each needs."
    ),
    memory: int = typer.Option(Limits.memory, min=256, help="Megabytes for one submission."),
) -> None:
    """Grade a class: student code runs confined, submissions in parallel."""
    from autograder.grading.run import Options, grade_class

    limits = Limits(call=call_seconds, cell=cell_seconds, notebook=notebook_seconds, memory=memory)
    chosen = tuple(only or ()), tuple(assignment or ())
    options = Options(jobs, seed, sandbox, resume, *chosen, limits, scheduler, db, tests)
    progress = _Progress()
    try:
        with progress.bar:
            summary = grade_class(submitted, out, options, progress.show, lambda line: _say(line, "yellow"))
    except (KeyboardInterrupt, ValueError, OSError) as end:
        _ended(end, progress.done, progress.total)
        raise
    _print(summary, out, time.monotonic() - progress.start)


class _Progress:
    """The bar on the screen, and how far grading has come."""

    def __init__(self) -> None:
        self.bar, self.start = _bar(), time.monotonic()
        self.task = self.bar.add_task("getting ready", total=None, rate="")
        self.done = self.total = 0

    def show(self, done: int, total: int, student: str, workers: str) -> None:
        self.done, self.total = done, total
        rate = f"{done / max(time.monotonic() - self.start, 0.001):.1f}/s" + f" by {workers}" * bool(workers)
        self.bar.update(self.task, completed=done, total=total, description=f"grading {student[:20]}", rate=rate)


def _ended(end: BaseException, done: int, total: int) -> None:
    """Say what is kept of a run that ended early; a person's own Ctrl-C needs no explanation."""
    if total:
        _say(f"{done} of {total} were graded and are kept; the same command with --resume does the rest", "yellow")
    if isinstance(end, KeyboardInterrupt):
        _say("interrupted" + " before anything was graded" * (not total), "yellow")
        raise typer.Exit(130) from None


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description:<28}", markup=False), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
        console=console.out, transient=True, disable=not console.out.is_terminal,
    )  # fmt: skip


def _say(text: str, style: str = "") -> None:
    """One line as it is; of a name that somebody chose, no character that a terminal obeys."""
    from autograder.grading.safe_text import printable

    console.out.print(printable(text), style=style, markup=False, highlight=False, soft_wrap=True)


def _print(summary, out: Path, seconds: float) -> None:
    from autograder.grading.feedback import UNCONFINED

    for line in summary.lines:
        _say(line, "yellow")
    for student, why in [*summary.failed, *summary.incomplete[:MOST_LOST]]:
        _say(f"{student}: {why}", "red")
    if len(summary.incomplete) > MOST_LOST:
        _say(f"and {len(summary.incomplete) - MOST_LOST} more such lines, in the report", "red")
    if summary.mode == "none":
        _say(UNCONFINED, "bold red")
    skipped = f", {summary.skipped} were done before" if summary.skipped else ""
    confined = "unconfined" if summary.mode == "none" else f"confined by {summary.mode}"
    _say(f"{summary.graded} graded in {seconds:.1f} s, {confined}{skipped}")
    for what, place in (("marks", "grades.csv"), ("details", "results.json"), ("feedback", "feedback"),
                        ("report", "class_report.html")):  # fmt: skip
        _say(f"{what:<10} {out / place}")
    _say(f"{'gradebook':<10} {summary.gradebook}")

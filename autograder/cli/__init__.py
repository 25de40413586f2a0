"""python -m autograder, or mlp-course: build the course, hand it out, grade it, report on it."""

from __future__ import annotations

import typer

from autograder.cli import build as building
from autograder.cli import bundle, doctor, export, forget, grade, gradebook, lab, new, once, report, site
from autograder.cli.console import clear_errors

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__, pretty_exceptions_enable=False)
for _command in (lab.lab, building.build, report.report, report.feedback, grade.grade, doctor.doctor, bundle.bundle):
    app.command()(clear_errors(_command))
app.add_typer(export.app, name="export")
app.command()(clear_errors(forget.forget))
app.command()(clear_errors(gradebook.gradebook))
app.command()(clear_errors(once.once))
app.command()(clear_errors(site.site))
app.command()(clear_errors(site.lite))
app.command()(clear_errors(new.new))
app.command("try")(clear_errors(new.try_out))

"""The course's settings for nbgrader, shared by `nbgrader_config.py` and by our own calls of its API."""

from __future__ import annotations

import os
from pathlib import Path


def settings(config, course: Path | str = ".") -> None:
    """Put the course's settings into an nbgrader `config`; `course` is the folder with source, release, submitted."""
    seed = Path(course) / "grading_seed.txt"
    if seed.exists():
        # Kernels inherit this: while nbgrader autogrades, checks draw from the course's secret seed.
        os.environ["MLPKIT_GRADING_SEED"] = seed.read_text(encoding="utf-8").strip()
    exchange(config)
    config.Autograde.sanitize_preprocessors = [
        "nbgrader.preprocessors.ClearOutput",
        "autograder.rebuild.Rebuild",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    config.Autograde.autograde_preprocessors = [
        "autograder.grading.preprocessors.SandboxExecute",
        "nbgrader.preprocessors.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    # What a page shows of a submission in Formgrader and in feedback is text and pictures, never script.
    config.HTMLExporter.sanitize_html = True
    # These two are for nbgrader's own Execute, with its default list of preprocessors.
    config.Execute.timeout = 60
    config.Execute.error_on_timeout = {
        "ename": "OutOfTime",
        "evalue": "",
        "traceback": ["OutOfTime: this cell did not end within a minute and was stopped. Does a loop never end?"],
    }
    config.LimitOutput.max_lines = 500
    config.LimitOutput.max_traceback = 40


def exchange(config) -> None:
    """Where assignments are handed out and in: the same for the course and for its students.

    The environment names what differs from place to place: MLPKIT_COURSE_ID, and MLPKIT_EXCHANGE for the folder that
    everyone may write to (nbgrader's own is /usr/local/share/nbgrader/exchange).
    """
    config.CourseDirectory.course_id = os.environ.get("MLPKIT_COURSE_ID") or "mlp"
    if os.environ.get("MLPKIT_EXCHANGE"):
        config.Exchange.root = os.environ["MLPKIT_EXCHANGE"]
    # One folder for the course in a student's home, with the lectures in it; other courses keep out of its way.
    config.Exchange.path_includes_course = True
    # nbgrader 0.9 reads "+0200" as 200 seconds and "CEST" as UTC: in any other zone, who is late would come out wrong.
    config.Exchange.timezone = "UTC"
    # A renamed notebook is refused while its author can still name it back; feedback finds its way by the name.
    config.ExchangeSubmit.strict = True

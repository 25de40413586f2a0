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
    config.Autograde.sanitize_preprocessors = [
        "nbgrader.preprocessors.ClearOutput",
        "autograder.rebuild.Rebuild",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    config.Execute.timeout = 60
    config.Execute.error_on_timeout = {
        "ename": "OutOfTime",
        "evalue": "",
        "traceback": ["OutOfTime: this cell did not end within a minute and was stopped. Does a loop never end?"],
    }
    config.LimitOutput.max_lines = 500
    config.LimitOutput.max_traceback = 40

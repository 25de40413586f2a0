"""The course's settings for nbgrader, shared by `nbgrader_config.py` and by our own calls of its API."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.course import author_folder
from autograder.gradebook.formulas import formulas
from autograder.gradebook.url import remembered
from autograder.hub import STUDENT

# nbgrader's own list, with its ClearSolutions replaced by one that knows cells with a stub of their own.
_RELEASE = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "autograder.authoring.given_stubs.GivenStubs",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
_SANITISE = [
    "nbgrader.preprocessors.ClearOutput",
    "autograder.grading.preprocessors.Rebuild",
    "nbgrader.preprocessors.CheckCellMetadata",
]
_GRADE = [
    "autograder.grading.preprocessors.SandboxExecute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.grading.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# What nbgrader's own export writes into a course folder.
EXPORTED = "nbgrader-grades.csv"


def settings(config, course: Path | str = ".") -> None:
    """Put the course's settings into an nbgrader `config`; `course` is the folder with source, release, submitted."""
    try:
        author_folder.folder()
    except ValueError as error:
        # nbgrader would log an error of any other kind with its traceback, and go on without this configuration.
        raise SystemExit(f"error: {error}") from None
    seed = Path(course) / "grading_seed.txt"
    if seed.exists():
        # Kernels inherit this: while nbgrader autogrades, checks draw from the course's secret seed.
        os.environ["MLPKIT_GRADING_SEED"] = seed.read_text(encoding="utf-8").strip()
    if address := remembered(Path(course)):
        # A line about db_url below ours in nbgrader_config.py still wins.
        config.CourseDirectory.db_url = address
    exchange(config)
    config.GenerateAssignment.preprocessors = _RELEASE
    config.Autograde.sanitize_preprocessors = _SANITISE
    config.Autograde.autograde_preprocessors = _GRADE
    # What a page shows of a submission in Formgrader and in feedback is text and pictures, never script.
    config.HTMLExporter.sanitize_html = True
    formulas(config)
    # Its default is grades.csv, which is ours and has other columns.
    config.ExportPlugin.to = EXPORTED
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
    """Where assignments are handed out and in: for the course the same as for its students."""
    from traitlets.config import PyFileConfigLoader

    config.merge(PyFileConfigLoader("nbgrader_config.py", str(STUDENT)).load_config())

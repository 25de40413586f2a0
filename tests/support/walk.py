"""Run inside a hand-out, as a process of its own: one lecture from its first cell to its last, as a student does it.

Standard input: {"notebook": path, "answers": {grade_id: source}}; with "graded": true only the set-up, the exercises
and their checks run. Standard output, in its last line: what each cell ended with, and the result of every check.
Imports nothing of the project but what is handed out.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
from pathlib import Path


def main() -> None:
    import matplotlib
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell

    job = json.load(sys.stdin)
    os.environ.setdefault("IPYTHONDIR", os.environ["MLPKIT_HOME"])
    shell = InteractiveShell.instance()
    said = {"home": _homes(), "cells": [], "checks": {}, "lost": []}
    matplotlib.use("agg")
    for number, cell in enumerate(nbformat.read(job["notebook"], as_version=4).cells):
        grade = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or (job.get("graded") and not grade):
            continue
        began = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            ran = shell.run_cell(job["answers"].get(grade.get("grade_id"), cell.source))
        error = ran.error_before_exec or ran.error_in_exec
        name = grade.get("grade_id") or next(iter(cell.source.splitlines()), "")
        ended = None if error is None else [type(error).__name__, _shown(error)]
        said["cells"].append([number, name, ended, round(time.perf_counter() - began, 2)])
        if grade.get("grade") and error is None:
            said["checks"][grade["grade_id"].removeprefix("check-")] = [float(ran.result), ran.result.max_points]
            said["lost"] += [] if ran.result.passed else [str(ran.result)]
    print()
    print(json.dumps(said))


def _shown(error: BaseException) -> str:
    """The line that a student reads in place of a traceback, where there is one; else the error's own text."""
    line = getattr(error, "_render_traceback_", None)
    return "\n".join(line()) if line else str(error)


def _homes() -> list[str]:
    """Where the packages of the project come from."""
    import autograder
    import mlpkit

    return [str(Path(package.__file__).resolve().parent.parent) for package in (mlpkit, autograder)]


if __name__ == "__main__":
    main()

"""Penalties for late submissions, by the plugin that the course configures for nbgrader's AssignLatePenalties."""

from __future__ import annotations

import sys
from pathlib import Path

from nbgrader.api import SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config


class Late:
    """The course's plugin, asked and written down as nbgrader does it, within the transaction of the scores."""

    def __init__(self, config: Config, course: Path | None):
        folder, known = str((course or Path()).resolve()), set(sys.modules)
        # As nbgrader's commands, which run in the course folder: a plugin may lie beside the configuration.
        sys.path.insert(0, folder)
        try:
            self.place = f"{folder}/nbgrader_config.py"
            self.nbgrader = AssignLatePenalties(config=config)
            self.nbgrader.init_plugin()
        except Exception as problem:  # of a module that somebody wrote for this course
            where = f"c.AssignLatePenalties.plugin_class in {self.place}"
            raise ValueError(
                f"the plugin for late submissions cannot be loaded: {type(problem).__name__}: {problem}. Fix {where}"
            ) from None
        finally:
            sys.path.remove(folder)
            # Another course may have a plugin of the same name.
            for name in set(sys.modules) - known:
                if Path(getattr(sys.modules[name], "__file__", None) or "/").is_relative_to(folder):
                    del sys.modules[name]

    def charge(self, database, submission: SubmittedAssignment) -> None:
        """Set each notebook's penalty; none where the submission is in time."""
        database.flush()
        # A submission that was entered just now has not seen its notebooks yet.
        database.expire(submission, ["notebooks"])
        late = submission.total_seconds_late
        for notebook in submission.notebooks:
            notebook.late_submission_penalty = None
            if late > 0:
                database.refresh(notebook, ["score"])
                notebook.late_submission_penalty = self._asked(submission.student_id, notebook, late)

    def _asked(self, student: str, notebook: SubmittedNotebook, late: float) -> float | None:
        try:
            penalty = self.nbgrader.plugin_inst.late_submission_penalty(student, notebook.score, late)
            return None if penalty is None else self.nbgrader._check_late_penalty(notebook, float(penalty))
        except Exception as problem:
            name = type(self.nbgrader.plugin_inst).__name__
            said = f"{type(problem).__name__}: {problem}"
            what = f"the plugin for late submissions, {name}, failed for {student}: {said}"
            raise ValueError(f"{what}. Fix it, or take its line out of {self.place}") from problem

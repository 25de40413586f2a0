"""nbgrader's own autograde, hardened: rebuilt notebooks, cells in the sandbox, tests in nbgrader's process."""

from __future__ import annotations

import atexit
import os
import tempfile
from pathlib import Path

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.preprocessors import SaveAutoGrades as StockSaveAutoGrades
from traitlets import Unicode

from autograder.grading.answer_texts import digests, keep, known, must_look
from autograder.grading.assignment import read_assignment
from autograder.grading.grade import grading_environment, run_notebook
from autograder.grading.instructor_cells import is_foreign, steps_of
from autograder.grading.notebook_reader import read_trusted
from autograder.grading.plan import make_plan
from autograder.grading.pool import close_sandboxes, sandbox_for
from autograder.grading.rebuild import rebuild
from autograder.sandbox.backends import choose
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session

_plans: dict[tuple, dict] = {}
_folders: list[tempfile.TemporaryDirectory] = []


class Rebuild(NbGraderPreprocessor):
    """`rebuild` among nbgrader's sanitizing preprocessors: compares with the released notebook of the course."""

    def preprocess(self, nb, resources):
        """The rebuilt notebook; oddities go to the log."""
        named = resources["nbgrader"]
        # nbgrader converts with the course folder as its working directory.
        path = Path("release") / named["assignment"] / f"{named['notebook']}.ipynb"
        if not path.exists():
            raise FileNotFoundError(
                f"{path} is missing: run `python -m autograder build --course .` in the course folder"
            )
        released = read_trusted(path)
        rebuilt, odd = rebuild(released, nb, is_foreign(steps_of(released)))
        for said in odd:
            self.log.warning("%s: %s", named["student"], said)
        rebuilt.metadata["mlpkit"] = {"odd": odd}
        return rebuilt, resources


class SandboxExecute(NbGraderPreprocessor):
    """Takes the place of nbgrader's Execute: fills in the outputs, from which nbgrader reads the scores."""

    sandbox = Unicode("auto", help="auto, bwrap, landlock, or none").tag(config=True)

    def preprocess(self, nb, resources):
        """Run a rebuilt notebook. nbgrader converts with the course folder as its working directory."""
        named = resources["nbgrader"]
        assignment, place = self._plan(Path.cwd(), named["assignment"])
        if named["notebook"] not in assignment.templates:
            raise ValueError(f"source/{named['assignment']}/{named['notebook']}.ipynb is missing")
        session = Session(sandbox_for(place), assignment.limits)
        with grading_environment(assignment):
            try:
                graded = run_notebook(assignment.templates[named["notebook"]], nb, session, assignment)
            finally:
                session.close()
        for line in [*graded.failures, *session.deaths]:
            self.log.warning("%s: %s", named["student"], line)
        if place.mode == "none":
            self.log.warning("student code ran without confinement")
        return nbformat.from_dict(nb), resources

    def _plan(self, course: Path, name: str):
        """Assignment and sandbox of an assignment, made once for this process and this state of the course."""
        seed = os.environ.get("MLPKIT_GRADING_SEED", "public")
        assignment = read_assignment(course, name, seed, Limits())
        key = (str(course), name, assignment.digest, seed, self.sandbox)
        if key not in _plans:
            folder = tempfile.TemporaryDirectory(prefix="grading-")
            os.chmod(folder.name, 0o755)
            _folders.append(folder)
            _plans[key] = make_plan(Path(folder.name), {name: assignment}, choose(self.sandbox), course)
        return _plans[key][name]


class SaveAutoGrades(StockSaveAutoGrades):
    """nbgrader's, but a person is asked again only where the text that they marked is another now."""

    def preprocess(self, nb, resources):
        """Save the scores. nbgrader converts with the course folder as its working directory."""
        named = resources["nbgrader"]
        where = Path.cwd(), named["student"], named["assignment"]
        before, now = known(*where), digests(nb)
        texts = before.get(named["notebook"], {})
        self.same = {name for name, digest in now.items() if texts.get(name) == digest}
        nb, resources = super().preprocess(nb, resources)
        keep(*where, {**before, named["notebook"]: now})
        return nb, resources

    def _add_score(self, cell, resources):
        name = cell.metadata["nbgrader"]["grade_id"]
        grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
        flagged = bool(grade.needs_manual_grade)
        super()._add_score(cell, resources)
        grade.needs_manual_grade = must_look(grade.manual_score, grade.auto_score, flagged, name in self.same)
        self.gradebook.db.commit()


atexit.register(close_sandboxes)

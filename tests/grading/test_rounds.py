"""A new submission meets new inputs; the same one meets the same again."""

import json

import nbformat
import pytest

from autograder.grading.forget import FOLDERS
from autograder.grading.grade import Submission
from autograder.grading.rounds import graded_before, remember, seed_of_round
from autograder.grading.run import Options, grade_class
from autograder.sandbox import backends
from tests.support import grading_class as small


def test_the_order_of_a_students_submissions_is_remembered(tmp_path):
    def handed_in(student, text):
        submission = Submission(student, "02", {"02": text}, before=graded_before(tmp_path, student, "02"))
        remember(tmp_path, student, "02", submission.digest)
        return submission.round

    assert [handed_in("ada", text) for text in (b"first", b"second", b"first", b"third", b"second")] == [0, 1, 0, 2, 1]
    assert handed_in("bob", b"second") == 0
    assert len({seed_of_round("words", n) for n in range(3)}) == 3 and seed_of_round("words", 0) == "words"
    assert "rounds" in FOLDERS


@pytest.mark.skipif(bool(backends.why_no_bwrap()), reason=backends.why_no_bwrap())
def test_what_a_submission_was_called_with_does_not_serve_the_next(tmp_path):
    """Each says the inputs that it was called with; the third is the first, handed in again."""
    source, told = small.source_notebook(), []
    for comment in ("", "# again", ""):
        notebook = small.without_hidden_tests(source)
        small.cell(notebook, "relu").source = f"def relu(z):\n    raise ValueError(str(z.ravel()))\n{comment}"
        files = {"mallory": nbformat.writes(notebook).encode()}
        place = tmp_path / f"downloads{len(told)}"
        submitted = small.write_course(place, source, small.released(source), files)
        grade_class(submitted, tmp_path / "graded", Options(jobs=1, seed=small.SEED, sandbox="bwrap"))
        (record,) = json.loads((tmp_path / "graded" / "results.json").read_text(encoding="utf-8"))
        (done,) = record["notebooks"]
        told.append(json.dumps(done["findings"]["check-relu"]))
        assert done["scores"]["check-tanh"] == small.FULL["check-tanh"]
    assert told[0] == told[2] != told[1] and "ValueError" in told[1]

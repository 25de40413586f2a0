"""One notebook in, one result out: what another server sees of `python -m autograder once`."""

import json
import os
import subprocess
import sys

import jsonschema
import nbformat
import pytest
from typer.testing import CliRunner

from autograder.authoring import notebooks
from autograder.checking.exercise import EXERCISES
from autograder.cli import app
from autograder.grading import once
from autograder.grading.once import SCHEMA, grade_once
from autograder.sandbox import backends
from autograder.sandbox.launcher import SandboxFailure

NAME = "00-start-here"

confined = pytest.mark.skipif(
    bool(backends.why_no_bwrap() and backends.why_no_landlock()),
    reason=f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}",
)


def notebook(place):
    return (notebooks.root() / place / f"{NAME}.ipynb").read_bytes()


def invoke(content, *words):
    """(exit code, result) of the command in this process; the result fits the schema."""
    done = CliRunner().invoke(app, ["once", *words], input=content)
    result = json.loads(done.stdout)
    jsonschema.validate(result, SCHEMA)
    assert "Traceback" not in done.stderr and (done.stderr != "") == (result["error"] != "")
    return done.exit_code, result


@confined
def test_a_right_notebook_from_outside_leaves_nothing_behind_and_repeats_with_its_seed(tmp_path):
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "autograder", "once", "00", "--seed", "one-seed"]
    done = subprocess.run(
        command, input=notebook("solutions"), capture_output=True, env=environment, cwd=notebooks.root()
    )
    result = json.loads(done.stdout)
    jsonschema.validate(result, SCHEMA)
    assert (done.returncode, result["status"], result["error"]) == (0, "graded", "")
    points = sum(exercise.points for exercise in EXERCISES.of(NAME[:2]))
    assert result["score"] == result["max_score"] == points and result["confinement"] == backends.choose()
    assert result["seed"] == "one-seed" and not list(tmp_path.iterdir())
    again = grade_once(notebook("solutions"), "00", "one-seed")
    assert {**again, "seconds": 0} == {**result, "seconds": 0}


@confined
def test_mistakes_have_reasons_and_a_fresh_seed_each_time():
    given = nbformat.reads(notebook("solutions").decode(), as_version=4)
    for cell in given.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "standardise":
            cell.source = "def standardise(X):\n    print('to standard output')\n    return X * 2"
    code, result = invoke(nbformat.writes(given), "00")
    assert code == 0 and 0 < result["score"] < result["max_score"] and len(result["seed"]) == 32
    wrong = {e["name"]: e for e in result["exercises"]}["standardise"]
    assert wrong["score"] == 0 and any(f["status"] == "no" and len(f["text"]) > 20 for f in wrong["findings"])


@confined
@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "is empty"), (b"not json", "is not JSON"), (b"[]", "not a notebook"), (b"\xff" * 9, "is not JSON")],
)
def test_what_is_no_notebook_gets_0_the_reason_and_exit_code_2(content, words):
    code, result = invoke(content, "00")
    assert (code, result["status"], result["score"]) == (2, "bad input", 0) and words in result["error"]
    assert result["exercises"] and all(words in e["findings"][0]["text"] for e in result["exercises"])


def test_an_unknown_lecture_and_an_oversized_file(monkeypatch):
    code, result = invoke(b"{}", "99")
    assert (code, result["score"]) == (2, None) and "there is no lecture '99'" in result["error"]
    monkeypatch.setattr(once, "LARGEST_FILE", 1 << 20)
    result = grade_once(b" " * (1 << 21), "00", sandbox="none")
    assert result["status"] == "bad input" and "has more than 1 MB" in result["error"]


def test_without_confinement_nothing_runs_and_the_exit_code_is_3(monkeypatch):
    monkeypatch.setattr(backends, "why_no_bwrap", lambda: "not installed")
    monkeypatch.setattr(backends, "why_no_landlock", lambda: "this kernel has none")
    monkeypatch.setattr(once, "grade", lambda *_: pytest.fail("graded without confinement"))
    code, result = invoke(notebook("solutions"), "00")
    assert (code, result["score"], result["exercises"]) == (3, None, []) and "bubblewrap" in result["error"]


def test_a_sandbox_that_does_not_start_is_nobodys_fault_and_exit_code_4(monkeypatch):
    def broken(*_):
        raise SandboxFailure("the sandbox does not start")

    monkeypatch.setattr(once, "grade", broken)
    code, result = invoke(notebook("solutions"), "00", "--sandbox", "none")
    assert (code, result["status"], result["score"]) == (4, "failed", None)


def test_the_schema_is_printed():
    done = CliRunner().invoke(app, ["once", "--schema"])
    assert done.exit_code == 0 and json.loads(done.stdout) == json.loads(json.dumps(SCHEMA))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_who_grades_one_notebook_does_not_wait_for_nbgrader():
    code = "import autograder.grading.once, sys; print('nbgrader' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "False", done.stderr

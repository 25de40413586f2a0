"""From a course folder to marks and reasons, through nbgrader's own autograde, feedback and export."""

import csv
import html
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import EXERCISES
from autograder.authoring import notebooks
from autograder.gradebook import marks_with_reasons
from tests.browser.server import Server
from tests.submissions import make_class
from tests.support import stock_nbgrader

NAME = make_class.ASSIGNMENT
FULL = sum(e.points for e in EXERCISES.of("02"))
STUDENTS = ("boris", "dana", "goran", "hana", "ivan", "kofi", "lena")


def nbgrader(folder, *args):
    """One of nbgrader's own commands, in the course folder."""
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *args], cwd=folder, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course folder with a part of the sample class, one unreadable and one misplaced submission, graded."""
    folder = tmp_path_factory.mktemp("course")
    notebooks.make_course(folder, ["02"])
    make_class.make_class(folder, {s: make_class.STUDENTS[s] for s in STUDENTS})
    for student, file in (("mara", f"{NAME}.ipynb"), ("nils", "homework.txt")):
        (folder / "submitted" / student / NAME).mkdir(parents=True)
        (folder / "submitted" / student / NAME / file).write_text('{"cells": [', encoding="utf-8")
    failed = {student: why for student, why in stock_nbgrader.autograde(folder, NAME) if why}
    pages = {student: why for student, why in stock_nbgrader.feedback(folder, NAME) if why}
    return folder, failed, pages, {m.student: m for m in marks_with_reasons.marks(folder, NAME)}


def test_what_is_right_earns_everything_whatever_else_the_notebook_does(graded):
    marks = graded[3]
    assert marks["boris"].total == FULL
    assert marks["kofi"].total == FULL
    assert marks["ivan"].total == FULL


def test_an_early_failure_costs_its_exercise_only_and_says_why(graded):
    marks = graded[3]
    sigmoid, relu = EXERCISES["sigmoid"].points, EXERCISES["relu"].points
    for student, lost, said in (
        ("goran", sigmoid, "did not run, or ended with an error"),
        ("hana", sigmoid, "does a loop never end?"),
        ("lena", sigmoid + relu, "did not run, or ended with an error"),
    ):
        assert marks[student].total == FULL - lost
        assert said in marks[student].findings["sigmoid"][-1]["text"] + marks[student].findings["sigmoid"][0]["text"]


def test_mistakes_are_named_in_the_marks(graded):
    marks = graded[3]
    assert marks["dana"].total < FULL
    assert len(marks["dana"].misconceptions) >= 6
    ranked = marks_with_reasons.most_frequent(list(marks.values()))
    assert all(said == EXERCISES[e].misconceptions[name] for _, e, name, said in ranked)


def test_tampering_is_reported_and_has_no_effect(graded):
    odd = " ".join(graded[3]["ivan"].odd)
    for said in ("check-tanh was edited", "check-sigmoid was deleted", "setup was deleted"):
        assert said in odd


def test_an_unreadable_submission_is_named_and_stops_nobody(graded):
    _, failed, pages, _ = graded
    assert set(failed) == {"mara", "nils"}
    assert "mara" in failed["mara"] and "is not a readable notebook" in failed["mara"]
    assert "is missing; the folder holds homework.txt" in failed["nils"]
    assert not pages


def test_feedback_pages_show_points_and_reasons_and_run_nothing(graded):
    folder = graded[0]
    text = (folder / "feedback" / "dana" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    said = EXERCISES["relu_grad"].misconceptions
    assert any(html.escape(s)[:60] in text for s in said.values())
    assert re.search(r"0\.75 of 1 points|1\.5 of 2 points", text)


def test_nbgraders_export_shows_partial_points(graded):
    folder = graded[0]
    (folder / "grades.csv").write_text("ours", encoding="utf-8")
    done = nbgrader(folder, "export")
    assert done.returncode == 0, done.stderr
    assert (folder / "grades.csv").read_text(encoding="utf-8") == "ours"
    with (folder / "nbgrader-grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {r["student_id"]: float(r["score"]) for r in csv.DictReader(file)}
    assert rows["boris"] == FULL
    assert rows["dana"] == pytest.approx(graded[3]["dana"].total)
    assert 0 < rows["dana"] < FULL


def test_grading_again_with_the_same_seed_gives_the_same_marks(graded):
    folder, _, _, marks = graded
    for student in ("dana", "kofi"):
        assert dict(stock_nbgrader.autograde(folder, NAME, [student])) == {student: ""}
    again = {m.student: m for m in marks_with_reasons.marks(folder, NAME)}
    assert {s: m.scores for s, m in again.items()} == {s: m.scores for s, m in marks.items()}


def test_nbgraders_own_commands_work_in_the_folder(graded):
    folder, _, _, marks = graded
    done = nbgrader(folder, "autograde", NAME, "--student", "goran", "--force")
    assert done.returncode == 0, done.stderr
    assert {m.student: m for m in marks_with_reasons.marks(folder, NAME)}["goran"].scores == marks["goran"].scores
    done = nbgrader(folder, "generate_feedback", NAME, "--student", "goran", "--force")
    assert done.returncode == 0, done.stderr
    done = nbgrader(folder, "validate", f"release/{NAME}/{NAME}.ipynb")
    assert f"VALIDATION FAILED ON {len(EXERCISES.of(NAME[:2]))} CELL(S)" in done.stdout
    assert "step is not written yet" in done.stdout


def test_formgraders_autograde_button_works_in_the_folder(graded, tmp_path):
    folder, _, _, marks = graded
    server = Server(tmp_path, folder)
    try:
        known = server.request("formgrader/api/assignments")
        assert [(a["name"], a["max_score"]) for a in known] == [(NAME, FULL)]
        answer = server.request(f"formgrader/api/submission/{NAME}/goran/autograde", "POST", seconds=120)
        assert answer["success"], answer
        graded_again = server.request(f"formgrader/api/submission/{NAME}/goran")
        assert graded_again["score"] == marks["goran"].total
    finally:
        server.stop()


def test_the_sample_class_has_every_kind_of_student():
    assert len(make_class.STUDENTS) >= 10
    assert all(f.__doc__ for f in make_class.STUDENTS.values())
    assert Path(make_class.__file__).read_text(encoding="utf-8").count("json") == 0

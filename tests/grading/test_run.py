"""A class from a downloaded folder to marks, pages and gradebook; again, interrupted, and with manual scores."""

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.authoring import notebooks
from autograder.gradebook.url import url
from autograder.grading import run
from autograder.grading.collect import collect
from autograder.grading.run import Options, grade_class
from autograder.sandbox import backends
from tests.submissions import make_class

NAME = make_class.ASSIGNMENT
STUDENTS = ("ada", "dana", "fatima", "goran")

confined = pytest.mark.skipif(
    bool(backends.why_no_bwrap() and backends.why_no_landlock()),
    reason=f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}",
)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder with a part of the sample class."""
    folder = tmp_path_factory.mktemp("course")
    notebooks.make_course(folder, ["02"])
    make_class.make_class(folder, {s: make_class.STUDENTS[s] for s in STUDENTS})
    return folder


@pytest.fixture(scope="module")
def graded(course, tmp_path_factory):
    """The class graded once: (output folder, summary)."""
    out = tmp_path_factory.mktemp("graded") / "out"
    return out, grade_class(course / "submitted", out, Options(jobs=2, seed="one-seed"))


def table(out):
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: float(row["score"]) for row in csv.DictReader(file)}


def book(out):
    """student -> {grade id: (automatic score, manual score, needs a person)} in nbgrader's gradebook."""
    with Gradebook(url(out)) as gradebook:
        found = {}
        for submission in gradebook.assignment_submissions(NAME):
            grades = [g for n in submission.notebooks for g in n.grades]
            found[submission.student.id] = {
                g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in grades
            }
        return found


@confined
def test_marks_reach_the_table_the_gradebook_and_the_pages(graded):
    out, summary = graded
    full = sum(e.points for e in notebooks.EXERCISES.of("02"))
    assert (summary.graded, summary.failed) == (len(STUDENTS), [])
    scores = table(out)
    assert (scores["ada"], scores["fatima"]) == (full, 0.0) and 0 < scores["dana"] < scores["goran"] < full
    for student, grades in book(out).items():
        assert sum(a or 0 for a, _, _ in grades.values()) == scores[student]
        nbformat.validate(nbformat.read(out / "autograded" / student / NAME / f"{NAME}.ipynb", as_version=4))
        page = (out / "feedback" / student / NAME / f"{NAME}.html").read_text(encoding="utf-8")
        assert "default-src 'none'" in page and "<script" not in page and student in page
    report = (out / "class_report.html").read_text(encoding="utf-8")
    assert report.count("data:image/png") == 2 and "Misconceptions" in report and "one-seed" not in report


@confined
def test_every_deduction_has_a_reason(graded):
    for record in json.loads((graded[0] / "results.json").read_text(encoding="utf-8")):
        (notebook,) = record["notebooks"]
        for grade_id, score in notebook["scores"].items():
            if score < notebook["points"][grade_id]:
                assert any(f["status"] == "no" and len(f["text"]) > 20 for f in notebook["findings"][grade_id])


@confined
def test_a_regrade_with_the_seed_gives_the_same_bytes_and_keeps_manual_scores(graded, course):
    out, _ = graded
    before = {p: p.read_bytes() for p in (out / "results").rglob("*.json")}
    with Gradebook(url(out)) as gradebook:
        grade = gradebook.find_grade("check-relu", NAME, NAME, "dana")
        grade.manual_score, grade.extra_credit = 0.25, 0.5
        gradebook.db.commit()
    grade_class(course / "submitted", out, Options(jobs=1, sandbox=backends.choose()))
    assert {p: p.read_bytes() for p in (out / "results").rglob("*.json")} == before
    # The text is the one that was marked: nobody has to look again.
    assert book(out)["dana"]["check-relu"][1:] == (0.25, False)


@confined
def test_resume_does_what_is_left_and_what_has_changed(graded, course, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(graded[0], out)
    (out / "results" / "ada" / f"{NAME}.json").unlink()
    summary = grade_class(course / "submitted", out, Options(resume=True))
    assert (summary.graded, summary.skipped) == (1, len(STUDENTS) - 1)
    assert table(out) == table(graded[0])


@confined
def test_only_some(course, tmp_path):
    summary = grade_class(course / "submitted", tmp_path / "out", Options(only=("ada",), assignments=(NAME,)))
    assert summary.graded == 1 and list(table(tmp_path / "out")) == ["ada"]
    with pytest.raises(ValueError, match="nothing was handed in by zoe"):
        grade_class(course / "submitted", tmp_path / "out", Options(only=("zoe",)))
    with pytest.raises(ValueError, match="there is no assignment 99"):
        grade_class(course / "submitted", tmp_path / "out", Options(assignments=("99",)))


def test_without_confinement_it_refuses_and_says_what_to_do(monkeypatch, course, tmp_path):
    monkeypatch.setattr(backends, "why_no_bwrap", lambda: "not installed")
    monkeypatch.setattr(backends, "why_no_landlock", lambda: "this kernel has none")
    with pytest.raises(ValueError, match="apt install bubblewrap") as refused:
        grade_class(course / "submitted", tmp_path / "out", Options())
    assert "--sandbox none" in str(refused.value)
    for system, words in (("Darwin", "Docker"), ("Windows", "WSL 2")):
        monkeypatch.setattr(backends.platform, "system", lambda system=system: system)
        with pytest.raises(ValueError, match=words):
            backends.choose()


def test_unconfined_grading_says_so_everywhere(course, tmp_path):
    out = tmp_path / "out"
    grade_class(course / "submitted", out, Options(sandbox="none", only=("goran",)))
    for path in ("grades.csv", "class_report.html", f"feedback/goran/{NAME}/{NAME}.html"):
        assert "without confinement" in (out / path).read_text(encoding="utf-8"), path


def test_a_flat_download_with_everything_that_goes_wrong(course, tmp_path):
    assignments = run.read_assignments(course, (NAME,), "seed", Options().limits)
    original = course / "submitted" / "ada" / NAME / f"{NAME}.ipynb"
    flat = tmp_path / "flat"
    flat.mkdir()
    for name in (
        f"ada_1_2_{NAME}.ipynb",
        f"ada_1_3_{NAME}-1.ipynb",
        "boris_final version.ipynb",
        f"carla_{NAME}.ipynb",
    ):
        shutil.copy(original, flat / name)
    (flat / f"dora_{NAME}.ipynb").symlink_to(original)
    (flat / "emil_notes.ipynb").write_text("{}")
    (flat / "readme.txt").write_text("hello")
    handed, lines = collect(flat, assignments)
    assert [h.student for h in handed] == ["ada", "boris_final version", "carla"]
    assert handed[0].files[NAME].name == f"ada_1_3_{NAME}-1.ipynb"
    said = "\n".join(lines)
    for words in ("two files for", "by its content it is", "a link, not followed", "no assignment could be recognised"):
        assert words in said
    (tmp_path / "empty").mkdir()
    for wrong, words in ((tmp_path / "empty", "holds no submission"), (tmp_path / "gone", "is not a folder")):
        with pytest.raises(ValueError, match=words):
            collect(wrong, assignments)


def test_two_people_of_one_name_are_told_apart_by_their_numbers(course, tmp_path):
    assignments = run.read_assignments(course, (NAME,), "seed", Options().limits)
    original = course / "submitted" / "ada" / NAME / f"{NAME}.ipynb"
    for name in (
        f"leeli_7_1_{NAME}.ipynb",
        f"leeli_7_2_{NAME}-1.ipynb",
        f"leeli_8_3_{NAME}.ipynb",
        f"ada_9_4_{NAME}.ipynb",
    ):
        shutil.copy(original, tmp_path / name)
    for number in (11, 12):
        folder = tmp_path / f"Li Lee_{number}_assignsubmission_file_"
        folder.mkdir()
        shutil.copy(original, folder / f"{NAME}.ipynb")
    handed, lines = collect(tmp_path, assignments)
    assert [h.student for h in handed] == ["Li Lee_11", "Li Lee_12", "ada", "leeli_7", "leeli_8"]
    assert [h.files[NAME].name for h in handed[3:]] == [f"leeli_7_2_{NAME}-1.ipynb", f"leeli_8_3_{NAME}.ipynb"]
    assert "leeli: 2 people have this name; they are kept apart as leeli_NUMBER" in lines


def test_nbgraders_layout_with_a_renamed_and_a_missing_notebook(course, tmp_path):
    assignments = run.read_assignments(course, (NAME,), "seed", Options().limits)
    original = course / "submitted" / "ada" / NAME / f"{NAME}.ipynb"
    for student, name in (("ada", f"{NAME}.ipynb"), ("boris", "my homework.ipynb"), ("carla", "notes.txt")):
        (tmp_path / student / NAME).mkdir(parents=True)
        shutil.copy(original, tmp_path / student / NAME / name)
    (tmp_path / "carla" / NAME / "notes.txt").write_text("no notebook", encoding="utf-8")
    handed, lines = collect(tmp_path, assignments)
    assert [h.student for h in handed] == ["ada", "boris", "carla"]
    assert handed[1].files[NAME].name == "my homework.ipynb" and "had been renamed" in handed[1].odd[0]
    assert any("carla" in x and "is missing; the folder holds notes.txt" in x for x in lines)


@pytest.mark.slow
@confined
def test_killed_at_random_moments_nothing_is_lost_doubled_or_changed(graded, course, tmp_path):
    """kill -9 of the coordinator, 20 times, each followed by --resume in the next round."""
    out, rng = tmp_path / "out", random.Random(0)
    command = [sys.executable, "-m", "autograder", "grade", str(course / "submitted"), "--out", str(out),
               "--seed", "one-seed", "--resume"]  # fmt: skip
    for _ in range(20):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=notebooks.root())
        time.sleep(rng.uniform(0.5, 8))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        if rng.random() < 0.5:
            shutil.rmtree(out / "results" / rng.choice(STUDENTS), ignore_errors=True)
    assert subprocess.run(command, capture_output=True, cwd=notebooks.root()).returncode == 0
    assert (out / "results.json").read_bytes() == (graded[0] / "results.json").read_bytes()
    ours, theirs = book(out), book(graded[0])
    assert {s: {n: g[0] for n, g in ours[s].items()} for s in ours} == {
        s: {n: g[0] for n, g in theirs[s].items()} for s in theirs
    }


@pytest.mark.slow
@confined
def test_an_honest_class_gets_the_marks_of_nbgraders_own_autograde(course, tmp_path):
    """All of the sample class but ivan, with nbgrader's default preprocessors in one process, against the sandbox.

    ivan deleted check cells, and nbgrader's default then finds no points at all; the rebuilt notebook has them.
    """
    from autograder.gradebook.marks_with_reasons import marks
    from tests.support import stock_nbgrader as stock

    folder = tmp_path / "course"
    shutil.copytree(course, folder)
    make_class.make_class(folder)
    (folder / "grading_seed.txt").write_text("one-seed\n")
    monkey = dict(os.environ)
    try:
        from autograder.gradebook import settings

        original = settings.settings

        def plain(config, place="."):
            original(config, place)
            del config.Autograde.sanitize_preprocessors, config.Autograde.autograde_preprocessors

        build_settings = settings.settings
        settings.settings = plain
        assert not [why for _, why in stock.autograde(folder, NAME) if why]
    finally:
        settings.settings = build_settings
        os.environ.clear()
        os.environ.update(monkey)
    theirs = {m.student: m.scores for m in marks(folder, NAME)}
    out = tmp_path / "out"
    grade_class(folder / "submitted", out, Options(seed="one-seed"))
    ours = {s: {n.removeprefix("check-"): g[0] for n, g in grades.items()} for s, grades in book(out).items()}
    assert ours.pop("ivan") != theirs.pop("ivan") and len(ours) == 11
    assert ours == theirs


def test_paths_stay_inside(tmp_path):
    from autograder.grading.collect import safe

    for name in ("../../etc", "..", "a/b", "\\x", "", "con\0", "." * 5):
        made = safe(name)
        assert (tmp_path / made).resolve().parent == tmp_path.resolve() and "/" not in made and made == Path(made).name

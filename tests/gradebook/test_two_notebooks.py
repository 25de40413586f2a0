"""An assignment of two notebooks whose cells have the same names: nothing of one is taken for the other's."""

import csv
import json
import re
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.cli import app, console
from autograder.gradebook.query import marks_of_class
from autograder.gradebook.url import url
from autograder.grading.release import missing_releases
from autograder.report.gather import gather
from autograder.report.source import written
from autograder.sandbox import backends
from tests.support.foreign_course import CONFIG, flags

PARTS = ("first", "second")
MOODLE = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 1","A D",ada@x.org,ok,,10,Yes,-,-,\n'
)

pytestmark = pytest.mark.skipif(
    bool(backends.why_no_bwrap() and backends.why_no_landlock()),
    reason=f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}",
)


def notebook(answer):
    return new_notebook(
        cells=[
            new_code_cell(answer, metadata=flags("q1", solution=True)),
            new_code_cell('assert f(2) == 4, "f is wrong"', metadata=flags("t1", grade=True, locked=True, points=2)),
            new_markdown_cell("Because.", metadata=flags("why", grade=True, solution=True, points=3)),
        ]
    )


def run(*words):
    done = CliRunner().invoke(app, [str(w) for w in words])
    assert done.exit_code == 0, (words, done.output, done.exception)
    return done.output


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Ada has the first right and the second wrong, and a person gave 1 and 2.5 for the two texts."""
    folder = tmp_path_factory.mktemp("two")
    course, right, wrong = folder / "theirs", "def f(x):\n    return x * x", "def f(x):\n    return x"
    for part in PARTS:
        answer = f"### BEGIN SOLUTION\n{right}\n### END SOLUTION"
        for place, text in (("source/ps", answer), ("submitted/ada/ps", right if part == "first" else wrong)):
            (course / place).mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook(text), course / place / f"{part}.ipynb")
    (course / "nbgrader_config.py").write_text(
        CONFIG.replace("header", "#header").split("c.Include")[0], encoding="utf-8"
    )
    out = folder / "out"
    run("grade", course / "submitted", "--out", out)
    with Gradebook(url(out)) as book:
        for part, points in zip(PARTS, (1, 2.5), strict=True):
            grade = book.find_grade("why", part, "ps", "ada")
            grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()
    return out


def test_report_shows_a_column_for_each_and_what_is_possible(graded, monkeypatch):
    monkeypatch.setattr(console.out, "_width", 100)
    said = run("report", graded)
    assert re.search(r"│\s*ada\s*│\s*5\.5\s*│\s*2\s*│\s*1\s*│\s*0\s*│\s*2\.5\s*│", said)
    assert re.search(r"│\s*possible\s*│\s*10\s*│\s*2\s*│\s*3\s*│\s*2\s*│\s*3\s*│", said)
    page = (graded / "class_report.html").read_text(encoding="utf-8")
    assert "second: t1" in page and "first: t1" in page


def test_tables_exports_and_pages_agree(graded, tmp_path):
    run("report", graded)
    run("feedback", graded)
    (row,) = csv.DictReader((graded / "grades.csv").open(encoding="utf-8"))
    assert (row["raw"], row["max_score"]) == ("5.5", "10.0")
    run("export", "json", graded, "--out", tmp_path / "marks.json")
    (mark,) = json.loads((tmp_path / "marks.json").read_text(encoding="utf-8"))
    parts = {e["name"]: (e["score"], [f["status"] for f in e["findings"]]) for e in mark["exercises"]}
    assert parts == {
        "first: t1": (2, ["ok"]), "first: why": (1, []), "second: t1": (0, ["no"]), "second: why": (2.5, []),
    }  # fmt: skip
    (tmp_path / "theirs.csv").write_text(MOODLE, encoding="utf-8")
    theirs, filled = tmp_path / "theirs.csv", tmp_path / "filled.csv"
    run("export", "moodle", graded, "--assignment", "ps", "--into", theirs, "--out", filled)
    (row,) = csv.DictReader(filled.open(encoding="utf-8"))
    told = re.findall(r"<li>(.*?)</li>", row["Feedback comments"])
    assert row["Grade"] == "5.5" and told[0] == "first: t1: 2 of 2" and "f is wrong" in told[2]
    for part, total in zip(PARTS, ("3 of 5", "2.5 of 5"), strict=True):
        page = (graded / "feedback" / "ada" / "ps" / f"{part}.html").read_text(encoding="utf-8")
        assert f"{total} points" in re.sub("<[^>]*>", "", page)


def test_which_notebook_was_never_released_is_said(graded, tmp_path):
    course = tmp_path / "course"
    shutil.copytree(graded / "source", course / "source")
    (course / "release" / "ps").mkdir(parents=True)
    shutil.copy2(graded / "release" / "ps" / "first.ipynb", course / "release" / "ps")
    wanted = "ps: second.ipynb was never released, and is graded as its source says now"
    assert missing_releases(course) == [wanted]
    shutil.rmtree(course / "release")
    assert missing_releases(course) == ["ps: not released yet, so graded as its source says now"]
    assert missing_releases(course) == []


def test_answers_of_one_name_are_compared_apart(graded):
    """The class page shows whose code looks like whose: of both notebooks, and not of the last alone."""
    (chapter,) = gather(graded, False, marks_of_class(graded)).chapters
    assert written(graded, "ada", "ps", chapter.several) == {
        "first: q1": "def f(x):\n    return x * x",
        "second: q1": "def f(x):\n    return x",
    }

"""The instructor's page, typed to the letter: its commands in its order, in a folder that has what they name."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder import EXERCISES
from autograder.authoring import notebooks
from autograder.sandbox import backends
from tests.cli.test_commands import RUN
from tests.submissions import make_class
from tests.support import readme

NAME = make_class.ASSIGNMENT
PAGE = "autograder/README.md"
# The others need an exchange, a cluster, or a quarter of a minute; RUN says which test types them.
TYPED = [c for c in readme.commands(PAGE) if RUN[c] == "tests/cli/test_pages.py"]
MOODLE = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 1","A D",ada@x.org,ok,,100.00,Yes,-,-,\n'
)
FULL = sum(e.points for e in EXERCISES.of("02"))
CANVAS = (
    f'Student,ID,SIS User ID,SIS Login ID,Section,{NAME} (7)\n    Points Possible,,,,,{FULL:g}\n"D, A",1,,ada,Mo,\n'
)

pytestmark = pytest.mark.skipif(
    bool(backends.why_no_bwrap() and backends.why_no_landlock()),
    reason=f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}",
)


def type_in(folder, line):
    """One line as a person types it, who says yes when asked."""
    bin_ = Path(sys.executable).parent
    environment = {**os.environ, "PATH": os.pathsep.join([str(bin_), os.environ["PATH"]]), "COLUMNS": "100"}
    where = folder / "COURSE" if line.startswith("nbgrader") else folder
    done = subprocess.run(
        line, shell=True, cwd=where, env=environment, input="y\n" * ("<" not in line) or None, capture_output=True,
        text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, (line, done.stdout, done.stderr)
    return done.stdout


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    """(the folder, command -> what it printed)."""
    folder = tmp_path_factory.mktemp("page")
    first, *others = TYPED
    said = {first: type_in(folder, first)}
    students = {"ada": make_class.ada, "STUDENT": make_class.dana}
    for path in make_class.make_class(folder / "COURSE", students):
        place = folder / "DOWNLOADS" / path.relative_to(folder / "COURSE" / "submitted")
        place.parent.mkdir(parents=True)
        shutil.move(path, place)
    shutil.rmtree(folder / "COURSE" / "submitted")
    shutil.copy(notebooks.root() / "notebooks" / f"{NAME}.ipynb", folder / "notebook.ipynb")
    (folder / "worksheet.csv").write_text(MOODLE)
    (folder / "gradebook.csv").write_text(CANVAS)
    for line in others:
        said[line] = type_in(folder, line)
    return folder, said


def test_every_line_does_what_the_page_says(typed):
    folder, said = typed
    assert len(TYPED) > 12 and set(said) == set(TYPED)
    written = {x for line in TYPED for x in re.findall(r"(?:--out|>) (\S+)", line)}
    assert written and all((folder / name).stat().st_size > 0 for name in written)
    assert json.loads((folder / "result.json").read_text())["status"] == "graded"
    # Of the two that are written to one file, Moodle's is the last: ada's full marks, scaled.
    assert ",ok,100,100.00," in (folder / "filled.csv").read_text(encoding="utf-8")
    with (folder / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [r["student"] for r in csv.DictReader(file)] == ["ada"], "STUDENT was forgotten before"
    assert "STUDENT" in said["python -m autograder report COURSE"]


def test_what_the_page_says_of_columns_is_what_the_tables_have(typed):
    folder, _ = typed
    text = (readme.ROOT / PAGE).read_text(encoding="utf-8").split("### What the columns mean")[1].split("### ")[0]
    named = re.findall(r"^\| `(\w+)` \|", text, re.M)
    assert named == ["raw", "penalty", "score", "max_score", "needs_manual_grade"]
    for path in (folder / "COURSE" / "grades.csv", folder / "marks.csv"):
        header = path.read_text(encoding="utf-8-sig").splitlines()[0].replace('"', "").split(",")
        assert [h for h in header if h in named] == named, path
    for path in (folder / "COURSE" / "results.json", folder / "marks.json"):
        (row,) = json.loads(path.read_text(encoding="utf-8"))
        assert set(named) <= set(row), path
        assert "late_penalty" not in row
    (part, *_) = json.loads((folder / "marks.json").read_text())[0]["exercises"]
    inner = re.findall(r"`(\w+)`", text.split("Within an exercise")[1])
    assert set(inner) == {"auto_score", "manual_score", "extra_credit", "score"} <= set(part)


def test_the_plugin_of_the_page_takes_ten_per_cent(tmp_path):
    text = (readme.ROOT / PAGE).read_text(encoding="utf-8")
    line, plugin = re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)
    (tmp_path / "docking.py").write_text(plugin)
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\n{line}")
    from autograder.gradebook.url import configured
    from autograder.grading.late_penalty import Late

    late = Late(configured(tmp_path), tmp_path)
    assert late._asked("ada", SimpleNamespace(score=9.5), 3600) == pytest.approx(0.95)

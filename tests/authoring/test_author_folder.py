"""Everything that the course's lectures can do, with one in an author's own folder: commands as typed there."""

import ast
import json
import os
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest

from autograder.authoring import notebooks
from autograder.course import author_folder
from autograder.course.paths import HOME
from autograder.grading.assignment import make_template
from autograder.grading.once import lecture_assignment
from autograder.handout.bundle import TOP
from autograder.sandbox.limits import Limits
from tests.authoring.test_new_lecture import BLOCKS, NAME, POINTS, SAMPLE, confined, handed_in, shell
from tests.handout.test_handout import python
from tests.support import grading_class as small
from tests.support import site_pages
from tests.support.leaks import leaks

SOURCE = (SAMPLE / "batch_normalisation.py").read_text(encoding="utf-8")
OWN = {n.name: ast.unparse(n) for n in ast.parse(SOURCE).body if isinstance(n, ast.FunctionDef)}
BUNDLE, SITE, GRADESCOPE, ONCE = BLOCKS[6].splitlines()
LOOPS = (SAMPLE / "variants" / "lecture20_loops.py").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    """The author's folder, its lecture built but not run."""
    folder = tmp_path_factory.mktemp("author") / "mine"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    type_in(folder, "python -m autograder build --no-run")
    return folder


def type_in(folder, commands):
    """What the commands printed."""
    return shell(commands, folder, folder.parent / "home")[0]


def work(folder):
    """student -> notebook: all right, nothing written, two listed mistakes, the library's own answers called."""
    return dict(handed_in(nbformat.read(folder / "notebooks" / f"{NAME}.ipynb", as_version=4)))


# The hand-out.


@pytest.fixture(scope="module")
def handed_out(mine, tmp_path_factory):
    """The folder that a student unpacks, and what the page's command said."""
    place = tmp_path_factory.mktemp("student")
    said = type_in(mine, BUNDLE)
    with zipfile.ZipFile(mine / "course.zip") as packed:
        packed.extractall(place)
    return place / TOP, said


SOLVE = """
import json, linecache, sys
from autograder import EXERCISES, check, start
from autograder.runtime.placeholder import NotWrittenYet
import batch_normalisation as library
import numpy as np

def define(name, source):
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    space = {"np": np, "__name__": "__main__"}
    exec(compile(source, name, "exec"), space)
    return space[name]

job, said = json.load(sys.stdin), {"home": library.__file__}
start("20")
try:
    library.batch_norm(np.ones((2, 2)), np.ones(2), np.ones(2))
except NotWrittenYet as error:
    said["before"] = str(error)
given = {name: library.__dict__[name] for name in job["right"]}
said["given"] = {n: f"{float(r):g}: {r}" for n, f in given.items() for r in [check(n, f)]}
said["wrong"] = {n: check(n, define(n, source)).misconceptions[0] for n, source in job["wrong"].items()}
said["right"] = {n: float(check(n, define(n, source))) for n, source in job["right"].items()}
said["after"] = library.batch_norm(np.array([[0.0], [4.0]]), np.ones(1), np.ones(1), 0.0).tolist()
print(json.dumps(said))
"""
WRONG = {
    "batch_norm": "def batch_norm(X, gamma, beta, eps=1e-5):\n"
    "    return gamma * (X - X.mean(axis=0)) / (X.var(axis=0) + eps) + beta",
    "running_statistics": "def running_statistics(mean, variance, X, momentum=0.9):\n"
    "    return X.mean(axis=0) + 0 * mean, X.var(axis=0, ddof=1) + 0 * variance",
}


def test_a_hand_out_holds_the_lecture_and_none_of_its_answers(handed_out):
    folder, said = handed_out
    assert {"batch_normalisation.py", "mlpkit.toml"} <= {p.name for p in folder.iterdir()}
    assert [p.name for p in (folder / "lectures").iterdir()] == [f"{NAME}.ipynb"]
    assert (folder / "README.md").read_text("utf-8").startswith("# Batch normalisation\n")
    assert leaks(folder, OWN) == []
    assert not any(p.name in ("exercises", "variants", "solutions") for p in folder.iterdir())
    assert f"{NAME}; answers opened: course" in said and "neither" not in said


def test_lectures_of_the_course_may_be_named_beside_it_and_those_that_are_missing_are(mine):
    code = (
        "from autograder.authoring.notebooks import sources; "
        "print(*(p.stem for p in sources(['20', '00'], course=True)))"
    )
    assert type_in(mine, f'python -c "{code}"').splitlines()[0] == f"00-start-here {NAME}"
    code = "from autograder.handout.bundle import waiting; print(*waiting(['00-start-here', '20-x'], ['07', '13']))"
    assert type_in(mine, f'python -c "{code}"').splitlines()[0] == "01 02 03 04 05 06 08 09 10 11 12"


def test_the_lecture_is_solved_inside_the_hand_out(handed_out, tmp_path):
    folder, _ = handed_out
    job = {"right": dict.fromkeys(POINTS, LOOPS), "wrong": WRONG}
    done = python(folder, "-c", SOLVE, home=tmp_path, input=json.dumps(job))
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["home"] == str(folder / "batch_normalisation.py")
    assert said["before"] == "batch_norm is yours to write in lecture 20; this waits until its check is passed"
    assert all(text.startswith("0: ") and "batch_normalisation's own" in text for text in said["given"].values())
    assert said["wrong"] == {"batch_norm": "variance not rooted", "running_statistics": "new alone"}
    assert said["right"] == POINTS and said["after"] == [[0.0], [2.0]]


@pytest.mark.slow
def test_the_hand_outs_own_check_is_content(handed_out, tmp_path):
    folder, _ = handed_out
    done = python(folder, "course.py", "check", home=tmp_path)
    assert done.stdout.splitlines()[-1] == "Ready: everything is as the course needs it.", done.stdout


# The site.


@pytest.mark.slow
def test_the_site_has_the_lecture_and_no_answer(mine, tmp_path):
    numbers = [word for word in SITE.split() if word.isdigit()]
    site = site_pages.make(tmp_path / "site", *numbers, cwd=mine)
    assert (site / f"{NAME}.html").exists() and (site / "00-start-here.html").exists()
    assert (site / f"{NAME}.ipynb").read_bytes() == (mine / "notebooks" / f"{NAME}.ipynb").read_bytes()
    bs4 = pytest.importorskip("bs4")
    page = bs4.BeautifulSoup((site / f"{NAME}.html").read_text(encoding="utf-8"), "html.parser").text
    assert "raise NotImplementedError()" in page and page.count("Hint 3") == len(POINTS)
    spaced = " ".join((page + (site / "searchindex.js").read_text(encoding="utf-8")).split())
    lines = {ast.unparse(s) for f in ast.parse(SOURCE).body if isinstance(f, ast.FunctionDef) for s in f.body[1:]}
    assert not [line for line in lines if line in spaced]


# Other people's servers.


@confined
@pytest.mark.slow
def test_one_notebook_is_graded_by_once(mine):
    nbformat.write(work(mine)["cleo"], mine / "notebook.ipynb")
    type_in(mine, ONCE)
    result = json.loads((mine / "result.json").read_text(encoding="utf-8"))
    found = {e["name"]: e for e in result["exercises"]}
    assert (result["status"], result["max_score"]) == ("graded", sum(POINTS.values()))
    assert found["batch_norm"]["score"] < POINTS["batch_norm"]
    assert "That is layer normalisation" in json.dumps(found["batch_norm"])
    assert found["running_statistics"]["score"] == POINTS["running_statistics"]


def test_other_peoples_servers_get_the_courses_own_lectures_from_an_authors_folder_too(mine, monkeypatch):
    monkeypatch.setattr(author_folder, "folder", lambda: mine)
    for lecture, place in (("20", mine), ("02", HOME)):
        solution, student = notebooks.made(lecture)
        assert (solution.parent, student.parent) == (place / "solutions", place / "notebooks")
        assert solution.name == student.name and solution.name.startswith(lecture)
    assert lecture_assignment("02", "", Limits()).name == "02-activations"
    with pytest.raises(ValueError, match=f"no lecture '99'; known: {NAME}, 00-start-here"):
        notebooks.made("99")


SPY = """
def batch_norm(X, gamma, beta, eps=1e-5):
    said = []
    for name in ("batch_normalisation.py", "exercises/lecture20.py", "solutions/{name}.ipynb"):
        try:
            said.append(open("{source}/" + name).read())
        except OSError as error:
            said.append(type(error).__name__)
    raise ValueError(" ".join(said))
"""


@confined
@pytest.mark.slow
def test_gradescopes_zip_grades_it_in_the_documented_layout(mine, tmp_path):
    type_in(mine, GRADESCOPE)
    with zipfile.ZipFile(mine / "autograder.zip") as packed:
        packed.extractall(tmp_path / "source")
        every = b"\n".join(packed.read(name) for name in packed.namelist())
    assert str(mine).encode() not in every and not (tmp_path / "source" / "variants").exists()
    (tmp_path / "submission").mkdir()
    (tmp_path / "grading_seed.txt").write_text("5eed" * 8 + "\n")
    (tmp_path / "submission_metadata.json").write_text("{}")
    notebook = work(mine)["ada"]
    spy = SPY.replace("{source}", str(tmp_path / "source")).replace("{name}", NAME)
    small.cell(notebook, "batch_norm").source = spy
    nbformat.write(notebook, tmp_path / "submission" / f"{NAME}.ipynb")
    script = tmp_path / "run_autograder"
    shutil.copy(tmp_path / "source" / "run_autograder", script)
    script.chmod(0o755)
    environment = {k: v for k, v in os.environ.items() if k != "MLPKIT_COURSE"}
    environment |= {"AUTOGRADER_ROOT": str(tmp_path), "AUTOGRADER_PYTHON": sys.executable}
    done = subprocess.run([script], cwd=tmp_path, env=environment, text=True, capture_output=True)
    found = json.loads((tmp_path / "results" / "results.json").read_text(encoding="utf-8"))
    tests = {t["name"]: t for t in found["tests"]}
    assert {n: t["score"] for n, t in tests.items()} == {**POINTS, "batch_norm": 0}, done.stdout + done.stderr
    assert "FileNotFoundError" in tests["batch_norm"]["output"] or "PermissionError" in tests["batch_norm"]["output"]
    assert "np.sqrt" not in tests["batch_norm"]["output"] and "_over_features" not in json.dumps(found)


# A course folder that lies somewhere else.


@pytest.fixture
def elsewhere(mine, tmp_path):
    """A course folder outside the author's, with work handed in."""
    type_in(mine, f"python -m autograder build --course {tmp_path / 'course'} 20")
    for student, notebook in work(mine).items():
        place = tmp_path / "course" / "submitted" / student / NAME
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{NAME}.ipynb")
    return tmp_path / "course"


@confined
@pytest.mark.slow
def test_commands_in_a_course_folder_elsewhere_find_the_lecture(elsewhere):
    assert str(elsewhere.parent.parent) not in (elsewhere / author_folder.CONFIG_NAME).read_text(encoding="utf-8")
    type_in(elsewhere, "python -m autograder grade submitted --out . --only ada --only dan")
    said = type_in(elsewhere, "python -m autograder export csv . --out marks.csv && cat marks.csv")
    assert f'"ada","","","","{NAME}",8.0,8.0' in said and f'"dan","","","","{NAME}",0.0,8.0' in said


@confined
@pytest.mark.slow
def test_nbgraders_own_commands_grade_it(elsewhere):
    here = f"nbgrader autograde {NAME} && nbgrader generate_feedback {NAME} && nbgrader export"
    type_in(elsewhere, here)
    theirs = (elsewhere / "grades.csv").read_text(encoding="utf-8")
    ours = type_in(elsewhere, "python -m autograder autograde . && python -m autograder report .")
    for student, points in (("ada", "8.0,8.0"), ("ben", "0.0,8.0"), ("dan", "0.0,8.0")):
        (line,) = [row for row in theirs.splitlines() if f",{student}," in row]
        assert line.endswith(points), theirs
    assert "That is layer normalisation" in " ".join(ours.split())
    assert len(list(elsewhere.glob(f"feedback/*/{NAME}/{NAME}.html"))) == 4


def test_a_course_folder_that_has_lost_its_lectures_says_so_in_one_line(tmp_path):
    (tmp_path / author_folder.CONFIG_NAME).write_text('folder = "gone"\n', encoding="utf-8")
    command = [sys.executable, "-m", "autograder", "build"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
    assert "the lectures are not in" in done.stderr and "fix that line" in done.stderr


def test_a_notebook_whose_exercises_are_not_described_here_is_refused_not_marked_0():
    cells = [
        nbformat.v4.new_code_cell("from autograder import check"),
        nbformat.v4.new_code_cell('check("unheard_of", f)', metadata=small._flags("check-f", grade=True, points=1)),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    with pytest.raises(ValueError, match=r"20-mine: no exercise is described here as unheard_of; .*MLPKIT_COURSE"):
        make_template("20-mine", notebook, notebook)


def test_nothing_was_built_into_the_course():
    assert not list(HOME.glob("*/20-*"))

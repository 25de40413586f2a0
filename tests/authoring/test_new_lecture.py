"""A lecture of one's own: the commands of the page as they stand there, on a lecture about batch normalisation."""

import csv
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
import sympy
import tomllib

from autograder.authoring import new_lecture
from autograder.checking.exercise import COURSE, LECTURES
from autograder.cli import new
from autograder.course import author_folder
from autograder.sandbox import backends
from mlpkit.gradcheck import numerical_gradient

HERE = Path(__file__).resolve().parents[1]
SAMPLE, NAME = HERE / "lectures", "20-batch-normalisation"
BLOCKS = re.findall(r"```sh\n(.*?)```", (new_lecture.TEMPLATE / "README.md").read_text(encoding="utf-8"), re.S)
POINTS = {"batch_norm": 2, "batch_norm_grad": 4, "running_statistics": 2}

confined = pytest.mark.skipif(
    bool(backends.why_no_bwrap() and backends.why_no_landlock()),
    reason=f"bubblewrap: {backends.why_no_bwrap()}; Landlock: {backends.why_no_landlock()}",
)


def shell(commands, folder, home):
    """What a block of the page printed, and the folder that it ended in."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    place = {**os.environ, "PATH": path, "MLPKIT_HOME": str(home), "COLUMNS": "200", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        ["bash", "-ec", f"{commands}\npwd"], cwd=folder, env=place, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout, Path(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Step 1: the folder with the template, built."""
    top = tmp_path_factory.mktemp("author")
    said, folder = shell(BLOCKS[0], top, top / "home")
    assert "Next:" in said
    return folder


@pytest.fixture(scope="module")
def written(template):
    """Steps 2 to 6: the folder with the lecture in the template's place, built and tested, and what was printed."""
    shutil.copytree(SAMPLE, template, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return template, [shell(block, template, template.parent / "home")[0] for block in BLOCKS[1:4]]


@pytest.mark.slow
def test_the_template_is_a_lecture_that_runs(template):
    assert tomllib.loads((template / "mlpkit.toml").read_text(encoding="utf-8"))["lectures"]["20"] == NAME
    for path in template.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\bNN\b|lecture_name|lecture-name|LECTURE TITLE", text), path
    students = nbformat.read(template / "notebooks" / f"{NAME}.ipynb", as_version=4)
    assert any("raise NotImplementedError()" in c.source for c in students.cells)


def test_the_notebook_ran_and_every_check_gave_all_points(written):
    notebook = nbformat.read(written[0] / "solutions" / f"{NAME}.ipynb", as_version=4)
    found = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            assert output.output_type != "error" and output.get("name") != "stderr", output
            if (grade_id := cell.metadata.get("nbgrader", {}).get("grade_id", "")).startswith("check-"):
                found[grade_id.removeprefix("check-")] = float(output["data"]["text/plain"])
    assert found == POINTS


def test_the_courses_own_tests_pass_on_it(written):
    """Stub 0, reference and variants full, wrong answers named, slips of the pen caught: those tests are run."""
    doctests, _, tried = written[1]
    assert len(doctests.splitlines()) == 1, "doctest is silent when the examples hold"
    passed = int(re.search(r"(\d+) passed", tried)[1])
    assert passed >= 60 and "failed" not in tried and "skipped" not in tried, tried


@confined
def test_the_solution_is_graded_as_a_students(written):
    assert written[1][2].endswith(f"The solution, graded as a student's:\nall points\n{written[0]}\n")


def test_what_the_solution_loses_in_grading_is_said(monkeypatch, capsys):
    """A check may pass in its own process and fail across the border: it takes too long there, or does not travel."""
    lost = {"name": "slow", "score": 0, "max_score": 2, "findings": [{"status": "no", "text": "stopped after 31 s"}]}
    result = {"status": "graded", "error": "", "exercises": [lost, {**lost, "name": "paper", "score": None}]}
    monkeypatch.setattr("autograder.grading.once.grade_once", lambda content, lecture: result)
    assert not new._say_graded("02")
    assert capsys.readouterr().out.splitlines()[-1] == "  slow: 0 of 2. stopped after 31 s"
    ended = {**result, "status": "failed", "error": "nothing was run", "exercises": []}
    monkeypatch.setattr("autograder.grading.once.grade_once", lambda content, lecture: ended)
    assert not new._say_graded("02")


def test_built_or_not_is_a_matter_of_what_the_files_hold(template):
    """A checkout gives files times in any order."""
    code = (
        "import os, pathlib; from autograder.authoring.new_lecture import _require_built as require\n"
        f"built = pathlib.Path('solutions/{NAME}.ipynb'); os.utime(built, (0, 0)); require('20')\n"
        "built.write_text(built.read_text().replace('Batch normalisation', 'Another title'))\n"
        "try: require('20')\n"
        "except ValueError as error: print(error)"
    )
    copy = template.parent / "copy"
    shutil.copytree(template, copy)
    said, _ = shell(f"python -c {shlex.quote(code)}", copy, template.parent / "home")
    assert said.splitlines()[0].startswith(f"solutions/{NAME}.ipynb is not what its source makes: python -m autograder")


def handed_in(released):
    """student -> notebook: all right in loops, nothing, two listed mistakes, and the library's own answers called."""
    loops = (SAMPLE / "variants" / "lecture20_loops.py").read_text(encoding="utf-8")
    mistakes = {
        "batch_norm": "def batch_norm(X, gamma, beta, eps=1e-5):\n"
        "    return gamma * (X - X.mean(1, keepdims=True)) / np.sqrt(X.var(1, keepdims=True) + eps) + beta",
        "batch_norm_grad": "def batch_norm_grad(dY, X, gamma, eps=1e-5):\n"
        "    s = np.sqrt(X.var(axis=0) + eps)\n"
        "    return gamma / s * dY, (dY * (X - X.mean(axis=0)) / s).sum(axis=0), dY.sum(axis=0)",
        "running_statistics": loops,
    }
    calls = {n: f"import batch_normalisation\n{n} = lambda *a: batch_normalisation.{n}(*a)" for n in POINTS}
    work = {"ada": dict.fromkeys(POINTS, loops), "ben": {}, "cleo": mistakes, "dan": calls}
    for student, answers in work.items():
        notebook = nbformat.from_dict(released)
        for cell in notebook.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            cell.source = answers.get(grade_id, cell.source)
        yield student, notebook


@pytest.fixture(scope="module")
def graded(written):
    """Step 7: (marks by student, results by student, what `report` printed)."""
    folder, home = written[0], written[0].parent / "home"
    shell(BLOCKS[4], folder, home)
    released = nbformat.read(folder / "course" / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    for student, notebook in handed_in(released):
        place = folder / "downloads" / student / NAME
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{NAME}.ipynb")
    said, _ = shell(BLOCKS[5], folder, home)
    with (folder / "course" / "grades.csv").open(encoding="utf-8", newline="") as file:
        marks = {row["student"]: float(row["score"]) for row in csv.DictReader(file)}
    return marks, (folder / "course" / "results.json").read_text(encoding="utf-8"), said


@confined
def test_it_is_graded_in_the_sandbox(graded):
    marks, results, said = graded
    assert marks["ada"] == sum(POINTS.values())
    assert marks["ben"] == 0
    assert POINTS["running_statistics"] <= marks["cleo"] < sum(POINTS.values())
    for words in ("That is layer normalisation", "are treated as constants"):
        assert words in json.dumps(json.loads(results), ensure_ascii=False), words
        assert words in said


@confined
def test_the_authors_own_answers_are_closed_there(graded):
    marks, results, _ = graded
    (dan,) = [r for r in json.loads(results) if r["student"] == "dan"]
    assert marks["dan"] == 0
    assert str(dan).count("LibraryAnswer: batch_normalisation's") == len(POINTS)


def python(code, *args):
    """What Python prints that is started in the folder of the lecture."""
    done = subprocess.run(
        [sys.executable, "-c", code, *args], cwd=SAMPLE, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_check_refuses_the_authors_own_answer():
    code = (
        "from autograder import check; import batch_normalisation as library; "
        "r = check('batch_norm', lambda X, gamma, beta, eps=1e-5: library.batch_norm(X, gamma, beta, eps)); "
        "print(repr(r), r)"
    )
    said = python(code)
    assert said.startswith("0.0 ")
    assert "batch_normalisation's batch_norm is what you are writing here" in said


def test_the_edition_has_the_authors_module_without_its_answers(tmp_path):
    code = (
        "import pathlib, sys; from autograder import EXERCISES; "
        "from autograder.sandbox.redacted_library import write_redacted_packages; "
        "write_redacted_packages(pathlib.Path(sys.argv[1]), EXERCISES.of('20'))"
    )
    python(code, str(tmp_path))
    text = (tmp_path / "batch_normalisation.py").read_text(encoding="utf-8")
    assert text.count("raise LibraryAnswer") == len(POINTS)
    assert "np.sqrt" not in text and "np.mean" not in text
    assert not any("np.sum(dY * scaled" in p.read_text(encoding="utf-8") for p in tmp_path.rglob("*.py"))


def test_the_course_itself_is_unchanged():
    assert dict(LECTURES) == COURSE and len(COURSE) == 14


def module():
    spec = importlib.util.spec_from_file_location("batch_normalisation_sample", SAMPLE / "batch_normalisation.py")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_line_6_of_the_derivation():
    """∂/∂xₙ of Σ cₘ yₘ, by SymPy, is what the derivation ends in; also the directions without a slope for ε = 0."""
    x, c = sympy.symbols("x1:4", real=True), sympy.symbols("c1:4", real=True)
    gamma, eps = sympy.symbols("gamma eps", positive=True)
    mu = sum(x) / 3
    s = sympy.sqrt(sum((v - mu) ** 2 for v in x) / 3 + eps)
    hat = [(v - mu) / s for v in x]
    loss = sum(ck * gamma * h for ck, h in zip(c, hat, strict=True))
    numbers = dict(zip([*x, *c, gamma, eps], map(sympy.Rational, (1, -2, "7/2", 3, "1/3", -1, 2, "1/5")), strict=True))
    along = sum(ck * h for ck, h in zip(c, hat, strict=True)) / 3
    slopes = [sympy.diff(loss, v) for v in x]
    for n in range(3):
        line = gamma / s * (c[n] - sum(c) / 3 - hat[n] * along)
        assert sympy.simplify((slopes[n] - line).subs(numbers)) == 0
    assert sympy.simplify(sum(slopes).subs(numbers)) == 0
    assert sympy.simplify(sum(d * h for d, h in zip(slopes, hat, strict=True)).subs({**numbers, eps: 0})) == 0


@pytest.mark.parametrize("seed", range(3))
def test_all_three_gradients_against_differences(seed):
    rng, library = np.random.default_rng(seed), module()
    X, dY, gamma, beta = rng.normal(1, 2, (6, 3)), rng.normal(size=(6, 3)), rng.normal(size=3), rng.normal(size=3)

    def loss(X=X, gamma=gamma, beta=beta):
        return float(np.sum(dY * library.batch_norm(X, gamma, beta, 0.1)))

    found = library.batch_norm_grad(dY, X, gamma, 0.1)
    for got, f, at in zip(
        found, (loss, lambda g: loss(gamma=g), lambda b: loss(beta=b)), (X, gamma, beta), strict=True
    ):
        np.testing.assert_allclose(got, numerical_gradient(f, at), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(
    ("number", "name", "said"),
    [
        ("5", "x", "two digits, such as 20; got '5'"),
        ("05", "x", "05 is the number of 05-forward-pass; 20 is free"),
        ("20", "Batch Norm", "lower-case words joined by hyphens"),
        ("21", "taken", "there already; nothing was written"),
    ],
)
def test_new_says_what_it_cannot_do(number, name, said, tmp_path):
    (tmp_path / "taken.py").write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(said)):
        new_lecture.make_files(number, name, "A title", tmp_path)
    assert [p.name for p in tmp_path.rglob("*")] == ["taken.py"]


def test_new_keeps_out_of_the_course():
    with pytest.raises(ValueError, match="is the course itself"):
        new_lecture.make_files("20", "mine", "Mine", HERE.parent)


def test_a_second_lecture_is_entered_beside_the_first(tmp_path):
    new_lecture.make_files("20", "first", 'What is "first"?', tmp_path)
    new_lecture.make_files("21", "second-one", "Second", tmp_path)
    found = tomllib.loads((tmp_path / "mlpkit.toml").read_text(encoding="utf-8"))
    assert found == {"title": 'What is "first"?', "lectures": {"20": "20-first", "21": "21-second-one"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[lectures", "is not TOML"),
        ('[lectures]\n05 = "05-mine"', "05 is the number of 05-forward-pass"),
        ('[lectures]\n20 = "mine"', 'is given as 20 = "20-its-name"'),
        ("lectures = 3", "is given as"),
    ],
)
def test_a_wrong_list_of_lectures_is_named(text, said, tmp_path, monkeypatch):
    (tmp_path / "mlpkit.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(author_folder, "folder", lambda: tmp_path)
    with pytest.raises(ValueError, match=re.escape(said)) as error:
        author_folder.further_lectures(COURSE)
    assert "mlpkit.toml" in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"), [("x = 1\ny = unknown", "line 2: NameError"), ("x = 1\n\nif", "line 3: invalid syntax")]
)
def test_a_description_that_does_not_load_is_named_with_its_line(text, said, tmp_path, monkeypatch):
    (tmp_path / "broken_lecture.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(author_folder, "folder", lambda: tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ValueError, match=f"broken_lecture.py, {said}"):
        author_folder.load("broken_lecture")


def test_a_folder_that_is_none_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("MLPKIT_COURSE", str(tmp_path))
    with pytest.raises(ValueError, match=r"where there is no mlpkit\.toml"):
        author_folder.folder.__wrapped__()


@pytest.mark.slow
def test_the_template_passes_the_courses_tests_as_it_stands(tmp_path):
    _, folder = shell(BLOCKS[0], tmp_path, tmp_path / "home")
    said, _ = shell("python -m autograder try 20 --slow", folder, tmp_path / "home")
    assert "passed" in said and "failed" not in said

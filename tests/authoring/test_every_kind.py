"""`new` with an exercise of each kind: it builds, passes the course's tests, and a class of three is graded."""

import csv
import json
import re

import nbformat
import pytest

from autograder.authoring.kinds_page import PAGE, examples, joined, wanted, written
from autograder.authoring.new_lecture import make_files
from autograder.checking.exercise import EXERCISES
from tests.authoring.test_new_lecture import confined, shell

NAMES = {
    "shifted": "function", "Running": "class", "cut": "value", "slope": "derivation", "tells": "test",
    "over": "counterexample", "lim": "repair", "guess": "prediction", "axis_of": "choice", "sorts": "threshold",
    "noise": "chance", "mode": "asserts", "why": "paper", "figure": "code",
}  # fmt: skip
GIVEN = ",".join(f"{name}:{kind}" for name, kind in NAMES.items())
POINTS = {
    "shifted": 2, "Running": 2, "cut": 1, "slope": 2, "tells": 1, "over": 1, "lim": 1, "axis_of": 1, "sorts": 2,
    "noise": 2,
}  # fmt: skip
BY_HAND = {"why": 3, "figure": 2}
LECTURE = "20-own-kinds"


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    """The folder of the author, built: solutions have run."""
    top = tmp_path_factory.mktemp("kinds")
    shell(f'python -m autograder new 20 own-kinds "Own kinds" --folder mine --exercises {GIVEN}', top, top / "home")
    shell("python -m autograder build && python -m autograder build --course course 20", top / "mine", top / "home")
    return top / "mine"


def handed_in(mine):
    """student -> notebook: every solution, one listed mistake for each exercise, nothing."""
    solved = nbformat.read(mine / "solutions" / f"{LECTURE}.ipynb", as_version=4)
    answers = {c.metadata.nbgrader.grade_id: c.source for c in solved.cells if "nbgrader" in c.metadata}
    mistakes = {
        "shifted": "def shifted(X):\n    return X + X.mean(axis=0)",
        "Running": answers["Running"].replace("len(X)", "1"),
        "cut": "cut = [1.0, 1.0, -0.5]",
        "slope": 'slope = """\nd(sqrt(1 + x**2), x)\n= 1 / (2 * r)\n"""',
        "tells": "def tells(f):\n    return True",
        "over": answers["over"].replace("1000.0", "1.0"),
        "axis_of": "axis_of = 'columns'",
        "sorts": "def sorts(X):\n    return np.zeros(len(X), int)",
        "noise": "def noise(X, rng):\n    return X + rng.normal(0.5, 0.1)",
        "mode": "def mode(labels):\n    return 3",
        "why": "Because.",
        "figure": "",
    }
    for student, given in {"right": answers, "wrong": mistakes, "empty": {}}.items():
        notebook = nbformat.read(mine / "course" / "release" / LECTURE / f"{LECTURE}.ipynb", as_version=4)
        for cell in notebook.cells:
            flags = cell.metadata.get("nbgrader", {})
            if flags.get("solution"):
                cell.source = given.get(flags["grade_id"], cell.source)
        yield student, notebook


def test_the_page_has_an_example_of_each_kind():
    assert list(examples()) == [
        "function", "class", "value", "derivation", "test", "counterexample", "repair", "prediction", "choice",
        "threshold", "chance", "asserts", "paper", "code",
    ]  # fmt: skip
    assert {e.kind for e in EXERCISES.values()} <= set(examples())
    for name, kind in NAMES.items():
        assert name in "".join(written({name: kind}, "own", "20").values())


def test_every_check_gives_all_points_to_the_solution_and_every_cell_runs(mine):
    notebook = nbformat.read(mine / "solutions" / f"{LECTURE}.ipynb", as_version=4)
    found = {}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        for output in cell.get("outputs", ()):
            assert output.output_type != "error" and output.get("name") != "stderr", output
            if grade_id.startswith("check-"):
                found[grade_id.removeprefix("check-")] = float(output["data"]["text/plain"])
    assert found == POINTS
    pictures = [o for c in notebook.cells if "explore.slider" in c.source for o in c.outputs]
    assert re.search(r"a histogram of the mean of 1\d dice", json.dumps(pictures)), pictures


@confined
def test_three_students_are_graded(mine):
    for student, notebook in handed_in(mine):
        place = mine / "downloads" / student / LECTURE
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{LECTURE}.ipynb")
    home = mine.parent / "home"
    shell("python -m autograder grade downloads --out course", mine, home)
    with (mine / "course" / "grades.csv").open(encoding="utf-8", newline="") as file:
        marks = {row["student"]: row for row in csv.DictReader(file)}
    records = json.loads((mine / "course" / "results.json").read_text(encoding="utf-8"))
    scores = {r["student"]: r["notebooks"][0]["scores"] for r in records}
    full = {**{f"check-{name}": points for name, points in POINTS.items()}, "test-mode": 1}
    assert {k: v for k, v in scores["right"].items() if v is not None} == full
    assert {k for k, v in scores["right"].items() if v is None} == set(BY_HAND)
    # The empty repair is the faulty function; a mistake is never worth as much as the answer.
    assert not any(v for v in scores["empty"].values())
    assert all(v < full[k] for k, v in scores["wrong"].items() if v is not None), scores["wrong"]
    assert marks["right"]["needs_manual_grade"] == "yes"
    said, _ = shell("python -m autograder report course", mine, home)
    assert "A mean over" in json.dumps(records) or "Along axis 1" in json.dumps(records)
    assert "The mean is added" in " ".join(said.split())


@pytest.mark.slow
def test_it_passes_the_courses_own_tests(mine):
    said, _ = shell("python -m autograder try 20", mine, mine.parent / "home")
    assert "failed" not in said and int(said.split(" passed")[0].split()[-1]) > 100
    assert "Slips of the pen:" in said and "earns all points" not in said


def test_two_of_a_kind_stand_beside_each_other():
    parts = written(wanted("first,second,third:repair,fourth:repair"), "own", "21")
    assert parts["module"].count("import numpy as np") == 1
    assert {"def first(", "def second("} <= {line.split("X:")[0] for line in parts["module"].splitlines()}
    assert "faulty_third" in parts["exercises"] and "faulty_fourth" in parts["exercises"]
    assert 'lecture="21"' in parts["exercises"] and '"20"' not in parts["exercises"]


def test_imports_are_joined():
    assert joined(["import numpy as np\nfrom a import c\n\n\nx = 1", "from a import b\nimport numpy as np\ny = 2"]) == (
        "import numpy as np\nfrom a import b, c\n\n\nx = 1\n\n\ny = 2"
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("sigmoid", "sigmoid is the name of an exercise of 02-activations; take another"),
        ("mine:essay", "there is no kind 'essay'; the kinds are function, class"),
        ("2nd", "'2nd' is not a name in Python"),
        ("a,a:class", "a is named twice"),
        ("lambda", "is a word of Python's"),
        ("np", "is a word of Python's"),
    ],
)
def test_new_refuses_names_that_are_taken(given, said, tmp_path):
    with pytest.raises(ValueError, match="".join(said)):
        make_files("20", "own", "Own", tmp_path, given)
    assert not list(tmp_path.iterdir())


def test_new_refuses_the_name_of_a_module(tmp_path):
    with pytest.raises(ValueError, match="statistics is the name of a module that Python has"):
        make_files("20", "statistics", "Own", tmp_path)


def test_the_page_says_how_points_are_divided():
    text = PAGE.read_text(encoding="utf-8")
    assert "## How points are divided" in text and "weights=(3, 1)" in text

"""Courses of other people: the marks that stock nbgrader gives."""

import csv
import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

import autograder
from autograder.cli import app
from autograder.grading.run import Options, grade_class
from autograder.sandbox import backends
from autograder.sandbox.limits import Limits
from tests.support import foreign_course
from tests.support.foreign_cases import CASES

pytestmark = pytest.mark.skipif(bool(backends.why_no_bwrap()), reason=backends.why_no_bwrap())


def marks(out):
    with (out / "grades.csv").open(encoding="utf-8", newline="") as table:
        return {row["student"]: float(row["score"]) for row in csv.DictReader(table)}


def test_the_quickstart_course_of_nbgrader_gets_the_marks_of_its_documentation(tmp_path):
    submitted = foreign_course.quickstart(tmp_path / "course101")
    summary = grade_class(submitted, tmp_path / "graded", Options(jobs=1, sandbox="bwrap"))
    assert (summary.failed, summary.incomplete) == ([], [])
    assert marks(tmp_path / "graded") == {"bitdiddle": 1.5, "hacker": 3.0}


FORGED = {
    "equals everything": "class E:\n    def __eq__(self, other):\n        return True\ndef p(x):\n    return E()",
    "shows another sum": "class E(float):\n    def __sub__(self, other):\n        return 0\ndef p(x):\n    return E(9)",
    "holds all": "class E(list):\n    def __contains__(self, _):\n        return True\ndef p(x):\n    return E()",
    "raises what is expected": "def p(x):\n    raise AssertionError('passed')",
    "changes the test's function": "import builtins\nbuiltins.abs = lambda x: 0\ndef p(x):\n    return 9",
    "never ends where an error is expected": "def p(x):\n    while True:\n        pass",
}


def test_outside_a_forged_answer_gains_nothing_that_it_gains_in_a_kernel(tmp_path):
    tests = [
        "assert p(2) == 4",
        "assert abs(p(2) - 4) < 1e-9",
        "assert 4 in [p(2)]",
        "try:\n    p(-1)\nexcept ValueError:\n    pass\nelse:\n    assert False",
    ]
    right = "def p(x):\n    if x < 0:\n        raise ValueError('negative')\n    return 2 * x"
    # Where the half-wrong answer also has names of its own for what a test has made.
    shadowed = {name: parts for name, parts in CASES.items() if name.startswith("s_")}
    cases = {"p_forged": ["", right, right, *tests], **shadowed}
    submitted = foreign_course.of_cases(tmp_path / "course", cases)
    for number, answer in enumerate(FORGED.values()):
        cases = {"p_forged": ["", answer, answer, *tests]}
        foreign_course.hand_in(submitted / f"forger{number}" / "ps" / "p.ipynb", cases)
    options = Options(jobs=1, sandbox="bwrap", tests="outside", limits=Limits(call=1, cell=5, notebook=20, grace=0.5))
    grade_class(submitted, tmp_path / "graded", options)
    expected = {"right": 4.0 + 8, "half": 4.0, "blank": 0.0, **{f"forger{n}": 0.0 for n in range(len(FORGED))}}
    assert marks(tmp_path / "graded") == expected


@pytest.mark.parametrize(
    ("tests", "expected"),
    [("auto", {"right": 1.0, "half": 0.0, "blank": 1.0}), ("outside", {"right": 0.0, "half": 0.0, "blank": 0.0})],
)
def test_a_file_that_the_instructors_own_answer_left_stands_for_no_answer(tmp_path, tests, expected):
    """Inside, a blank one finds it in the assignment's folder, as under nbgrader; outside nobody's file is seen."""
    name = "i_file_left_by_the_instructor"
    submitted = foreign_course.of_cases(tmp_path / "course", {name: CASES[name]})
    grade_class(submitted, tmp_path / "graded", Options(jobs=1, sandbox="bwrap", tests=tests))
    assert marks(tmp_path / "graded") == expected


def test_what_an_answer_fills_in_or_imports_is_the_answer_and_is_tested_outside(tmp_path):
    cases = {name: parts for name, parts in CASES.items() if name.startswith("w_")}
    submitted = foreign_course.of_cases(tmp_path / "course", cases)
    grade_class(submitted, tmp_path / "graded", Options(jobs=1, sandbox="bwrap"))
    assert marks(tmp_path / "graded") == {"right": 15.0, "half": 5.0, "blank": 1.0}
    (right,) = (r for r in json.loads((tmp_path / "graded" / "results.json").read_text()) if r["student"] == "right")
    (notebook,) = right["notebooks"]
    assert notebook["inside"] == ["w_error_name-1", "w_no_points-1"] and right["odd"] == []
    told = {f["status"] for found in notebook["findings"].values() for f in found}
    assert told == {"ok"}


def test_every_command_of_the_page_works_on_the_quickstart_course(tmp_path, monkeypatch):
    foreign_course.quickstart(tmp_path / "course101")
    monkeypatch.chdir(tmp_path)
    page = (Path(autograder.__file__).parent / "grading" / "FOREIGN.md").read_text(encoding="utf-8")
    commands = [line for line in page.splitlines() if line.startswith("python -m autograder ")]
    assert len(commands) == 4
    found = {}
    for line in commands:
        words = shlex.split(line)[3:]
        out = words[words.index("--out") + 1]
        done = CliRunner().invoke(app, [*words, "--jobs", "1"])
        assert done.exit_code == 0, done.output
        found[out] = marks(tmp_path / out)
    right = {"bitdiddle": 1.5, "hacker": 3.0}
    assert found == {"graded": right, "outside": right, "inside": right, "patient": right}


def test_a_class_of_the_students_is_asked_outside_for_its_methods_and_its_type(tmp_path):
    """Even one with `__call__` and an `__eq__` that reads the other's attributes."""
    cases = {name: CASES[name] for name in ("o_add", "o_len")}
    told = "assert str(type(p)) == \"<class '__main__.P'>\""
    cases["o_named"] = ["", "class P:\n    pass\np = P()", "class Q:\n    pass\np = Q()", told]
    forged = "class int:\n    pass\nint.__module__ = 'builtins'\nx = int()"
    cases["o_forged"] = ["", "x = 3", forged, "assert str(type(x)) == \"<class 'int'>\""]
    submitted = foreign_course.of_cases(tmp_path / "course", cases)
    options = Options(jobs=1, sandbox="bwrap", tests="outside", only=("right", "half"))
    grade_class(submitted, tmp_path / "graded", options)
    assert marks(tmp_path / "graded") == {"right": 4.0, "half": 2.0}

"""The record of a student's own machine: points, attempts, and functions that take the library's place."""

import dataclasses
import json
import math
import re
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from scipy.special import ndtr

import mlpkit.activations as library
from autograder import EXERCISES, check, progress, start
from autograder.authoring import notebooks
from autograder.checking import exercise as exercise_module
from autograder.checking import progress as own
from autograder.checking.exercise import LECTURES
from autograder.checking.kinds.prediction import committed
from autograder.checking.result import Result
from autograder.runtime.placeholder import NotWrittenYet
from mlpkit.activations import ACTIVATIONS

HALF = 0.5


def half(z):
    return HALF * z


def relu(z):
    return half(z) + half(np.abs(z))


def step(z):
    return np.where(z >= 0, np.ones_like(z), np.zeros_like(z))


def gelu(z):
    return (z * ndtr(z.astype(np.float64))).astype(z.dtype)


def softplus(z):
    if math.isinf(1.0):
        return z
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


@pytest.fixture(autouse=True)
def library_again():
    yield
    for exercise in EXERCISES.of("02"):
        own.install(exercise, exercise.reference)
    assert ACTIVATIONS["relu"].f is library.relu


def test_what_passes_takes_the_librarys_place_and_what_fails_does_not():
    check("relu", lambda z: z)
    assert ACTIVATIONS["relu"].f is library.relu
    assert check("relu", relu).passed
    assert ACTIVATIONS["relu"].f is relu
    assert ACTIVATIONS["relu"].grad is library.relu_grad
    assert library.relu is not relu


@pytest.mark.parametrize("function", [relu, gelu, softplus])
def test_it_serves_in_a_later_session_with_its_helpers_and_imports(function):
    name = function.__name__
    assert check(name, function).passed
    own.install(EXERCISES[name], EXERCISES[name].reference)
    opening = start("02")
    restored = ACTIVATIONS[name].f
    assert restored not in (function, getattr(library, name))
    z = np.array([-2.0, 0.0, 3.0])
    np.testing.assert_allclose(restored(z), function(z))
    assert name in repr(opening)
    assert "1 of" in repr(opening)


def test_an_exercise_of_the_same_name_in_another_course_is_another(monkeypatch):
    """Two hand-outs share the folder in which what was passed is kept."""
    relus, asked = (
        EXERCISES["relu"],
        next(e for e in EXERCISES.values() if e.kind == "prediction" and not e.task.points),
    )
    monkeypatch.setattr(exercise_module, "LECTURES", {**LECTURES, "20": "20-splines"})
    theirs = dataclasses.replace(relus, lecture="20")
    own.record(theirs, Result(theirs.points, "relu", theirs.points, []), relu)
    own.install(relus, relus.reference)
    assert "relu" not in repr(start("02")).split("Next")[0] and ACTIVATIONS["relu"].f is library.relu
    assert {p.name for p in (own.home() / "own").iterdir()} == {"20-splines.relu.py"}
    answer = asked.task.choices[0] if asked.task.choices else 1.0
    asked.task.record(dataclasses.replace(asked, lecture="20"), None, answer)
    assert committed(asked.name) is None
    asked.task.record(asked, None, answer)
    assert committed(asked.name) == answer


def test_what_cannot_be_restored_falls_back_with_one_line():
    check("relu", relu)
    own.install(EXERCISES["relu"], EXERCISES["relu"].reference)
    (own.home() / "own" / "relu.py").write_text("def relu(z):\n    return lost(z)\n", encoding="utf-8")
    opening = start("02")
    assert ACTIVATIONS["relu"].f is library.relu
    assert "relu: the library's runs; your saved version" in repr(opening)


def test_a_saved_function_whose_case_waits_for_another_is_restored():
    check("relu", relu)
    waiting = (
        "def relu(z):\n    from autograder.runtime.placeholder import WaitsForYours\n    raise WaitsForYours('Dense')\n"
    )
    (own.home() / "own" / "relu.py").write_text(waiting, encoding="utf-8")
    opening = start("02")
    assert ACTIVATIONS["relu"].f is not library.relu
    assert "your saved version" not in repr(opening)


def test_the_table_of_the_course_counts_points_attempts_and_the_next_step():
    check("relu", lambda z: z)
    check("relu", relu)
    rows = {row[0]: row for row in progress().rows()}
    points, passed, attempts, _, following = rows["02-activations"][1:]
    assert points == f"1 of {sum(e.points for e in EXERCISES.of('02')):g}"
    assert passed == f"1 of {len(EXERCISES.of('02'))}"
    assert attempts == "2"
    assert following == "step"
    assert "no mark" in progress()._repr_html_() and "no mark" in repr(progress())
    assert "02-activations" in repr(progress())


def released(lecture, *cells):
    """Notebook of the lecture in which graded cells have (grade id, points, whether a person marks them)."""
    given = [{"grade": True, "grade_id": i, "points": p, "solution": by_hand} for i, p, by_hand in cells]
    return json.dumps({"cells": [{"metadata": {"nbgrader": g}} for g in given]})


def test_points_that_a_person_or_asserts_give_are_possible_points(tmp_path, monkeypatch):
    described = sum(e.points for e in EXERCISES.of("02"))
    for folder in ("lectures", "notebooks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "course.py").touch()
    monkeypatch.chdir(tmp_path / "notebooks")
    graded = ("check-relu", 1, False), ("proof", 3.5, True), ("test-mode", 2, False), ("spoilt", "x", True)
    (tmp_path / "lectures" / "02-activations.ipynb").write_text(released("02", *graded), encoding="utf-8")
    assert f"{described + 5.5:g} points, 3.5 of them given by a person." in repr(start("02"))
    assert f"0 of {described + 5.5:g} (3.5 by hand)" in repr(progress())
    # The reader's copy changes nothing; where the lecture is not at hand it is asked.
    (tmp_path / "notebooks" / "02-activations.ipynb").write_text(released("02", ("proof", 9, True)), encoding="utf-8")
    assert f"{described + 5.5:g} points" in repr(start("02"))
    monkeypatch.setattr("autograder.checking.possible.lecture_folder", lambda work: (tmp_path / "nowhere", ""))
    assert f"{described + 9:g} points, 9 of them given" in repr(start("02"))
    (tmp_path / "notebooks" / "02-activations.ipynb").write_text("{", encoding="utf-8")
    assert f"{described:g} points." in repr(start("02"))


def test_derivations_on_paper_of_the_course_are_counted():
    source = (notebooks.root() / "solutions" / "04-softmax-cross-entropy.py").read_text(encoding="utf-8")
    by_hand = sum(map(float, re.findall(r"manual=.* points=([\d.]+)", source)))
    items = sum(e.points for e in EXERCISES.of("04"))
    assert by_hand and f"{items + by_hand:g} points, {by_hand:g} of them given by a person." in repr(start("04"))


@pytest.mark.parametrize("text", ["", "not json", "[1]", '{"relu": 3}', '{"nothing": {}}'])
def test_a_spoilt_record_stops_nobody(text):
    own.home().mkdir(exist_ok=True)
    (own.home() / "progress.json").write_text(text, encoding="utf-8")
    assert check("relu", relu).passed
    start("02")
    progress()._repr_html_()
    assert json.loads((own.home() / "progress.json").read_text(encoding="utf-8"))["relu"]["attempts"] >= 1


def test_a_record_that_cannot_be_written_stops_nobody(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("MLPKIT_HOME", str(tmp_path / "file"))
    assert check("relu", relu).passed


def test_nothing_is_recorded_while_nbgrader_runs(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    check("relu", relu)
    assert not (own.home() / "progress.json").exists()
    assert ACTIVATIONS["relu"].f is library.relu


def test_the_opening_names_the_first_exercise_that_is_left_and_leads_to_its_cell():
    first, second = (e.name for e in list(EXERCISES.of("02"))[:2])
    opening = start("02")
    assert f"Next to write: {first}, exercise 1 of {len(EXERCISES.of('02'))}." in repr(opening)
    assert first == "step" and check(first, step).passed
    shown = start("02")._repr_html_()
    target = re.search(r'<a href="(\S+?\.ipynb)#cell-id=([\w-]+)">', shown)
    notebook = nbformat.read(notebooks.root() / "notebooks" / target[1], as_version=4)
    cell = next(c for c in notebook.cells if c.id == target[2])
    assert cell.metadata.nbgrader.grade_id == second and cell.metadata.nbgrader.solution


def test_a_mistake_of_syntax_in_the_answers_cell_is_told_instead_of_judging_the_old_one(monkeypatch):
    cells = ["", "def relu(z):\n    return np.maximum(z, 0)", "def relu(z:\n    return z"]
    shell = SimpleNamespace(user_ns={"In": [*cells, 'check("relu", relu)']})
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    with pytest.raises(NotWrittenYet, match=r"relu was not defined anew.* Line \d: .*in `.*`\. Fix it"):
        check("relu", relu)
    shell.user_ns["In"][2] = "def other(z:"
    assert check("relu", relu).passed


@pytest.mark.parametrize(
    ("typed", "told"),
    [("it does not grow", True), ("grows, then stays  # as I think", True), ("'it grows", False), ("2 * (3", False)],
)
def test_an_answer_in_words_without_quotes_is_told_of_them(monkeypatch, typed, told):
    shell = SimpleNamespace(user_ns={"In": [f"# What does it do?\npieces_prediction = {typed}"]})
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    with pytest.raises(NotWrittenYet) as refused:
        check("pieces_prediction", "it grows")
    assert ("Words stand between quotes. Fix it" in str(refused.value)) is told


def test_nbgraders_validate_is_told_the_reason(monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    result = check("relu", lambda z: np.minimum(z, 0))
    assert 0 <= float(result) < result.max_points
    assert "relu" in capsys.readouterr().err and check("relu", relu).passed
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check("relu", lambda z: np.minimum(z, 0))
    assert capsys.readouterr().err == ""

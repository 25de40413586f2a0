"""The unit of work: marks, reasons, written answers, plain tests, and no trust in what a file says of itself."""

import json
import platform
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading.grade import MOST_ODD, grade
from autograder.grading.run import Options, grade_class
from tests.support import grading_class as small

ATTACKS = Path(__file__).parents[1] / "attacks"


@pytest.fixture(scope="module")
def machine():
    backend = next((b for b, why in small.BACKENDS.items() if not why()), None)
    if backend is None:
        pytest.skip("; ".join(f"{b}: {why()}" for b, why in small.BACKENDS.items()))
    assignment = small.make_assignment()
    with small.Machine(backend, assignment) as sandbox:
        yield assignment, sandbox


def graded(machine, notebook):
    assignment, sandbox = machine
    return grade(assignment, small.submission("ada", notebook), sandbox)


def scores(result):
    return result.notebooks[0].scores


def test_a_right_submission_gets_everything_and_the_written_answer_waits_for_a_person(machine):
    notebook = small.source_notebook()
    small.cell(notebook, "why").source = "Because of the chain rule."
    result = graded(machine, notebook)
    assert scores(result) == {**small.FULL, "why": None}
    assert (result.score, result.max_score, result.deaths, result.failures) == (8.0, 11.0, [], [])


def test_the_stub_gets_nothing_and_an_untouched_answer_neither(machine):
    assignment, _ = machine
    result = graded(machine, assignment.templates[small.NAME].released)
    assert set(scores(result).values()) == {0.0}
    assert set(result.notebooks[0].untouched) == {"sigmoid", "relu", "tanh", "double", "derivative", "why"}
    assert "is not written yet" in json.dumps(result.notebooks[0].findings["check-relu"])


def test_twice_the_same(machine):
    notebook = small.source_notebook()
    small.cell(notebook, "relu").source = "def relu(z):\n    return np.abs(z) + np.random.normal()"
    first, second = graded(machine, notebook), graded(machine, notebook)
    assert first.notebooks[0].findings == second.notebooks[0].findings
    assert nbformat.writes(nbformat.from_dict(first.notebooks[0].notebook)) == nbformat.writes(
        nbformat.from_dict(second.notebooks[0].notebook)
    )


def test_the_executed_notebook_is_valid_shows_figures_and_hides_what_is_hidden(machine):
    notebook = small.source_notebook()
    notebook.cells.insert(3, new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2]);"))
    notebook.cells.insert(4, new_code_cell("from mlpkit import plots\nplots.panels()[0]"))
    notebook.cells.insert(5, new_code_cell("print('hello')\n1 / 0"))
    small.cell(notebook, "double").source = "def double(x):\n    return 2"
    result = graded(machine, notebook)
    done = result.notebooks[0].notebook
    nbformat.validate(done)
    outputs = [o for c in done.cells for o in c.get("outputs", ())]
    pictures = [o["data"] for o in outputs if "image/png" in o.get("data", {})]
    assert len(pictures) == 2 and not any("text/html" in data for data in pictures)
    assert any(o.get("ename") == "ZeroDivisionError" for o in outputs)
    assert "21" not in json.dumps(result.notebooks[0].findings) and "double(21)" not in json.dumps(done)
    assert "a hidden test failed" in json.dumps(result.notebooks[0].findings["check-double"])


def test_a_visible_plain_test_shows_its_line(machine):
    notebook = small.source_notebook()
    small.cell(notebook, "double").source = "def double(x):\n    return 7"
    said = graded(machine, notebook).notebooks[0].findings["check-double"][0]["text"]
    assert "in the test:  assert double(1) == 2" in said


def test_flags_tags_order_and_copies_have_no_effect(machine):
    notebook = small.source_notebook()
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "remove-cell"]
    small.cell(notebook, "check-relu").metadata.nbgrader.update(points=100, grade=False, solution=True)
    small.cell(notebook, "check-tanh").source = "1.0"
    notebook.cells.append(new_code_cell("42.0", metadata=small._flags("check-relu", grade=True, points=50)))
    notebook.cells.append(new_markdown_cell("<script>alert(1)</script>"))
    notebook.cells.reverse()
    notebook.metadata.kernelspec.name = "bash"
    result = graded(machine, notebook)
    assert {k: scores(result)[k] for k in small.FULL} == small.FULL
    assert result.odd and result.max_score == 11.0


def test_a_hang_in_one_function_costs_that_function_alone(machine):
    notebook = small.source_notebook()
    small.cell(notebook, "sigmoid").source = "def sigmoid(z, slope=1.0):\n    while True:\n        pass"
    result = graded(machine, notebook)
    assert {k: scores(result)[k] for k in small.FULL} == {**small.FULL, "check-sigmoid": 0.0}


def test_replies_sent_one_by_one_earn_what_they_earn_together(machine):
    """A clock by which every call is a slow one: each reply travels alone, the last of a request as well."""
    notebook = small.source_notebook()
    slow = "from autograder.sandbox.inside import server\nserver.TOGETHER_SECONDS = -1.0"
    notebook.cells.insert(1, new_code_cell(slow))
    result = graded(machine, notebook)
    assert {k: scores(result)[k] for k in small.FULL} == small.FULL
    assert result.deaths == []


@pytest.mark.parametrize(
    ("first", "error"),
    [
        ("scale = 1 / 0", "ZeroDivisionError: division by zero"),
        ("x = = 1", "the grader's)"),
        ("from numpy import nothing_here as helper\nhelper()\n1 / 0", "ZeroDivisionError"),
    ],
)
def test_the_reason_names_the_error_that_ended_the_cell(machine, first, error):
    notebook = small.source_notebook()
    for name in ("relu", "double"):
        small.cell(notebook, name).source = f"{first}\n{small.cell(notebook, name).source}"
    result = graded(machine, notebook)
    for name in ("relu", "double"):
        (said,) = [f["text"] for f in result.notebooks[0].findings[f"check-{name}"]]
        assert f"{name} is not defined: the cell above did not run" in said and error in said


# What Pythons from 3.12 to 3.14 have brought, where an older one grades.
NEWER = [
    'words = f"{"a" + "b"}"',
    'words = t"{1}"',
    "try:\n    pass\nexcept ValueError, TypeError:\n    pass",
    "type Numbers = list[int]",
    "def same[T](x: T) -> T:\n    return x",
]


def newer_than_this_python(source):
    try:
        compile(source, "cell", "exec")
    except SyntaxError:
        return True
    return False


@pytest.mark.parametrize("first", NEWER)
def test_syntax_newer_than_the_graders_python_is_named_with_its_version(machine, first):
    if not newer_than_this_python(first):
        pytest.skip("this Python reads it")
    notebook = small.source_notebook()
    for name in ("relu", "sigmoid"):
        small.cell(notebook, name).source = f"{first}\n{small.cell(notebook, name).source}"
    notebook.cells.insert(2, new_code_cell(f"{first}\ndef helper(z):\n    return z"))
    small.cell(notebook, "tanh").source = "def tanh(z):\n    return helper(np.tanh(z))"
    result = graded(machine, notebook)
    read_by = f"(read by Python {platform.python_version()}, the grader's)"
    for name in ("relu", "sigmoid", "tanh"):
        said = result.notebooks[0].findings[f"check-{name}"][0]["text"]
        assert "SyntaxError: " in said and said.endswith(read_by), said
    assert scores(result)["check-double"] == small.FULL["check-double"]


DIES_AT = """import ctypes
calls = 0
def relu(z):
    global calls
    calls += 1
    if z.dtype == np.float64 and z.ndim == 2:
        ctypes.string_at(0)
    return np.maximum(z, 0)"""


def test_the_call_that_ended_the_process_is_named_although_answers_travel_together(machine):
    notebook = small.source_notebook()
    small.cell(notebook, "relu").source = DIES_AT
    result = graded(machine, notebook)
    assert {k: scores(result)[k] for k in small.FULL} == {**small.FULL, "check-relu": 0.0}
    said = json.dumps(result.notebooks[0].findings["check-relu"])
    assert "SIGSEGV" in said and "for z of shape (3, 4), float64" in said
    assert len(result.deaths) == 1


HANG = """import time
def {}(z, slope=1.0):
    while True:
        try:
            time.sleep(9)
        except BaseException:
            pass"""


def test_the_time_of_a_notebook_is_limited(machine):
    assignment, sandbox = machine
    notebook = small.source_notebook()
    for name in small.NAMES:
        small.cell(notebook, name).source = HANG.format(name)
    tight = small.with_limits(assignment, notebook=3.0)  # of waiting
    result = grade(tight, small.submission("ada", notebook), sandbox)
    assert {scores(result)[f"check-{name}"] for name in small.NAMES} == {0.0}
    assert "the notebook's 3 s of waiting were used up" in " ".join(result.deaths)


def test_what_is_not_there_scores_zero_with_the_reason(machine):
    assignment, sandbox = machine
    for content, said in ((b"{", "is not JSON"), (b"", "is empty")):
        result = grade(assignment, small.submission("ada", content), sandbox)
        assert set(scores(result).values()) == {0.0} and said in result.failures[0]
        assert said in result.notebooks[0].findings["check-relu"][0]["text"]


def test_who_hangs_crashes_floods_or_bombs_loses_that_call_and_nobody_else_anything(tmp_path):
    """One worker, one sandbox: hostile students between honest ones. Only the attacked exercise is lost."""
    attacks = {
        "b-hangs": "hang_swallow", "c-crashes": "crash_segfault", "d-floods": "bomb_output", "e-bombs": "bomb_memory",
        "f-forks": "bomb_fork", "g-fills": "bomb_disk", "h-calls": "lent_flood_reading", "i-exits": "crash_exit",
    }  # fmt: skip
    honest = small.handed_in(small.source_notebook())
    files = {"a-honest": honest, "m-honest": honest, "z-honest": honest}
    for student, attack in attacks.items():
        notebook = small.source_notebook()
        exercise = "derivative" if attack.startswith("lent") else "relu"
        small.cell(notebook, exercise).source = (ATTACKS / f"{attack}.py").read_text(encoding="utf-8")
        files[student] = small.handed_in(notebook)
    source = small.source_notebook()
    submitted = small.write_course(tmp_path, source, small.released(source), files)
    summary = grade_class(submitted, tmp_path / "out", Options(jobs=1, seed="s", limits=small.TIGHT))
    assert (summary.graded, summary.failed) == (len(files), [])
    for record in json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8")):
        (done,) = record["notebooks"]
        lost = {k for k, v in small.FULL.items() if done["scores"][k] != v}
        expected = "check-derivative" if "calls" in record["student"] else "check-relu"
        assert lost == (set() if "honest" in record["student"] else {expected}), (record["student"], done)
        for grade_id in lost:
            assert any(f["status"] == "no" and f["text"] for f in done["findings"][grade_id])


def test_what_is_odd_about_a_submission_is_said_in_few_lines(machine):
    notebook = small.without_hidden_tests(small.source_notebook())
    content = json.dumps({"cells": [*notebook.cells, *[{"cell_type": "markdown", "source": n} for n in range(300)]]})
    result = graded(machine, content.encode())
    assert len(result.odd) == MOST_ODD + 1 and result.odd[-1].endswith("more such lines")
    assert {k: scores(result)[k] for k in small.FULL} == small.FULL

"""Derivations and other kinds in the hardened grader: the same marks and reasons, and hostile answers get nothing."""

import copy
import json

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder import check
from autograder.authoring import notebooks as build
from autograder.authoring.given_stubs import GivenStubs
from autograder.checking.exercise import EXERCISES
from autograder.grading.assignment import Assignment, make_template
from autograder.grading.grade import Submission, grade
from tests.support import grading_class as small

NAMES = ("sigmoid_derivation", "gelu_derivation")
NAME = "kinds"


def source_notebook(names=NAMES):
    cells = [new_code_cell(small.SETUP, metadata=build._nbgrader("setup", locked=True))]
    for name in names:
        cells += build._exercise_cells(EXERCISES[name], "", set())
    build._name_cells(cells, "99")
    return new_notebook(cells=cells, metadata={**build.KERNEL, **build.LANGUAGE})


def released(source):
    """As nbgrader releases it."""
    return GivenStubs().preprocess(copy.deepcopy(source), {})[0]


@pytest.fixture(scope="module")
def machine():
    backend = next((b for b, why in small.BACKENDS.items() if not why()), None)
    if backend is None:
        pytest.skip("; ".join(f"{b}: {why()}" for b, why in small.BACKENDS.items()))
    source = source_notebook()
    bundle = Assignment(NAME, {NAME: make_template(NAME, source, released(source))}, small.SEED, small.TIGHT, "digest")
    with small.Machine(backend, bundle) as sandbox:
        yield bundle, sandbox


def graded(machine, answers=None, notebook=None):
    """Scores and findings by exercise, with some cells written over."""
    bundle, sandbox = machine
    notebook = notebook or source_notebook()
    for name, source in (answers or {}).items():
        small.cell(notebook, name).source = source
    content = json.dumps(notebook).encode()
    result = grade(bundle, Submission("ada", NAME, {NAME: content}), sandbox)
    (done,) = result.notebooks
    assert not result.failures, result.failures
    return {n: (done.scores[f"check-{n}"], done.findings[f"check-{n}"]) for n in NAMES}, done


def test_the_model_answers_get_everything(machine):
    found, done = graded(machine)
    assert {n: s for n, (s, _) in found.items()} == {n: EXERCISES[n].points for n in NAMES}
    outputs = json.dumps([c.outputs for c in done.notebook.cells if c.cell_type == "code"])
    assert "What was read" in outputs


def test_the_stubs_get_nothing_and_count_as_untouched(machine):
    bundle, _ = machine
    found, done = graded(machine, notebook=copy.deepcopy(bundle.templates[NAME].released))
    assert {s for s, _ in found.values()} == {0.0}
    assert set(done.untouched) == set(NAMES)
    assert "is not written yet" in found["sigmoid_derivation"][1][0]["text"]


def test_a_slip_is_named_as_it_is_for_the_student(machine):
    text = "d(1 / (1 + exp(-z)), z)\n= exp(-z) / (1 + exp(-z))**2\n= 1 - s**2"
    found, _ = graded(machine, {"sigmoid_derivation": f'sigmoid_derivation = """\n{text}\n"""'})
    score, findings = found["sigmoid_derivation"]
    here = check("sigmoid_derivation", text)
    assert score == float(here) == 1.0
    assert [f["misconception"] for f in findings] == [f.misconception for f in here.findings]
    assert "tanh's rule" in [f["misconception"] for f in findings]


@pytest.mark.parametrize(
    "source",
    [
        "sigmoid_derivation = 'z' * 10_000_000",
        "sigmoid_derivation = '(' * 9_000",
        "sigmoid_derivation = ['d(z, z)']",
        "sigmoid_derivation = None",
        "sigmoid_derivation = b'= s * (1 - s)'",
        "class S(str):\n    __eq__ = lambda *a: True\n    __len__ = lambda s: 0\n"
        "    translate = lambda *a: 'd(1 / (1 + exp(-z)), z)\\n= s * (1 - s)'\nsigmoid_derivation = S('= s')",
        "import autograder\nsigmoid_derivation = autograder",
        "sigmoid_derivation = '''= __import__('os').system('touch /tmp/run')'''",
        "del sigmoid_derivation",
        "sigmoid_derivation = '''",
    ],
)
def test_hostile_answers_get_nothing_and_hurt_nobody(machine, source):
    found, _ = graded(machine, {"sigmoid_derivation": source})
    assert found["sigmoid_derivation"][0] == 0.0
    assert len(found["sigmoid_derivation"][1][0]["text"]) > 20
    assert found["gelu_derivation"][0] == EXERCISES["gelu_derivation"].points

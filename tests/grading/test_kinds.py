"""Derivations and other kinds in the hardened grader: the same marks and reasons, and hostile answers get nothing."""

import copy
import json

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder import check
from autograder.authoring import notebooks as build
from autograder.authoring.given_stubs import GivenStubs
from autograder.checking.exercise import EXERCISES
from autograder.checking.kinds.repair import HANDED_OUT
from autograder.grading.assignment import Assignment, make_template
from autograder.grading.grade import Submission, grade
from tests.support import grading_class as small

NAMES = ("sigmoid_derivation", "gelu_derivation", "sigmoid", "sigmoid_grad", "softplus", "derivative_test")
NAMES += ("softplus_counterexample", "mended_swish_grad", "mended_dense_backward")
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
    assignment = Assignment(
        NAME, {NAME: make_template(NAME, source, released(source))}, small.SEED, small.TIGHT, "digest"
    )
    with small.Machine(backend, assignment) as sandbox:
        yield assignment, sandbox


def graded(machine, answers=None, notebook=None):
    """Scores and findings by exercise, with some cells written over."""
    assignment, sandbox = machine
    notebook = notebook or source_notebook()
    for name, source in (answers or {}).items():
        small.cell(notebook, name).source = source
    content = json.dumps(notebook).encode()
    result = grade(assignment, Submission("ada", NAME, {NAME: content}), sandbox)
    (done,) = result.notebooks
    assert not result.failures, result.failures
    return {n: (done.scores[f"check-{n}"], done.findings[f"check-{n}"]) for n in NAMES}, done


def test_the_model_answers_get_everything(machine):
    found, done = graded(machine)
    assert {n: s for n, (s, _) in found.items()} == {n: EXERCISES[n].points for n in NAMES}
    outputs = json.dumps([c.outputs for c in done.notebook.cells if c.cell_type == "code"])
    assert "What was read" in outputs


def test_the_stubs_get_nothing_and_count_as_untouched(machine):
    assignment, _ = machine
    found, done = graded(machine, notebook=copy.deepcopy(assignment.templates[NAME].released))
    assert {s for s, _ in found.values()} == {0.0}
    assert set(done.untouched) == set(NAMES)
    for name in ("sigmoid_derivation", "derivative_test", "softplus_counterexample"):
        assert "is not written yet" in found[name][1][0]["text"], name
    assert found["mended_swish_grad"][1][1]["misconception"] == HANDED_OUT


def test_a_slip_is_named_as_it_is_for_the_student(machine):
    text = "d(1 / (1 + exp(-z)), z)\n= exp(-z) / (1 + exp(-z))**2\n= 1 - s**2"
    found, _ = graded(machine, {"sigmoid_derivation": f'sigmoid_derivation = """\n{text}\n"""'})
    score, findings = found["sigmoid_derivation"]
    here = check("sigmoid_derivation", text)
    assert score == float(here) == 1.0
    assert [f["misconception"] for f in findings] == [f.misconception for f in here.findings]
    assert "tanh's rule" in [f["misconception"] for f in findings]


SLOPPY = """def derivative_test(f, f_grad):
    z = np.linspace(-4, 4, 41)
    slope = (f(z + 1e-5) - f(z - 1e-5)) / 2e-5
    assert np.allclose(f_grad(z), slope, atol={atol})
"""


def test_a_test_is_judged_as_it_is_for_the_student(machine):
    """The wrong implementations stay on the trusted side; the test runs in the sandbox and calls them."""
    for atol in ("1e-6", "0.05"):
        space = {"np": np}
        exec(SLOPPY.format(atol=atol), space)
        here = check("derivative_test", space["derivative_test"])
        found, _ = graded(machine, {"derivative_test": SLOPPY.format(atol=atol)})
        score, findings = found["derivative_test"]
        assert 0 < score == float(here) < 2
        assert [f["text"] for f in findings] == [f.text for f in here.findings]


def test_a_test_that_spies_sees_no_source_and_keeps_nothing(machine):
    """What it is lent is a function without code, that is taken back when the check ends."""
    spy = (
        "import sys\nkept = []\ndef derivative_test(f, f_grad):\n    kept.append(f_grad)\n"
        "    code = getattr(f_grad, '__code__', None)\n"
        "    assert code is None or 'exercises' not in code.co_filename, code.co_filename\n"
        "    assert not any('exercises' in name for name in sys.modules), 'modules'\n"
    )
    again = "def mended_swish_grad(z, beta=1):\n    return kept[-1](z)"
    found, _ = graded(machine, {"derivative_test": spy, "mended_swish_grad": again})
    assert "accepts all 3 right ones" in found["derivative_test"][1][0]["text"], found["derivative_test"]
    assert found["mended_swish_grad"][0] == 0
    assert "can no longer be called" in json.dumps(found["mended_swish_grad"][1]), found["mended_swish_grad"]


@pytest.mark.parametrize(
    "source",
    [
        "def derivative_test(f, f_grad):\n    while True:\n        pass",
        "def derivative_test(f, f_grad):\n    import os\n    os._exit(0)",
        "class derivative_test:\n    def __init__(self, *a): pass\n    def __bool__(self): return True",
        "derivative_test = lambda f, f_grad: type('T', (), {'__eq__': lambda *a: True, '__bool__': lambda s: True})()",
        "def derivative_test(f, f_grad):\n    return f_grad",
        "def derivative_test(f, f_grad):\n    f_grad(np.zeros(10**8))",
        "def derivative_test(f, f_grad):\n    raise SystemExit",
        "count = 0\ndef derivative_test(f, f_grad):\n    global count\n    count += 1\n    assert count <= 3",
        "def derivative_test(f, f_grad):\n    assert 'mlpkit' in f_grad.__module__",
        "def derivative_test(f, f_grad):\n    assert f_grad.__name__.endswith('_grad')",
    ],
)
def test_hostile_tests_get_nothing(machine, source):
    found, _ = graded(machine, {"derivative_test": source})
    assert found["derivative_test"][0] == 0.0, found["derivative_test"]
    assert found["mended_swish_grad"][0] == EXERCISES["mended_swish_grad"].points


@pytest.mark.parametrize(
    "source",
    [
        "softplus_counterexample = object()",
        "softplus_counterexample = np.full(10**7, 1000.0)",
        "class Z(float):\n    __abs__ = lambda s: 0\nsoftplus_counterexample = Z(1.0)",
        "softplus_counterexample = np.array([object()])",
        "softplus_counterexample = lambda: 1000.0",
        "softplus_counterexample = float('nan')",
        "softplus_counterexample = 10**500",
    ],
)
def test_hostile_inputs_get_nothing(machine, source):
    found, _ = graded(machine, {"softplus_counterexample": source})
    assert found["softplus_counterexample"][0] == 0.0
    assert len(found["softplus_counterexample"][1][0]["text"]) > 20


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

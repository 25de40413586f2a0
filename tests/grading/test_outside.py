"""Tests of another course, run outside: what an answer gives decides nothing but its own points, and ends in time."""

import copy
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading import notebook_reader, outputs
from autograder.grading.assignment import Assignment, make_template
from autograder.grading.grade import Submission, grade
from autograder.grading.notebook_reader import Unreadable, parse
from tests.support import grading_class as small
from tests.support.foreign_course import flags

USES_NUMPY = "import numpy as np\n\ndef f(x):\n    return 2 * np.asarray(x)"
# What the instructor's answer is, the test, what is handed in, and what it earns.
CASES = {
    "its own np": (USES_NUMPY, "assert np.allclose(f(2), 4)",
                   "class np:\n    allclose = staticmethod(lambda *a: True)\n\ndef f(x):\n    return 0", 0),
    "its own allclose": ("from numpy import allclose\n\ndef f(x):\n    return 2 * x", "assert allclose(f(2), 4)",
                         "allclose = lambda *a: True\n\ndef f(x):\n    return 0", 0),
    "its own version of what is asked for": ("from math import factorial", "assert factorial(5) == 120",
                                             "factorial = lambda n: 1 if n < 2 else n * factorial(n - 1)", 1),
    "a masked array": (USES_NUMPY, "import numpy\nnumpy.testing.assert_allclose(f([1, 2]), [2, 4])",
                       "import numpy as np\n\ndef f(x):\n    return np.ma.masked_all(2)", 0),
    "a range without end": ("def f(x):\n    return x", "for i in range(f(3)):\n    pass",
                            "def f(x):\n    return 10**300", 0),
    "an array without end": (USES_NUMPY, "assert np.ones(f(3)).sum() == 6",
                             "import numpy as np\n\ndef f(x):\n    return 10**9", 0),
}  # fmt: skip
LIMITS = small.Limits(call=1.0, notebook=3.0, memory=512)


@pytest.fixture(scope="module")
def course():
    """An assignment with a notebook for each case, and its sandbox."""
    backend = next((b for b, why in small.BACKENDS.items() if not why()), None)
    if backend is None:
        pytest.skip("; ".join(f"{b}: {why()}" for b, why in small.BACKENDS.items()))
    templates = {}
    for n, (answer, test, _, _) in enumerate(CASES.values()):
        cells = [new_code_cell(answer, id="a", metadata=flags("answer", solution=True)),
                 new_code_cell(test, id="t", metadata=flags("test", grade=True, locked=True, points=1))]  # fmt: skip
        source = new_notebook(cells=cells)
        stub = copy.deepcopy(source)
        stub.cells[0].source = "# YOUR CODE HERE"
        templates[f"n{n}"] = make_template(f"n{n}", source, stub)
    assignment = Assignment("ps", templates, "seed", LIMITS, tests="outside")
    with small.Machine(backend, assignment) as sandbox:
        yield assignment, sandbox


def graded(course, which):
    """Points and reasons by case, with the answers of the instructor or those handed in."""
    files = {}
    for name, case in zip(course[0].templates, CASES.values(), strict=True):
        notebook = copy.deepcopy(course[0].templates[name].released)
        notebook.cells[0].source = case[which]
        files[name] = nbformat.writes(notebook).encode()
    done = grade(course[0], Submission("ada", "ps", files), course[1])
    return {case: (n.scores["test"], n.findings["test"]) for case, n in zip(CASES, done.notebooks, strict=True)}


def test_what_judges_an_answer_is_never_the_answers_own(course):
    right, found = graded(course, 0), graded(course, 2)
    assert {case: score for case, (score, _) in right.items()} == dict.fromkeys(CASES, 1.0), right
    assert {case: score for case, (score, _) in found.items()} == {case: c[3] for case, c in CASES.items()}, found
    assert "takes more than 3 s" in found["a range without end"][1][0]["text"]
    assert "Memory" in found["an array without end"][1][0]["text"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is graded")
def test_one_call_of_c_is_ended_with_its_process():
    code = (
        "from autograder.sandbox.little_memory import ended_after\n"
        "with ended_after(0.2):\n    set([k * (2**61 - 1) for k in range(1, 200_000)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=600)
    assert done.returncode < 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is graded")
def test_what_a_process_used_before_does_not_end_it():
    """The kernel counts ticks, `process_time` what was used: after hours of grading they are seconds apart."""
    code = (
        "import time\n"
        "from autograder.sandbox.little_memory import ended_after\n"
        "while time.process_time() < 1.5: sum(range(10_000))\n"
        "time.process_time = lambda: 0.0\n"
        "with ended_after(0.2): sum(range(1_000_000))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=600)
    assert done.returncode == 0, done.stderr


def read_many(part):
    """To be called in a new process: what one that has worked has free is used on top of the limit."""
    notebook_reader.MOST_MEMORY = 64 << 20
    content = b'{"cells":[%s]}' % (4_000_000 * (part + b",") + part)
    with small.memory() as grew, pytest.raises(Unreadable, match="takes more than 64 MB of memory"):
        parse(content)
    assert grew() < 192  # read whole, most of these take 250 MB and more
    picture = b'{"cells":[{"source":"x","outputs":[{"data":{"image/png":"%s"}}]}]}' % (b"A" * (12 << 20))
    assert parse(picture)[0].cells[0].source == "x"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is graded")
@pytest.mark.parametrize("part", [b"{}", b"[]", b'"ab"', b"1.5", b'{"a":1}'])
def test_a_file_that_takes_much_memory_to_read_is_not_read(part):
    code = f"from tests.grading.test_outside import read_many\nread_many({part!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr


def test_html_that_takes_the_square_of_its_length_is_given_up():
    slow = {"kind": "display_data", "data": {"text/html": "<p><b>" * 16_000, "text/plain": "a table"}}
    quick = {"kind": "display_data", "data": {"text/html": "<b>bold</b>"}}
    room = outputs.Room(seconds=0.3)
    known = outputs.notebook_outputs([slow], room)
    assert known[0]["data"] == {"text/plain": "a table"}
    assert outputs.notebook_outputs([slow] * 100, room) == known * 100
    left = room.seconds
    assert left <= 0 and outputs.notebook_outputs([quick, slow], room) == known and room.seconds == left
    assert outputs.notebook_outputs([quick])[0]["data"] == {"text/html": "<b>bold</b>"}

"""Objects and functions of an author's own module, passed by a check into a student's function: made again there."""

import json
import shutil
import subprocess
import sys

import nbformat
import pytest

from tests.support import grading_class as small

NAME = "30-scaling"
MODULE = '''"""Scaling, one after another."""
import numpy as np
import spreads


class Scaler:
    """Knows a mean and a spread, and how often it was asked."""

    def __init__(self, X):
        self.mean, self.spread, self.calls = X.mean(axis=0), spreads.spread(X), 0

    def apply(self, X):
        self.calls += 1
        return (X - self.mean) / self.spread


def double(x):
    return 2 * x


def apply_all(scalers, X):
    """X after each of the scalers."""
    for scaler in scalers:
        X = scaler.apply(X)
    return X


def twice(f, x):
    """f of f of x."""
    return f(f(x))


def asked(scaler, X):
    """How often the scaler was asked, this time included."""
    scaler.apply(X)
    return scaler.calls * np.ones(1)
'''
SPREADS = "def spread(X):\n    return X.std(axis=0) + 1.0\n"
EXERCISES = '''
import numpy as np
import scaling
from autograder.checking.exercise import Inputs, exercise


def _through_two(function, X):
    """The result, and what the call did to the first of two objects."""
    scalers = [scaling.Scaler(X), scaling.Scaler(2 * X)]
    return function(scalers, X), scalers[0].calls * np.ones(1)


def _cases(rng):
    for _ in range(3):
        yield Inputs((rng.normal(size=(3, 2)),))


def _scaled(Scaler, X):
    """What a scaler of one's own makes of X, and how often it says that it was asked."""
    scaler = Scaler(X)
    scaler.apply(X)
    return scaler.apply(X), scaler.calls * np.ones(1)


class Uncounted(scaling.Scaler):
    def apply(self, X):
        return (X - self.mean) / self.spread


SHARED = scaling.Scaler(np.array([[-1.0], [1.0]]))
HINTS = ("one", "two", "three")
given = {"lecture": "30", "topics": "", "cases": _cases, "hints": HINTS}
exercise(scaling.Scaler, points=2, call=_scaled, outputs=("X", "the calls"), **given,
         wrong={"not counted": (Uncounted, "The calls are not counted.")})
exercise(scaling.apply_all, points=2, call=_through_two, outputs=("X", "the calls"), **given,
         wrong={"first alone": (lambda scalers, X: scalers[0].apply(X), "Only the first scaler is applied.")})
exercise(scaling.twice, points=1, call=lambda f, X: f(scaling.double, X), **given,
         wrong={"once": (lambda f, x: f(x), "f is applied once.")})
exercise(scaling.asked, points=1, call=lambda f, X: f(SHARED, X) > 0, **given, wrong={})
'''
SOURCE = """# %% [markdown]
# # 30 · Scaling

# %% setup=true
import numpy as np

from autograder import check, start

start("30")

# %% exercise="Scaler"

# %% exercise="apply_all"

# %% exercise="twice"

# %% exercise="asked"
"""
RIGHT = {
    "Scaler": "class Scaler:\n    def __init__(self, X):\n        self.mean, self.sd = X.mean(axis=0), X.std(axis=0)\n"
    "        self.calls = 0\n    def apply(self, X):\n        self.calls += 1\n"
    "        return (X - self.mean) / (self.sd + 1)",
    "apply_all": "def apply_all(scalers, X):\n    for s in scalers:\n        X = s.apply(X)\n    return X",
    "twice": "def twice(f, x):\n    assert f.__module__ == 'scaling' and f.__name__ == 'double'\n    return f(f(x))",
    "asked": "import numpy as np\ndef asked(scaler, X):\n    scaler.calls = 10**6\n    return np.ones(1)",
}
SLY = {
    "Scaler": "import scaling\nclass Scaler(scaling.Scaler):\n    pass",
    "apply_all": "import scaling\ndef apply_all(scalers, X):\n    return scaling.apply_all(scalers, X)",
    "twice": "import inspect, scaling\ndef twice(f, x):\n"
    "    raise ValueError(inspect.getsource(inspect.getmodule(f)) + inspect.getsource(scaling.apply_all))",
    "asked": "import scaling\nclass Scaler(scaling.Scaler):\n    __gt__ = __lt__ = lambda *_: True\n"
    "def asked(scaler, X):\n    return Scaler(X)",
}
GRADE = """
import json, sys
from autograder.grading.once import grade_once

given = json.load(sys.stdin)
done = [grade_once(n.encode(), "30", "a-seed", sys.argv[1]) for n in given["notebooks"]]
from autograder.exercises.lecture30 import SHARED
print(json.dumps({"done": done, "shared": SHARED.calls}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The author's folder, its lecture built."""
    top = tmp_path_factory.mktemp("author")
    files = {
        "mlpkit.toml": f'[lectures]\n30 = "{NAME}"\n', "scaling.py": MODULE, "spreads.py": SPREADS,
        "exercises/lecture30.py": EXERCISES, f"solutions/{NAME}.py": SOURCE,
    }  # fmt: skip
    for name, text in files.items():
        (top / name).parent.mkdir(exist_ok=True)
        (top / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "autograder", "build", "--no-run"]
    done = subprocess.run(command, cwd=top, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return top


def notebook(folder, answers):
    """The student notebook with these answers, as text."""
    found = nbformat.read(folder / "notebooks" / f"{NAME}.ipynb", as_version=4)
    for name, answer in answers.items():
        small.cell(found, name).source = answer
    return nbformat.writes(found)


@pytest.fixture(scope="module", params=small.BACKENDS)
def graded(request, folder):
    """(results of a right notebook, a sly one and the right one again; what became of the object that all share)."""
    missing = small.BACKENDS[request.param]()
    if missing:
        pytest.skip(f"{request.param}: {missing}")
    given = json.dumps({"notebooks": [notebook(folder, a) for a in (RIGHT, SLY, RIGHT)]})
    done = subprocess.run(
        [sys.executable, "-c", GRADE, request.param], input=given, cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    return *said["done"], said["shared"]


def points(result):
    return {e["name"]: e["score"] for e in result["exercises"]}


def test_they_are_made_again_there_and_what_a_call_did_is_seen_here(graded):
    right, _, again, _ = graded
    assert points(right) == points(again) == {"Scaler": 2, "apply_all": 2, "twice": 1, "asked": 1}, right


def test_answers_stay_closed_and_a_students_object_is_no_result(graded):
    _, sly, _, _ = graded
    assert points(sly) == {"Scaler": 0, "apply_all": 0, "twice": 0, "asked": 0}
    said = json.dumps(sly)
    assert all(f"scaling's {name} is what you are writing here" in said for name in ("Scaler", "apply_all"))
    assert "for scaler in scalers" not in said and "f(f(x))" not in said


def test_an_object_that_all_share_is_left_as_it_was(graded):
    assert graded[3] < 10**6, "a student's call reached it"


def test_a_module_that_runs_an_answer_when_it_is_imported_is_named(folder, tmp_path):
    mine = tmp_path / "mine"
    shutil.copytree(folder, mine)
    (mine / "scaling.py").write_text(MODULE + "\n\nFIRST = Scaler(np.ones((2, 1)))\n", encoding="utf-8")
    command = [sys.executable, "-m", "autograder", "once", "30", "--sandbox", "none"]
    done = subprocess.run(command, cwd=mine, input=notebook(mine, RIGHT), capture_output=True, text=True)
    result = json.loads(done.stdout)
    assert (done.returncode, result["status"], result["score"]) == (4, "failed", None)
    assert "scaling cannot be imported without the answers to its exercises" in result["error"]
    assert "scaling's Scaler is what you are writing here" in result["error"]

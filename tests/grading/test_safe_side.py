"""Nothing that a student said is run, or names a file, outside: a test that wants it runs inside."""

import json
import types

import pytest

from autograder.grading.run import Options, grade_class
from autograder.grading.safe_side import guarded
from autograder.runtime.plain_data import NotPlain
from autograder.sandbox import backends
from tests.support import foreign_course


def outside(text, told):
    """Run text as a test's cell runs outside."""
    code = compile(text, "<test>", "exec")
    cell = types.FunctionType(code, {"__name__": "__main__", "__builtins__": __builtins__})
    with guarded(told.append):
        cell()


REFUSED = (
    "eval('1')", "exec('x = 1')", "import timeit\ntimeit.timeit('1', number=1)",
    "import pickle, fractions\npickle.loads(pickle.dumps(fractions.Fraction(1)))",
    "import os\nos.system('true')", "import subprocess\nsubprocess.run(['true'])",
    "open('../x', 'w')", "open('/root/x')", "import os\nos.remove('/nowhere/x')",
    "import shutil\nshutil.rmtree('/nowhere')", "import os\nos.rename('a', '../b')",
    "import sqlite3\nsqlite3.connect('/nowhere/x.db')", f"import numpy as np\nnp.loadtxt({__file__!r})",
    "from pathlib import Path\nPath('/nowhere/x').unlink()",
)  # fmt: skip
LEFT = (
    "import collections\nP = collections.namedtuple('P', 'a b')",
    "import dataclasses\ndataclasses.make_dataclass('D', ['a'])(1)",
    "from scipy import stats\nstats.norm(0, 1).cdf(0)",
    "import pickle\nimport numpy as np\npickle.loads(pickle.dumps([np.ones(2), {'a': 1}]))",
    "open('here.txt', 'w').write('x')\nimport os\nos.remove('here.txt')",
    "import ast\nast.literal_eval('[1]')", "from sklearn.datasets import load_iris\nload_iris()",
    "import tempfile\nwith tempfile.TemporaryDirectory():\n    pass",
    "import sqlite3\nsqlite3.connect(':memory:').close()",
)  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_would_act_on_a_students_word_is_refused(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = []
    with pytest.raises((NotPlain, ValueError)):
        outside(text, told)
    assert told


@pytest.mark.parametrize("text", LEFT)
def test_what_tests_do_with_their_own_is_not(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = []
    outside(text, told)
    assert told == []


def test_afterwards_all_is_as_before(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with guarded(lambda what: None):
        pass
    assert eval("1 + 1") == 2


def _cases(victim):
    """Courses' tests that run what a student wrote, with a right, a half-wrong and a hostile answer."""
    kill = f"__import__('os').remove({str(victim)!r})"
    evil_pickle = f"class R:\n    def __reduce__(self):\n        return (eval, ({kill!r},))"
    return {
        "e_eval": (["", "told = '2 + 3'", "told = '9'", "assert eval(told) == 5"], f"told = {kill!r}"),
        "e_exec": (["", "code = 'y = 1'", "code = 'y = 2'", "exec(code)\nassert y == 1"], f"code = {kill!r}"),
        "e_load": (
            ["", "import pickle\nb = pickle.dumps([1])", "b = b''", "import pickle\nassert pickle.loads(b) == [1]"],
            f"import pickle\n{evil_pickle}\nb = pickle.dumps(R())",
        ),
        "e_file": (
            ["", "name = 'no.txt'", "name = ''", "import os\nassert name\nif os.path.exists(name): os.remove(name)"],
            f"name = {str(victim)!r}",
        ),
    }  # fmt: skip


@pytest.mark.skipif(bool(backends.why_no_bwrap()), reason=backends.why_no_bwrap())
@pytest.mark.parametrize("tests", ["auto", "outside"])
def test_a_students_text_does_nothing_to_the_grader(tmp_path, tests):
    victim = tmp_path / "gradebook"
    victim.write_text("marks", encoding="utf-8")
    cases = _cases(victim)
    submitted = foreign_course.of_cases(tmp_path / "course", {name: case for name, (case, _) in cases.items()})
    evil = {name: ["", answer, answer] for name, (_, answer) in cases.items()}
    foreign_course.hand_in(submitted / "evil" / "ps" / "e.ipynb", evil)
    grade_class(submitted, tmp_path / "graded", Options(jobs=1, sandbox="bwrap", tests=tests))
    assert victim.read_text(encoding="utf-8") == "marks"
    records = json.loads((tmp_path / "graded" / "results.json").read_text(encoding="utf-8"))
    given = {r["student"]: sum(n["scores"].values()) for r in records for n in r["notebooks"]}
    assert given["evil"] == given["half"] == given["blank"] == 0
    # Outside, the two that run a student's text cannot be told.
    assert given["right"] == (4 if tests == "auto" else 2)

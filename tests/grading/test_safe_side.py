"""Nothing that a student said is run, or names a file, outside: a test that wants it runs inside."""

import ast
import contextlib
import json
import os
import sys
import types

import pytest

from autograder.grading.run import Options, grade_class
from autograder.grading.safe_side import guarded
from autograder.runtime.deadline import OutOfTime
from autograder.runtime.plain_data import NotPlain
from autograder.sandbox import backends
from autograder.sandbox.callbacks import CallbackTable
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
    "open('../x', 'w')", "open('/nowhere/y')", "import os\nos.remove('/nowhere/x')",
    "import shutil\nshutil.rmtree('/nowhere')", "import os\nos.rename('a', '../b')",
    "from pathlib import Path\nPath('/nowhere/x').unlink()",
    f"import numpy as np\nnp.loadtxt({__file__!r})",
    # Text that becomes a program by another way.
    "import ast\nexec(compile(ast.parse('1'), '', 'exec'))",
    "import runpy\nrunpy.run_path(__import__('colorsys').__file__)",
    "import marshal\nmarshal.loads(marshal.dumps(1))", "import types\ntypes.FunctionType((lambda: 1).__code__, {})",
    "def f(): pass\nf.__code__ = (lambda: 1).__code__",
    "import sympy\nsympy.sympify('x + 1')", "import yaml\nyaml.unsafe_load('!!python/object/apply:eval [\"1\"]')",
    "import pickle, fractions\npickle._loads(pickle.dumps(fractions.Fraction(1)))",
    "import numpy as np, fractions\nnp.save('a.npy', np.array([fractions.Fraction(1)]))\n"
    "np.load('a.npy', allow_pickle=True)",
    "import shelve, fractions\nwith shelve.open('s') as s:\n    s['a'] = fractions.Fraction(1)\n    s['a']",
    "open('own.py', 'w').write('x = 1')\nimport own",
    "open('a.txt', 'w').write('x = 1')\nimport os\nos.rename('a.txt', 'own.py')\nimport own",
    f"import importlib.util as u\ns = u.spec_from_file_location('m', {__file__!r})\n"
    "s.loader.exec_module(u.module_from_spec(s))",
    "import ctypes\nctypes.CDLL('./nothing.so')",
    "import os\nos.kill(os.getpid(), 0)",
    # Files of the machine, and the network.
    "open('/etc/passwd')", "open('/proc/self/environ')", "open('/usr/bin/env', 'rb')", "import os\nos.chdir('/')",
    "import sqlite3\nsqlite3.connect(':memory:').execute(\"ATTACH '../other.db' AS o\")",
    "import socket\nsocket.create_connection(('127.0.0.1', 9), 1)",
    "import socket\nsocket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/x')",
    "import socket\nsocket.getaddrinfo('localhost', 80)",
)  # fmt: skip
LEFT = (
    "import collections\nP = collections.namedtuple('P', 'a b')",
    "import dataclasses\ndataclasses.make_dataclass('D', ['a'])(1)",
    "from scipy import stats\nstats.norm(0, 1).cdf(0)",
    "import pickle\nimport numpy as np\npickle.loads(pickle.dumps([np.ones(2), {'a': 1}]))",
    "open('here.txt', 'w').write('x')\nimport os\nos.remove('here.txt')",
    "import ast\nast.literal_eval('[1]')", "from sklearn.datasets import load_iris\nload_iris()",
    "import tempfile\nwith tempfile.TemporaryDirectory():\n    pass",
    "import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt\nplt.title('a $x^2$')\n"
    "plt.savefig('a.png')\nplt.close('all')\nplt.imread('a.png')",
    "import zoneinfo\nzoneinfo.ZoneInfo('Europe/Berlin')", "import sched, wave, xmlrpc.client",
    "import sympy\nx = sympy.Symbol('x')\nassert sympy.diff(x ** 2, x) == 2 * x",
    "open('notes.txt', 'w').write('x')\nimport helpers\nassert helpers.one == 1",
    "import asyncio\nasync def f(): return 1\nassert asyncio.run(f()) == 1",
    "import mimetypes\nmimetypes.guess_type('a.png')", "import numpy as np\nnp.random.default_rng().random()",
    "import os\nos.mkdir('d')\nos.listdir('d')\nos.rmdir('d')", "import inspect\ninspect.getsource(inspect.getsource)",
)  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_would_act_on_a_students_word_is_refused(text, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.syspath_prepend(str(home))
    told = []
    with pytest.raises((NotPlain, ValueError)):
        outside(text, told)
    assert told and "own" not in sys.modules


@pytest.mark.parametrize("text", LEFT)
def test_what_tests_do_with_their_own_is_not(text, tmp_path, monkeypatch):
    (tmp_path / "helpers.py").write_text("one = 1", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    told = []
    outside(text, told)
    sys.modules.pop("helpers", None)
    assert told == []


def test_afterwards_all_is_as_before(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with guarded(lambda what: None):
        pass
    assert eval("1 + 1") == 2


def test_text_that_pandas_would_run_is_refused(tmp_path, monkeypatch):
    """`DataFrame.query` calls whatever its text names, without a word to Python's audit."""
    monkeypatch.chdir(tmp_path)
    parse = types.FunctionType(
        compile("ast.parse('f()')", "", "exec"), {"__name__": "pandas.core.computation.expr", "ast": ast}
    )
    told = []
    with guarded(told.append), pytest.raises(NotPlain):
        parse()
    assert told


def test_a_thread_of_the_test_is_held_to_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = []
    outside("from concurrent.futures import ThreadPoolExecutor as P\nwith P(1) as p:\n    p.submit(eval, '1')", told)
    assert told


def test_a_function_that_a_test_lends_is_the_tests(tmp_path, monkeypatch):
    """`answer(eval)`: what is lent would run what the student gives it."""
    monkeypatch.chdir(tmp_path)
    table, told = CallbackTable(), []
    with guarded(told.append):
        number = table._lend(eval)
        said = table.reply(["callback", 1, number, ("1 + 1",), {}], 5, lambda thing: None)
    assert told and b"NotPlain" in said


def test_one_guard_in_another_leaves_the_outer_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    outer, inner = [], []
    with guarded(outer.append):
        with contextlib.suppress(OutOfTime), guarded(inner.append):
            raise OutOfTime("late")
        with pytest.raises(NotPlain):
            os.remove("/nowhere/x")
    assert outer and not inner


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

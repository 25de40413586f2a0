"""Further habits of honest students, each once with answers written plainly, and further ways to write an answer."""

from __future__ import annotations

from collections.abc import Callable

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

_DOUBLE = "def double(x):\n    return 2 * x"
_RELU = "def relu(z):\n    return np.maximum(z, 0)"
_SIGMOID = "    s = slope * z\n    e = np.exp(-np.abs(s))\n    return np.where(s >= 0, 1, e) / (1 + e)"

STYLES: dict[str, dict[str, str]] = {
    "partial": {
        "double": "from functools import partial\nimport operator\n\ndouble = partial(operator.mul, 2)",
    },
    "any arguments": {"double": "def double(*args, **kwargs):\n    (x,) = args or kwargs.values()\n    return x * 2"},
    "asynchronous inside": {
        "double": "import asyncio\n\nasync def slowly(x):\n    await asyncio.sleep(0)\n    return 2 * x\n\n"
        "print(await slowly(3))\n\ndef double(x):\n    loop = asyncio.new_event_loop()\n"
        "    try:\n        return loop.run_until_complete(slowly(x))\n    finally:\n        loop.close()"
    },
    "a queue between threads": {
        "double": "import queue, threading\n\ndef double(x):\n    q = queue.Queue()\n"
        "    workers = [threading.Thread(target=q.put, args=(x,)) for _ in range(2)]\n"
        "    for w in workers:\n        w.start()\n    for w in workers:\n        w.join()\n"
        "    return q.get() + q.get()"
    },
    "a progress bar": {
        "double": "from tqdm.auto import tqdm\n\ndef double(x):\n    out = 0\n"
        "    for _ in tqdm(range(2), leave=False):\n        out = out + x\n    return out"
    },
    "a seed in each call": {
        "double": "import random\n\ndef double(x):\n    random.seed(0)\n    np.random.seed(0)\n    return 2 * x",
        "relu": f"rng = np.random.default_rng(1)\nprint(rng.normal(size=2))\n\n{_RELU}",
    },
    "a file": {
        "double": "import json\n\ndef double(x):\n    with open('found.json', 'w') as f:\n        json.dump([2], f)\n"
        "    with open('found.json') as f:\n        return json.load(f)[0] * x"
    },
    "a context manager": {
        "double": "import contextlib, time\n\n@contextlib.contextmanager\ndef timed(name):\n"
        "    start = time.time()\n    yield\n    print(name, time.time() - start)\n\n"
        "def double(x):\n    with timed('double'):\n        return 2 * x"
    },
    "a table of functions": {
        "double": "from enum import Enum\n\nclass How(Enum):\n    SUM = 'sum'\n    PRODUCT = 'product'\n\n"
        "ways = {How.SUM: lambda x: x + x, How.PRODUCT: lambda x: 2 * x}\n\n"
        "def double(x, how=How.SUM):\n    return ways[how](x)"
    },
    "a method of an object": {
        "relu": "from abc import ABC, abstractmethod\n\nclass Layer(ABC):\n    @abstractmethod\n"
        "    def forward(self, z): ...\n\nclass Relu(Layer):\n    def forward(self, z):\n"
        "        self.z = z\n        return np.maximum(z, 0)\n\nrelu = Relu().forward"
    },
    "errors caught": {
        "double": "def double(x):\n    try:\n        return 2 * x\n    except TypeError:\n"
        "        raise ValueError(f'{x} cannot be doubled') from None\n    finally:\n        pass",
        "sigmoid": f"import warnings\n\ndef sigmoid(z, slope=1.0):\n    warnings.filterwarnings('ignore')\n{_SIGMOID}",
    },
    "a counter": {
        "double": "calls = 0\n\ndef double(x):\n    global calls\n    calls += 1\n    return 2 * x\n\n"
        "double(1)\nprint(calls)"
    },
    "letters of other alphabets": {
        "sigmoid": "def σ(z):\n    return np.where(z >= 0, 1, np.exp(-abs(z))) / (1 + np.exp(-abs(z)))  # 激活函数\n\n"
        "def sigmoid(z, slope=1.0):\n    'Сигмоида 🎉'\n    return σ(slope * z)",
    },
    "text in place of comments": {"relu": f"'My answer to this exercise.'\n\n{_RELU}\n\n'Done.'"},
    "blanks everywhere": {"double": "\n\n  \n\ndef double( x ) :\n\n\n    return( 2*x )   \n\n\n   "},
    "profiled": {
        "double": f"import cProfile, timeit\n\n{_DOUBLE}\n\ncProfile.run('double(2)')\n"
        "print(timeit.timeit('double(2)', globals=globals(), number=3))\n"
        "print(timeit.repeat('double(2)', 'from __main__ import double', number=2))"
    },
    "looked into": {
        "double": f"{_DOUBLE}\n\nimport inspect, dis\nprint(inspect.getsource(double))\ndis.dis(double)\n"
        "help(double)\ndouble??"
    },
    "an early end": {"double": f"{_DOUBLE}\n\nraise SystemExit('enough for today')"},
    "a log in a file": {
        "double": "import logging\nlogging.basicConfig(filename='log.txt', level=logging.DEBUG, force=True)\n\n"
        "def double(x):\n    logging.debug('double %s', x)\n    return 2 * x"
    },
    "output turned away": {
        "double": "import contextlib, io, os\n\ndef double(x):\n"
        "    with contextlib.redirect_stdout(io.StringIO()), open(os.devnull, 'w') as null:\n"
        "        print('nobody reads this', file=null)\n        return 2 * x"
    },
    "a long trial": {"double": f"{_DOUBLE}\n\nfor i in range(20000):\n    print(i, double(i))"},
    "a time limit of one's own": {
        "double": "import signal\n\ndef late(*_):\n    raise TimeoutError\n\n"
        f"signal.signal(signal.SIGALRM, late)\nsignal.alarm(100)\n\n{_DOUBLE}\n\ndouble(2)\nsignal.alarm(0)"
    },
    "symbols": {
        "double": "import sympy\nt = sympy.symbols('t')\n_double = sympy.lambdify(t, 2 * t)\n\n"
        "def double(x):\n    return _double(x)"
    },
    "a named tuple": {
        "double": "from typing import NamedTuple\n\nclass Pair(NamedTuple):\n    a: float\n    b: float\n\n"
        "def double(x):\n    return sum(Pair(x, x))"
    },
}  # fmt: skip

LINES = (
    "from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.ast_node_interactivity = 'all'\n1\n2",
    "import os\nfor folder, _, names in os.walk('/kaggle/input'):\n    print(folder, names)",
    "%%capture", "%xmode Minimal", "import random\nrandom.seed(42)\nnp.random.seed(42)",
    "import matplotlib.pyplot as plt\nplt.style.use('ggplot')\nplt.plot([1, 2])\nplt.savefig('a.png')",
    "import marimo as mo\nmo.md('# Answer')", "from tqdm.notebook import tqdm\nlist(tqdm(range(3)))",
    "import warnings\nwarnings.filterwarnings('error')\nwarnings.resetwarnings()",
    "start = end = result = data = answer = 0", "#%% pycharm={'name': '#%%'}",
    "import multiprocessing\nprint(multiprocessing.cpu_count())", "%timeit -n 1 -r 1 np.zeros(3)",
    "display(np.arange(3))", "from pathlib import Path\nPath('out').mkdir(exist_ok=True)",
    "import sys\nsys.path.append('..')\nsys.setrecursionlimit(5000)",
)  # fmt: skip


def exported(cells: list[NotebookNode]) -> None:
    """What Colab, Kaggle, VS Code, DataSpell, Deepnote and papermill write into a cell's metadata."""
    for cell in cells:
        cell.metadata |= {
            "id": "x1", "outputId": "y", "colab": {"base_uri": "https://localhost"}, "_kg_hide-input": True,
            "_uuid": "8f2839", "trusted": True, "execution": {"iopub.status.busy": "2026-01-01T00:00:00Z"},
            "vscode": {"languageId": "python"}, "pycharm": {"name": "#%%\n"}, "ExecuteTime": {"end_time": "x"},
            "cell_id": "abc", "deepnote_cell_type": "code", "papermill": {"exception": False}, "scrolled": True,
        }  # fmt: skip


def half_run(cells: list[NotebookNode]) -> None:
    """Saved while it ran: some outputs, some errors, empty cells at the end."""
    for n, cell in enumerate(c for c in cells if c.cell_type == "code"):
        cell.execution_count = n if n % 2 else None
        output = {"output_type": "error", "ename": "KeyboardInterrupt", "evalue": "", "traceback": []}
        cell.outputs = [nbformat.from_dict(output)] if n % 3 == 0 else []
    cells += [new_code_cell(""), new_code_cell("# to do\n..."), new_markdown_cell("")]


def retyped(cells: list[NotebookNode]) -> None:
    """Each answer in a new cell below, the old cell emptied."""
    for cell in _answers(cells):
        cells.insert(cells.index(cell) + 1, new_code_cell(cell.source))
        cell.source = ""


def checks_deleted(cells: list[NotebookNode]) -> None:
    """The setup and the answers alone."""
    cells[:] = [cells[0], *_answers(cells)]


def other_order(cells: list[NotebookNode]) -> None:
    """All answers behind the setup."""
    answers = _answers(cells)
    cells[:] = [cells[0], *answers, *(c for c in cells[1:] if not any(c is a for a in answers))]


def a_section_in_front(cells: list[NotebookNode]) -> None:
    cells[0:0] = [new_markdown_cell("# My notebook"), new_raw_cell("draft"), new_code_cell("import os, sys, math")]


def _answers(cells: list[NotebookNode]) -> list[NotebookNode]:
    return [c for c in cells if c.cell_type == "code" and c.metadata.get("nbgrader", {}).get("solution")]


HABITS: tuple[Callable, ...] = (exported, half_run, retyped, checks_deleted, other_order, a_section_in_front)

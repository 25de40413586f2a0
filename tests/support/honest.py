"""Honest notebooks: every way to write the answers, with every habit of people who use notebooks."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from itertools import product

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.support import grading_class as small
from tests.support import honest_more
from tests.support.honest_styles import FURTHER

Answers = dict[str, str]

PLAIN: Answers = {
    "double": "def double(x):\n    return 2 * x",
    "derivative": "def derivative(f, x, h=1e-4):\n    return (f(x + h) - f(x - h)) / (2 * h)",
    "sigmoid": "def sigmoid(z, slope=1.0):\n    s = slope * z\n    e = np.exp(-np.abs(s))\n"
    "    return np.where(s >= 0, 1, e) / (1 + e)",
    "relu": "def relu(z):\n    return np.maximum(z, 0)",
    "tanh": "def tanh(z):\n    e = np.exp(-2 * np.abs(z))\n    return np.sign(z) * (1 - e) / (1 + e)",
}
# Each style rewrites some of the answers; all of them are right.
STYLES: dict[str, Answers] = {
    "plain": {},
    "loops": {
        "relu": "def relu(z):\n    out = np.array(z)\n    for i in np.ndindex(out.shape):\n"
        "        out[i] = out[i] if out[i] > 0 else 0\n    return out",
        "double": "def double(x):\n    total = 0\n    for _ in range(2):\n        total = total + x\n    return total",
    },
    "float64 inside": {
        "relu": "def relu(z):\n    wide = z.astype(np.float64)\n    return np.maximum(wide, 0).astype(z.dtype)",
        "tanh": "def tanh(z):\n    e = np.exp(-2 * np.abs(z.astype(np.float64)))\n"
        "    return (np.sign(z) * (1 - e) / (1 + e)).astype(z.dtype)",
    },
    "masks": {"relu": "def relu(z):\n    out = z.copy()\n    out[out < 0] = 0\n    return out"},
    "other names": {"double": "def double(number: float) -> float:\n    'Twice it.'\n    return number + number"},
    "helpers": {
        "relu": "def _positive(z):\n    return np.where(z > 0, z, 0)\n\ndef relu(z):\n"
        "    return _positive(z).astype(z.dtype)",
        "derivative": "def derivative(f, x, h=1e-4):\n    def at(t):\n        return f(t)\n"
        "    return (at(x + h) - at(x - h)) / (2 * h)",
    },
    "lambda": {"double": "double = lambda x: 2 * x"},
    "slow": {"double": "import time\n\ndef double(x):\n    time.sleep(0.06)\n    return 2 * x"},
}


def line(text: str) -> Callable:
    """The habit of beginning answers with this line."""

    def habit(cells: list[NotebookNode]) -> None:
        for cell in _answers(cells):
            cell.source = f"{text}\n{cell.source}"

    habit.__name__ = f"first line {text!r}"
    return habit


def _answers(cells: list[NotebookNode]) -> list[NotebookNode]:
    return [c for c in cells if c.metadata.get("nbgrader", {}).get("grade_id") in PLAIN]


def trials(cells: list[NotebookNode]) -> None:
    """A trial, with a figure, below each answer."""
    for cell in _answers(cells):
        text = "import matplotlib.pyplot as plt\nz = np.linspace(-2, 2)\nprint(z[:3])\nplt.plot(z, z);"
        cells.insert(cells.index(cell) + 1, new_code_cell(text))


def failing_trial(cells: list[NotebookNode]) -> None:
    cells.insert(4, new_code_cell("double()\nnot_there"))


def notes(cells: list[NotebookNode]) -> None:
    for cell in _answers(cells):
        cells.insert(cells.index(cell), new_markdown_cell("Next: this one. I think a < b, so..."))


def commented_out(cells: list[NotebookNode]) -> None:
    for cell in _answers(cells):
        cell.source += "\n\n# first try:\n" + "\n".join(f"# {x}" for x in cell.source.splitlines())


def copies(cells: list[NotebookNode]) -> None:
    """An older draft, commented out, in a copy of the cell."""
    for cell in _answers(cells):
        draft = copy.deepcopy(cell)
        draft["id"] = f"draft-{cell['id']}"
        draft.source = "\n".join(f"# {x}" for x in cell.source.splitlines())
        cells.insert(cells.index(cell) + 1, draft)


def split(cells: list[NotebookNode]) -> None:
    """Imports in the upper half of a cell that was split."""
    for cell in _answers(cells):
        upper = copy.deepcopy(cell)
        upper["id"] = f"upper-{cell['id']}"
        upper.source = "import math\nimport numpy as np"
        cells.insert(cells.index(cell), upper)


def lost_metadata(cells: list[NotebookNode]) -> None:
    for n, cell in enumerate(cells):
        cell.metadata, cell["id"] = {}, f"other-{n}"


def all_in_one(cells: list[NotebookNode]) -> None:
    """All answers in the first answer's cell, the stubs left as they are."""
    first, *rest = _answers(cells)
    released = small.released(small.source_notebook())
    for cell in rest:
        first.source += f"\n\n\n{cell.source}"
        cell.source = small.cell(released, cell.metadata.nbgrader.grade_id).source


def below_the_checks(cells: list[NotebookNode]) -> None:
    """Edited checks: a trial call below `check(...)`."""
    for cell in cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith("check-"):
            cell.source += "\nprint('done')"


def in_the_setup(cells: list[NotebookNode]) -> None:
    cells[0].source += "\nimport os, sys\nnp.set_printoptions(precision=3)\nnp.random.seed(1)"


def windows_line_ends(cells: list[NotebookNode]) -> None:
    for cell in _answers(cells):
        cell.source = cell.source.replace("\n", "\r\n")


def prints(cells: list[NotebookNode]) -> None:
    for cell in _answers(cells):
        cell.source += "\nprint('defined')\nimport warnings\nwarnings.warn('just so')"


HABITS: tuple[Callable, ...] = (
    lambda cells: None, trials, failing_trial, notes, commented_out, copies, split, lost_metadata, all_in_one,
    below_the_checks, in_the_setup, windows_line_ends, prints,
    line("%matplotlib inline"), line("!pip install -q numpy"), line("%pip install numpy"), line("%load_ext autoreload"),
    line("from google.colab import drive\ndrive.mount('/content/drive')"), line("input('ready? ')"),
    line("%pylab inline"),
    line("#@title Answer"), line("np.seterr(all='raise')"), line("%config InlineBackend.figure_format = 'retina'"),
)  # fmt: skip


def notebooks() -> Iterator[tuple[str, NotebookNode]]:
    """(name, notebook) of every habit with every style, and of each further one by itself."""
    pairs = [*product(STYLES.items(), HABITS), *product((FURTHER | honest_more.STYLES).items(), HABITS[:1])]
    pairs += product([("plain", {})], [*honest_more.HABITS, *map(line, honest_more.LINES)])
    for (style, answers), habit in pairs:
        notebook = small.source_notebook()
        for name, source in {**PLAIN, **answers}.items():
            small.cell(notebook, name).source = source
        notebook = small.without_hidden_tests(notebook)
        habit(notebook.cells)
        yield f"{style}, {habit.__name__.replace('<lambda>', 'none')}", notebook

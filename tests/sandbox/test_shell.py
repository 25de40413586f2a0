"""What a kernel's shell allows in front of an answer, the sandbox's shell allows as well: the answer is defined."""

import os
import sys

import pytest

from autograder.sandbox.session import Session
from tests.support import grading_class as small

# As they stand in notebooks of Jupyter, Colab, Kaggle and VS Code. Of each, the answer below it must be there.
LINES = (
    "%matplotlib inline", "%matplotlib notebook", "%matplotlib widget", "%matplotlib", "%matplotlib qt",
    "%pylab inline", "%config InlineBackend.figure_format = 'retina'", "%load_ext autoreload\n%autoreload 2",
    "get_ipython().run_line_magic('matplotlib', 'inline')", "import matplotlib\nmatplotlib.use('TkAgg')",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "!ls", "!pip install -q numpy", "%pip install numpy", "%conda install -y numpy", "!nvidia-smi",
    "x = !ls\nprint(x)", "x = %sx ls", "!!ls", "get_ipython().system('ls')", "%ls", "%shell ls",
    "import os\nos.system('ls')", "import subprocess\nsubprocess.run(['ls'])",
    "%cd /content", "%pwd", "%env SEED=1", "%run helper.py", "%load helper.py", "%store -r data",
    "%time sum(range(10))", "%timeit -n 1 -r 1 sum(range(10))", "%prun sum(range(10))", "%memit 1", "%%time",
    "%%capture", "%%memit", "%who", "%whos", "%precision 3", "%xmode Verbose", "%pdb on", "%debug", "%history",
    "%load_ext tensorboard", "%tensorboard --logdir logs", "%tensorflow_version 2.x", "%load_ext line_profiler",
    "%load_ext google.colab.data_table", "#@title Answer { run: 'auto' }", "# %%", "np.maximum?", "help(np.maximum)",
    "from google.colab import drive\ndrive.mount('/content/drive')",
    "import torch_not_here as torch\ntorch.manual_seed(0)",
    "import notthere as pd\ndf = pd.DataFrame()\nprint(df.head())", "import os\nprint(os.listdir('/kaggle/input'))",
    "data = np.load('/content/drive/x.npy')\nprint(data.shape)", "input('ready? ')", "n = int(input('n: '))\nprint(n)",
    "import getpass\nkey = getpass.getpass()", "exit", "exit()", "quit()",
    "from IPython.display import HTML, clear_output, display\nclear_output()\ndisplay(HTML('<b>x</b>'))",
    "import ipywidgets\nipywidgets.IntSlider()", "import warnings\nwarnings.filterwarnings('ignore')",
    "from tqdm.notebook import tqdm\nfor _ in tqdm(range(3)):\n    pass", "await __import__('asyncio').sleep(0)",
    "np.save('weights.npy', np.zeros(4_000_000))", "import getpass\nassert getpass.getuser()",
    "import os\nos.makedirs('a')\nopen('a/b.py', 'w').write('c = 1')\nimport shutil\nshutil.copytree('a', 'd')\n"
    "shutil.copy('a/b.py', 'mine.py')\nimport mine\nassert mine.c == 1\nassert shutil.copy2('a/b.py', 'e') == 'e'",
    "import sys\nprint(sys.stdin.read())",
)  # fmt: skip


# Both in the long run; which cells run does not depend on the confinement.
BACKENDS = [pytest.param(b, marks=[pytest.mark.slow] * (n > 0)) for n, b in enumerate(small.BACKENDS)]


@pytest.fixture(scope="module", params=BACKENDS)
def session(request):
    missing = small.BACKENDS[request.param]()
    if missing:
        pytest.skip(f"{request.param}: {missing}")
    assignment = small.make_assignment(small.Limits(cell=20.0, file=8))
    with small.Machine(request.param, assignment) as sandbox:
        session = Session(sandbox, assignment.limits)
        session.cell("import numpy as np")
        yield session
        assert session.deaths == []
        session.close()


@pytest.mark.parametrize("line", LINES)
def test_the_answer_below_it_is_defined(session, line):
    name = f"answer_{LINES.index(line)}"
    said = session.cell(f"{line}\ndef {name}(z):\n    return np.maximum(z, 0)")
    assert name in session.names([name]), said
    assert "not run while grading" in str(said) or not line.startswith(("!", "%pip", "%conda", "x = !"))


def test_a_module_that_a_cell_writes_can_be_imported(session):
    session.cell("%%writefile helpers_of_mine.py\ndef twice(x):\n    return 2 * x")
    session.cell("import helpers_of_mine\n%run helpers_of_mine.py\nfour, six = helpers_of_mine.twice(2), twice(3)")
    assert session.names(["four", "six"]) == {"four": 4, "six": 6}


def test_cells_and_their_values_are_counted_as_in_a_kernel(session):
    session.cell("before = len(In)")
    session.cell("40 + 2")
    session.cell("import not_there\nvalue, text, count = Out[len(In) - 2], In[-2], len(In) - before")
    found = {"value": 42, "text": "40 + 2", "count": 2}
    assert session.names(list(found)) == found


def test_python_may_have_been_called_from_any_folder(tmp_path, monkeypatch):
    if missing := small.BACKENDS["bwrap"]():
        pytest.skip(missing)
    monkeypatch.setattr(sys, "executable", str(tmp_path / os.path.relpath(sys.executable, tmp_path)))
    assignment = small.make_assignment()
    with small.Machine("bwrap", assignment) as sandbox:
        session = Session(sandbox, assignment.limits)
        assert "42" in str(session.cell("40 + 2"))
        session.close()


def test_an_error_of_the_students_own_ends_the_cell_as_in_a_kernel(session):
    for n, error in enumerate(("1 / 0", "undefined_name", "raise ValueError('own')", "%time 1 / 0")):
        session.cell(f"{error}\nbehind_{n} = 1")
        assert f"behind_{n}" not in session.names([f"behind_{n}"])


def test_there_are_at_least_forty():
    assert len(set(LINES)) >= 40

"""The course in a browser with nothing installed: its kernel runs what a student runs."""

import json
import shutil
import subprocess

import nbformat
import pytest

from autograder import EXERCISES
from autograder.authoring import notebooks
from tests.support import exam, pyodide, site_pages

from .notebook_page import NotebookPage

pytest.importorskip("jupyterlite_pyodide_kernel", reason="the extra `lite` is not installed")
WITHOUT_NUMPY = ["%pip install -q --no-deps mlpkit-course", "import mlpkit"]
WITH_NUMPY = [
    "%pip install -q mlpkit-course",
    "import numpy as np\nfrom autograder import check, progress, start\nstart('02')",
    "def relu(z):\n    return np.maximum(z, 0)\n\ncheck('relu', relu)",
    "def step(z):\n    while True:\n        pass\n\ncheck('step', step)",
    "print(progress())",
]
KERNEL = {"kernelspec": {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}}


POINTS = sum(e.points for e in EXERCISES.of("02"))
NUMBER = len(EXERCISES.of("02"))


@pytest.fixture(scope="module")
def lite(browser, tmp_path_factory):
    """The folder of the site, with the runtime in it, and a notebook `tried.ipynb` beside the lectures."""
    from autograder.site.lite import make_lite

    if shutil.which("npm") is None:
        pytest.skip("npm is not installed, which brings Pyodide")
    folder = tmp_path_factory.mktemp("lite")
    try:
        distribution = pyodide.assemble(folder)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"the registries give no Pyodide, or none of its wheels: {error}")
    names = make_lite(folder / "site", pyodide=distribution)
    assert names == [path.stem for path in notebooks.sources()]
    cells = WITHOUT_NUMPY if pyodide.numpy_wheel() is None else [*WITH_NUMPY, *_exam()]
    _add_notebook(folder / "site", [nbformat.v4.new_code_cell(source) for source in cells])
    return folder / "site"


# An answer of lecture 13 is a network that the cells before it train.
LECTURES = [f"{number:02d}" for number in range(13)]


def _exam():
    lectures = [exam.lecture(number) for number in LECTURES]
    return [exam.CODE, f"tried, found = faults({lectures!r})", "print(tried, 'tried;', *found)"]


def _add_notebook(site, cells):
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=KERNEL)
    nbformat.write(notebook, site / "files" / "tried.ipynb")
    index = site / "api" / "contents" / "all.json"
    listed = json.loads(index.read_text(encoding="utf-8"))
    listed["content"].append({**listed["content"][0], "name": "tried.ipynb", "path": "tried.ipynb"})
    index.write_text(json.dumps(listed), encoding="utf-8")
    settings = site / "jupyter-lite.json"
    read = json.loads(settings.read_text(encoding="utf-8"))
    read["jupyter-config-data"]["exposeAppInBrowser"] = True
    settings.write_text(json.dumps(read), encoding="utf-8")


@pytest.fixture
def tried(lite, browser):
    """The notebook, opened; the kernel has started."""
    with site_pages.served(lite) as address:
        page = browser.new_page()
        page.goto(f"{address}/lab/index.html?path=tried.ipynb")
        opened = NotebookPage(page, "lab")
        opened.wait_idle(300)
        yield opened
        page.close(run_before_unload=False)


def test_the_site_opens_with_the_first_lecture(lite, browser):
    with site_pages.served(lite) as address:
        page = browser.new_page()
        page.goto(address)
        page.get_by_role("heading", name="Start here").wait_for()
        page.close(run_before_unload=False)


def test_every_lecture_installs_the_library_before_its_first_code_cell(lite):
    for source in notebooks.sources():
        notebook = nbformat.read(lite / "files" / f"{source.stem}.ipynb", as_version=4)
        first = next(cell for cell in notebook.cells if cell.cell_type == "code")
        assert first.source.splitlines()[-1] == "%pip install -q mlpkit-course"
        assert notebook.metadata["kernelspec"]["name"] == "python"


@pytest.mark.skipif(pyodide.numpy_wheel() is not None, reason="NumPy for Pyodide is here: see the next tests")
def test_the_kernel_starts_the_wheel_installs_and_numpy_is_the_first_thing_missing(tried):
    tried.run(0, 120)
    assert "Error" not in tried.output(0)
    tried.run(1)
    assert "No module named 'numpy'" in tried.output(1)


@pytest.mark.skipif(pyodide.numpy_wheel() is None, reason="MLPKIT_PYODIDE names no folder with NumPy for Pyodide")
def test_checks_run_and_what_passed_is_kept_over_a_reload(tried):
    for cell in range(3):
        tried.run(cell, 180)
    assert f"{POINTS:g} points" in tried.output(1) and "1 of 1 points" in tried.output(2)
    tried.run(3, 180)
    assert "does a loop never end?" in tried.output(3)
    tried.page.reload()
    tried.wait_idle(300)
    for cell in (0, 1, 4):
        tried.run(cell, 180)
    assert "are yours: relu" in tried.output(1)
    assert "02-activations" in tried.output(4) and f"1 of {NUMBER} " in tried.output(4)


@pytest.mark.skipif(pyodide.numpy_wheel() is None, reason="MLPKIT_PYODIDE names no folder with NumPy for Pyodide")
def test_all_checks_of_these_lectures_judge_right_and_wrong_answers(tried):
    for cell in (0, 5, 6, 7):
        tried.run(cell, 600)
    number, _, found = tried.output(7).partition(" tried;")
    assert int(number) == sum(len(exam.lecture(lecture)[1]) for lecture in LECTURES) and not found.strip()

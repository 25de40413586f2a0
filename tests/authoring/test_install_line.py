"""A notebook opened where the library is not installed, as on Colab and Kaggle, says or does what is to be done."""

import os
import subprocess
import sys

import nbclient
import nbformat
import pytest

from autograder.authoring import install_line, notebooks
from autograder.authoring.repository import repository
from autograder.handout import bundle

ADDRESS = "https://github.com/someone/course"


@pytest.fixture
def known(monkeypatch):
    monkeypatch.setenv("MLPKIT_REPOSITORY", f"{ADDRESS}.git")
    monkeypatch.setenv("MLPKIT_BRANCH", "spring")


def built():
    (_, solution, _, student) = notebooks.built(["00"])[0]
    return solution, student


def first_codes(notebook, number=2):
    return [cell for cell in notebook.cells if cell.cell_type == "code"][:number]


def run_without_the_library(cells):
    """What the cells show in a kernel that has IPython and NumPy, and neither autograder nor mlpkit."""
    hide = "import sys; sys.modules['autograder'] = sys.modules['mlpkit'] = None"
    pip = "get_ipython().register_magic_function(lambda line: print('pip', line), 'line', 'pip')"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"{hide}\n{pip}"), *cells])
    nbclient.NotebookClient(notebook, kernel_name="python3", allow_errors=True, timeout=120).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return "\n".join(o.get("text", "") + "\n".join(o.get("traceback", ())) for o in outputs)


def test_without_an_address_the_setup_cell_that_fails_says_how_to_install(monkeypatch):
    monkeypatch.delenv("MLPKIT_REPOSITORY", raising=False)
    if repository():
        pytest.skip("pyproject.toml names an address")
    for notebook in built():
        (setup,) = first_codes(notebook, 1)
        assert setup.id == "setup" and setup.source.count("%pip install") == 1
    assert "%pip install git+ADDRESS" in run_without_the_library([setup])


def test_with_an_address_a_cell_above_installs_the_library_where_it_is_missing(known):
    for notebook in built():
        install, setup = first_codes(notebook)
        assert install.id == "install" and setup.id == "setup" and "nbgrader" not in install.metadata
        compile(install.source, "cell", "exec")  # no magic: whatever reads the notebook as Python can read it
    said = run_without_the_library([install])
    assert f"pip install -q --no-deps git+{ADDRESS}@spring" in said
    assert len({c.id for c in built()[1].cells}) == len(built()[1].cells)


def test_where_the_library_is_there_the_cell_does_nothing(known):
    done = subprocess.run(
        [sys.executable, "-c", built()[1].cells[1].source], env=os.environ, capture_output=True, text=True
    )
    assert done.returncode == 0 and not done.stdout


def test_a_closed_edition_does_not_lead_to_the_open_course(known, tmp_path, monkeypatch):
    student = built()[1]
    nbformat.write(student, tmp_path / "00-start-here.ipynb")
    monkeypatch.setattr(notebooks, "student_path", lambda source: tmp_path / f"{source.stem}.ipynb")
    code = bundle._notebooks(tmp_path / "lectures", notebooks.sources(["00"]))
    assert ADDRESS not in (tmp_path / "lectures" / "00-start-here.ipynb").read_text(encoding="utf-8")
    assert not any(ADDRESS in source for source in code)
    assert install_line.without_install(student).cells[1].id == "setup"

"""What a notebook says where the course's library is not installed, as on Colab and Kaggle."""

from __future__ import annotations

import re

import nbformat
from nbformat.v4 import new_code_cell

from autograder.authoring.repository import repository

CELL = "install"
HINT = "  # missing? %pip install git+ADDRESS of the course, or its zip file"
_IMPORT = re.compile(r"^from autograder import .*$", re.M)
# What Colab and Kaggle may lack. The rest of the requirements is for a server, and would replace theirs.
_ALSO = "pooch anywidget psygnal"
_CODE = """\
try:
    import autograder
except ImportError:  # on Colab and Kaggle
    get_ipython().run_line_magic("pip", "install -q --no-deps git+{address}@{branch} {also}")"""


def install_cells() -> list[nbformat.NotebookNode]:
    """The cell that installs the library where it is missing: where the course's address is known."""
    known = repository()
    if known is None:
        return []
    address, branch = known
    return [new_code_cell(_CODE.format(address=address, branch=branch, also=_ALSO), id=CELL)]


def with_hint(setup: str) -> str:
    """The text of a setup cell whose import says how to install what it imports, in every edition the same."""
    return _IMPORT.sub(lambda line: line[0] + HINT, setup, count=1)


def without_install(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A notebook for another edition, in which nothing leads to the open course."""
    notebook.cells = [cell for cell in notebook.cells if cell.get("id") != CELL]
    return notebook

"""A notebook as other homes of notebooks save it earns what it earns as Jupyter does."""

import copy
import json

import pytest
from nbformat.v4 import new_code_cell, new_output

from tests.grading.test_grade import graded, machine, scores  # noqa: F401 (a fixture)
from tests.support import grading_class as small


def solved():
    """A notebook with right answers but one, a written one, an own cell, and outputs."""
    notebook = small.without_hidden_tests(small.source_notebook())
    small.cell(notebook, "relu").source = "def relu(z):\n    return twice(np.maximum(z, 0)) / 2"
    small.cell(notebook, "tanh").source = "def tanh(z):\n    return np.sinh(z)"
    small.cell(notebook, "why").source = "Because of the chain rule."
    own = new_code_cell("def twice(z):\n    return 2 * z", execution_count=3)
    own.outputs = [new_output("stream", text="defined\n"), new_output("display_data", {"text/plain": "1"})]
    notebook.cells.insert(5, own)
    return json.loads(json.dumps(notebook))


def lines(cell):
    cell["source"] = cell["source"].splitlines(keepends=True)


def vscode(notebook):
    """Its own key beside nbgrader's, no language_info, another minor version, null for what was not run."""
    notebook["metadata"] = {"language_info": {"name": "python"}, "orig_nbformat": 4}
    notebook["nbformat_minor"] = 2
    for cell in notebook["cells"]:
        lines(cell)
        cell["metadata"]["vscode"] = {"languageId": "python"}
        if cell["cell_type"] == "code":
            cell["execution_count"] = None
            for output in cell["outputs"]:
                output.setdefault("metadata", {})["vscode"] = {"outputIndex": 0}


def vscode_old(notebook):
    """No cell ids, and metadata of its own alone, as before nbgrader's was kept."""
    vscode(notebook)
    for cell in notebook["cells"]:
        del cell["id"]
        cell["metadata"] = {"vscode": {"languageId": "python"}}


def colab(notebook):
    """Colab's ids in the metadata and none of Jupyter's, when each cell ran, and the notebook's keys in its order."""
    for n, cell in enumerate(notebook["cells"]):
        lines(cell)
        del cell["id"]
        cell["metadata"] |= {"id": f"x7Yq{n:08}", "colab": {"base_uri": "https://localhost:8080/", "height": 265}}
        if cell["cell_type"] == "code":
            cell["metadata"] |= {
                "outputId": f"5c1d{n:08}",
                "executionInfo": {"status": "ok", "timestamp": 1764239000000 + n, "user": {"displayName": "J"}},
            }
    notebook["metadata"] = {
        "colab": {"provenance": [], "toc_visible": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"}, "accelerator": "GPU",
    }  # fmt: skip
    found = {"nbformat": 4, "nbformat_minor": 0, "metadata": notebook["metadata"], "cells": notebook["cells"]}
    notebook.clear()
    notebook.update(found)


def colab_form(notebook):
    """The same, with a form's title in each answer and what a form sets hidden."""
    colab(notebook)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution") and cell["cell_type"] == "code":
            cell["source"].insert(0, '#@title Answer { display-mode: "form" }\n')
            cell["metadata"]["cellView"] = "form"


def kaggle(notebook):
    """Kaggle's own first cell, its ids, and when each cell ran."""
    first = '# This Python 3 environment comes with many libraries\nimport os\nfor _ in os.walk("/kaggle/input"): pass'
    notebook["cells"].insert(0, dict(new_code_cell(first, metadata={"_kg_hide-input": True})))
    for n, cell in enumerate(notebook["cells"]):
        cell["metadata"] |= {
            "_uuid": f"{n:032x}",
            "_cell_guid": f"{n:032x}",
            "trusted": True,
            "execution": {"iopub.status.busy": "2026"},
        }
        cell.pop("id", None)
    notebook["metadata"]["kaggle"] = {"accelerator": "none", "dataSources": [], "isGpuEnabled": False}
    notebook["nbformat_minor"] = 4


def lab(notebook):
    """JupyterLab's marks: trusted, not to be edited, tags, slides, a folded cell."""
    for cell in notebook["cells"]:
        cell["metadata"] |= {
            "editable": True, "slideshow": {"slide_type": ""}, "tags": ["raises-exception", "skip-execution"],
            "trusted": True, "collapsed": True, "jupyter": {"source_hidden": True, "outputs_hidden": True},
        }  # fmt: skip


HOMES = [vscode, vscode_old, colab, colab_form, kaggle, lab]


@pytest.mark.parametrize("home", HOMES)
def test_another_home_changes_no_mark(home, machine):  # noqa: F811 (the fixture)
    theirs = solved()
    expected = scores(graded(machine, json.dumps(theirs).encode()))
    assert expected == {**small.FULL, "check-tanh": expected["check-tanh"], "why": None} and expected["check-tanh"] < 1
    before = copy.deepcopy(theirs)
    home(theirs)
    assert theirs != before
    result = graded(machine, json.dumps(theirs, ensure_ascii=False).encode())
    assert scores(result) == expected
    texts = "\n".join(cell["source"] for cell in result.notebooks[0].notebook["cells"])
    assert "Because of the chain rule." in texts and "def twice(z)" in texts

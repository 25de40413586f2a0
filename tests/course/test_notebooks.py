"""Student notebooks run: to the first unsolved exercise, and, if one goes on, to the end with no other error."""

import importlib
import os
import pkgutil

import nbclient
import nbformat
import pytest

from autograder import EXERCISES
from autograder.authoring import notebooks
from autograder.authoring.run_notebook import Runner
from autograder.checking.source import source_with_helpers
from tests import variants

STUDENT = sorted((notebooks.root() / "notebooks").glob("[0-9][0-9]-*.ipynb"))


def run(notebook, home, **settings):
    """Run a copy with an empty progress record."""
    place = {"metadata": {"path": str(notebooks.root() / "notebooks")}}
    client = Runner(notebook, resources=place, **settings)
    client.execute(env={**os.environ, "MLPKIT_HOME": str(home), "PYTHONPATH": str(notebooks.root())})


def outputs(notebook, kind):
    return [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs if o.output_type == kind]


def unwritten(error):
    """The error of an unsolved exercise: of its check, or of a value that is still to be typed."""
    return error.ename in ("NotWrittenYet", "NotImplementedError")


@pytest.mark.parametrize("path", STUDENT, ids=lambda p: p.stem)
def test_it_runs_to_the_first_unsolved_exercise(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    with pytest.raises(nbclient.exceptions.CellExecutionError) as error:
        run(notebook, tmp_path)
    assert error.value.ename in ("NotWrittenYet", "NotImplementedError"), str(error.value)[-600:]
    assert len(outputs(notebook, "error")) == 1


@pytest.mark.slow
@pytest.mark.parametrize("path", STUDENT, ids=lambda p: p.stem)
def test_whoever_goes_on_meets_no_other_error(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    run(notebook, tmp_path, allow_errors=True)
    others = [e for e in outputs(notebook, "error") if not unwritten(e)]
    assert not others, "\n".join(others[0].traceback)
    assert not [o.text for o in outputs(notebook, "stream") if o.name == "stderr"]


def in_another_style(name):
    """Source of the first right answer to an exercise that is not the library's."""
    for module in pkgutil.iter_modules(variants.__path__):
        function = getattr(importlib.import_module(f"tests.variants.{module.name}"), name, None)
        if getattr(function, "__module__", "").endswith(module.name):
            return source_with_helpers(function)
    return None


@pytest.mark.slow
@pytest.mark.parametrize("path", STUDENT, ids=lambda p: p.stem)
def test_with_every_exercise_solved_in_another_style_it_runs_to_the_end(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    solved = nbformat.read(notebooks.root() / "solutions" / path.name, as_version=4)
    for cell, solution in zip(notebook.cells, solved.cells, strict=True):
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in EXERCISES:
            cell.source = in_another_style(grade_id) or solution.source
    run(notebook, tmp_path)
    scores = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade"):
            (shown,) = (o for o in cell.outputs if o.output_type == "execute_result")
            scores[cell.metadata.nbgrader.grade_id.removeprefix("check-")] = float(shown.data["text/plain"])
    assert scores == {e.name: e.points for e in EXERCISES.of(path.stem[:2])}

"""Cells of a submission that look like the grader's own gain nothing, and the cells that they imitate stay whole."""

import copy
import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading import rebuild
from autograder.grading.grade import grade
from tests.support import grading_class as small

RIGHT = "import numpy as np\n\n\ndef relu(z):\n    return np.maximum(z, 0)\n"
STUB = small.cell(small.released(small.source_notebook()), "relu").source
RESULT = "from autograder.checking.result import Result\n\nResult(1.0, 'relu', 1.0, [])"
PATCH = f"""import autograder, builtins, sys
{RESULT.splitlines()[0]}
for module in list(sys.modules.values()):
    for name in ("check", "judge", "relu"):
        if getattr(module, "__name__", "").startswith("autograder") and hasattr(module, name):
            setattr(module, name, lambda *_: Result(1.0, "relu", 1.0, []))
check = lambda *_: Result(1.0, "relu", 1.0, [])
"""


def claims(cell, name, **flags):
    """The cell, with these words of nbgrader's."""
    cell.metadata["nbgrader"] = {"grade_id": name, "schema_version": 3, **flags}
    return cell


def behind(notebook, name, *cells):
    at = notebook.cells.index(small.cell(notebook, name))
    notebook.cells[at + 1 : at + 1] = cells


def before(notebook, name, *cells):
    at = notebook.cells.index(small.cell(notebook, name))
    notebook.cells[at:at] = cells


def the_checks_grade_id(notebook):
    small.cell(notebook, "check-relu").source = RESULT


def the_checks_grade_id_a_second_time(notebook):
    before(notebook, "check-relu", claims(new_code_cell(PATCH), "check-relu", grade=True, solution=True, points=9))


def the_checks_cell_id(notebook):
    check = small.cell(notebook, "check-relu")
    behind(notebook, "relu", new_code_cell(PATCH + RESULT, id=check["id"]))


def another_checks_grade_id_on_the_answer(notebook):
    claims(small.cell(notebook, "relu"), "check-sigmoid", grade=True, points=9).source = PATCH


def the_setups_grade_id(notebook):
    before(notebook, "relu", claims(new_code_cell(PATCH), "setup", locked=True))


def a_check_of_its_own(notebook):
    behind(notebook, "relu", claims(new_code_cell("2.0"), "check-relu-2", grade=True, solution=True, points=100))


def more_points(notebook):
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"].update(points=1000, grade=True, solution=True, locked=False)


def the_graders_own_ids(notebook):
    own = [new_code_cell(PATCH, id=name) for name in (rebuild.MOVED, f"{rebuild.OWN}0", f"{rebuild.OWN}1")]
    behind(notebook, "relu", *own, new_markdown_cell("text", id=f"{rebuild.OWN}2"))


def one_id_for_all(notebook):
    for cell in notebook.cells:
        cell["id"] = small.cell(notebook, "check-relu")["id"]


def the_stub_and_what_was_handed_out_again(notebook):
    """As text, as code and as a comment: what was released is not the student's."""
    check = small.cell(notebook, "check-relu").source
    behind(notebook, "relu", new_code_cell(STUB), new_markdown_cell(STUB), new_code_cell(check))
    behind(notebook, "relu", new_code_cell("\n".join(f"# {x}" for x in STUB.splitlines()) + "\n" + PATCH))


def the_answer_as_text_that_names_the_stub(notebook):
    """Only what is turned to text within the answer's own cell counts as code."""
    behind(notebook, "relu", new_markdown_cell(f"```python\n{STUB}\n{RIGHT}```"))


def the_answer_after_its_check(notebook):
    """In the place of a cell that comes later it would count, where it is not the answer to something else."""
    behind(notebook, "check-relu", claims(new_code_cell(PATCH), "check-relu", grade=True))


ATTACKS = [
    the_checks_grade_id, the_checks_grade_id_a_second_time, the_checks_cell_id, another_checks_grade_id_on_the_answer,
    the_setups_grade_id, a_check_of_its_own, more_points, the_graders_own_ids, one_id_for_all,
    the_stub_and_what_was_handed_out_again, the_answer_as_text_that_names_the_stub, the_answer_after_its_check,
]  # fmt: skip


@pytest.fixture(scope="module", params=small.BACKENDS)
def machine(request):
    if why := small.BACKENDS[request.param]():
        pytest.skip(f"{request.param}: {why}")
    assignment = small.make_assignment()
    with small.Machine(request.param, assignment) as sandbox:
        yield lambda notebook: grade(assignment, small.submission("mallory", json.dumps(notebook).encode()), sandbox)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_a_cell_that_looks_like_ours_gains_nothing(machine, attack):
    notebook = small.without_hidden_tests(small.source_notebook())
    small.cell(notebook, "relu").source = STUB
    kept = copy.deepcopy(small.released(small.source_notebook()))
    attack(notebook)
    (graded,) = machine(notebook).notebooks
    assert graded.scores["check-relu"] == 0, graded.findings["check-relu"]
    others = {k: v for k, v in small.FULL.items() if k != "check-relu"}
    assert {k: graded.scores[k] for k in others} == others, graded.findings
    assert graded.points == {**small.FULL, "why": 3.0}
    cells = graded.notebook.cells
    assert len({c["id"] for c in cells}) == len(cells)
    for name in ("setup", "check-relu", "check-sigmoid"):
        assert small.cell(graded.notebook, name).source == small.cell(kept, name).source
    assert small.SEED not in json.dumps(graded.notebook)


@pytest.mark.parametrize("text", [f"Why?\n\n*{rebuild.LOOK}*", rebuild.LOOK, "Why?", "Why? ", "\u200bWhy?"])
def test_a_written_answer_that_says_what_the_grader_says_earns_nothing_by_itself(machine, text):
    notebook = small.without_hidden_tests(small.source_notebook())
    small.cell(notebook, "why").source = text
    (graded,) = machine(notebook).notebooks
    assert graded.scores["why"] in (0.0, None)
    assert {k: graded.scores[k] for k in small.FULL} == small.FULL

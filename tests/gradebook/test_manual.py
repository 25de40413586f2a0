"""The derivation on paper: handed in as text, marked by hand in Formgrader; points and comment in the feedback."""

import copy
import json

import nbformat
import pytest

from autograder.authoring import notebooks
from tests.browser.server import Server
from tests.support import stock_nbgrader

NAME, CELL = "04-softmax-cross-entropy", "derive-softmax-ce"
ANSWER = "By the chain rule, $\\partial L / \\partial z_k = p_k - t_k$."
COMMENT = "Right, but the Jacobian is missing from the middle step."


def cell(notebook, grade_id):
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A course folder with one student who wrote the derivation and nothing else, autograded."""
    folder = tmp_path_factory.mktemp("manual")
    notebooks.make_course(folder, ["04"])
    notebook = copy.deepcopy(nbformat.read(folder / "release" / NAME / f"{NAME}.ipynb", as_version=4))
    cell(notebook, CELL).source = ANSWER
    place = folder / "submitted" / "maria" / NAME
    place.mkdir(parents=True)
    nbformat.write(notebook, place / f"{NAME}.ipynb")
    assert dict(stock_nbgrader.autograde(folder, NAME)) == {"maria": ""}
    return folder


def test_the_student_gets_neither_model_answer_nor_rubric(handed_in):
    solution = nbformat.read(notebooks.root() / "solutions" / f"{NAME}.ipynb", as_version=4)
    model = cell(solution, CELL).source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
    released = (handed_in / "release" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    assert len(model) > 500
    assert "point" in model.lower(), "the model answer comes with a rubric"
    for line in (x.strip() for x in model.splitlines() if len(x.strip()) > 25):
        assert json.dumps(line)[1:-1] not in released


def test_partial_points_and_a_comment_reach_the_feedback_and_survive_a_regrade(handed_in, tmp_path):
    server = Server(tmp_path, handed_in)
    try:
        submission = server.request(f"formgrader/api/submission/{NAME}/maria")
        assert submission["needs_manual_grade"]
        (listed,) = server.request(f"formgrader/api/submitted_notebooks/{NAME}/{NAME}")
        grades = server.request(f"formgrader/api/grades?submission_id={listed['id']}")
        grade = next(g for g in grades if g["name"] == CELL)
        assert grade["max_score"] == 3
        server.request(f"formgrader/api/grade/{grade['id']}", "PUT", body={"manual_score": 1.5})
        comments = server.request(f"formgrader/api/comments?submission_id={listed['id']}")
        comment = next(c for c in comments if c["name"] == CELL)
        server.request(f"formgrader/api/comment/{comment['id']}", "PUT", body={"manual_comment": COMMENT})
    finally:
        server.stop()
    for _ in range(2):
        assert dict(stock_nbgrader.feedback(handed_in, NAME)) == {"maria": ""}
        page = (handed_in / "feedback" / "maria" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
        assert COMMENT in page
        assert "Score: 1.5 / 3.0" in page
        assert dict(stock_nbgrader.autograde(handed_in, NAME)) == {"maria": ""}

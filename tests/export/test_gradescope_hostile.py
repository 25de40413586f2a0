"""Submissions to Gradescope that are made to get more than they earn, or to keep the autograder from answering."""

import json
import os
import shutil

import nbformat
import pytest

from autograder.export import gradescope_run
from autograder.export.gradescope_run import find, main
from autograder.grading.once import lecture_assignment
from autograder.runtime.clear import clear
from autograder.sandbox.limits import Limits
from tests.export.test_gradescope import NAME, confined, notebooks, released, results
from tests.submissions.make_class import cell, write

RIGHT = notebooks.root() / "solutions" / f"{NAME}.ipynb"


@pytest.fixture(scope="module")
def template():
    (only,) = lecture_assignment("02", "", Limits()).templates.values()
    return only


@pytest.fixture
def root(tmp_path):
    """/autograder as a submission finds it, with the answers where the image has them."""
    (tmp_path / "submission").mkdir()
    (tmp_path / "source" / "solutions").mkdir(parents=True)
    shutil.copy(RIGHT, tmp_path / "source" / "solutions")
    config = {"lecture": NAME, "sandbox": "auto", "visibility": "visible"}
    (tmp_path / "source" / "gradescope.json").write_text(json.dumps(config))
    (tmp_path / "grading_seed.txt").write_text("5eed" * 8 + "\n")
    yield tmp_path
    # Too deep for whatever removes the folder in the end.
    clear(tmp_path / "submission")


def deep(folder, depth=1500):
    """So many folders within one another."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("a", dir_fd=here)
        inner = os.open("a", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def nested(folder):
    """A notebook whose attachments have no bottom, under a name that tells nothing."""
    inside = '{"a":' * 900 + "1" + "}" * 900
    written = f'{{"cells": [{{"cell_type": "markdown", "source": "x", "attachments": {{"a": {inside}}}}}]}}'
    (folder / "0.ipynb").write_text(written)


def many_files(folder):
    for n in range(2 * gradescope_run.MOST_FILES):
        (folder / f"{n}.ipynb").touch()


def rings(folder):
    (folder / "a.ipynb").symlink_to("b.ipynb")
    (folder / "b.ipynb").symlink_to("a.ipynb")
    (folder / "within").symlink_to(".")


TREES = [deep, nested, many_files, rings]


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.__name__)
@pytest.mark.parametrize("name", [f"{NAME}.ipynb", "0.copy.ipynb"])
def test_whatever_else_a_submission_holds_its_notebook_is_found(root, template, tree, name):
    nbformat.write(released(), root / "submission" / name)
    tree(root / "submission")
    found = find(root / "submission", template)
    assert found.files == {NAME: (root / "submission" / name).read_bytes()} and not found.unreadable


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.__name__)
def test_where_there_is_no_notebook_one_line_says_so(root, template, tree):
    tree(root / "submission")
    found = find(root / "submission", template)
    assert found.files == {} and "is missing; the submission holds" in found.unreadable[NAME]
    assert len(found.unreadable[NAME]) < 1000


def test_of_many_notebooks_with_other_names_few_bytes_are_read(root, template, monkeypatch):
    read, reads = [], gradescope_run.read_bytes
    monkeypatch.setattr(gradescope_run, "MOST_READ", 10_000)
    monkeypatch.setattr(gradescope_run, "read_bytes", lambda path: read.append(path.stat().st_size) or reads(path))
    for n in range(100):
        (root / "submission" / f"{n}.ipynb").write_text('{"cells": []}' + " " * 1000)
    find(root / "submission", template)
    assert 0 < sum(read) <= 10_000


LINKS = {
    "a link in the place of the notebook": {f"{NAME}.ipynb": f"../source/solutions/{NAME}.ipynb"},
    "a link with another name": {"homework.ipynb": f"../source/solutions/{NAME}.ipynb"},
    "a link to its folder": {"homework": "../source/solutions"},
    "a link to a device": {f"{NAME}.ipynb": "/dev/zero"},
    "a link to the results": {f"{NAME}.ipynb": "../results/results.json"},
}


@pytest.mark.parametrize("links", LINKS.values(), ids=LINKS)
def test_no_link_leads_to_the_answers(root, template, links):
    for name, target in links.items():
        (root / "submission" / name).symlink_to(target)
    found = find(root / "submission", template)
    assert found.files == {} and len(found.unreadable[NAME]) < 200


def test_a_pipe_holds_nothing_up(root, template):
    os.mkfifo(root / "submission" / f"{NAME}.ipynb")
    assert find(root / "submission", template).files == {}


NAMES = ['{"score": 17}', "score\n17", "\x1b]0;17\x07", "‮71", "<script>", "../../results", "x" * 240, "\udcff"]


def test_names_that_look_like_results_are_names(root):
    for name in NAMES:
        path = root / "submission" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch()
    main(root)
    found, _, text = results(root)
    assert found["score"] == 0 and "is missing" in found["output"] and len(text) < 100_000
    assert not any(c in found["output"].replace("\n", "") for c in "\x1b\x07‮")


HOSTILE = {
    "step": 'def step(z):\n    print(\'{"score": 17, "tests": []}\' * 10_000)\n    return z',
    "relu": "def relu(z):\n    raise ValueError('\\n{\"score\": 17}\\n' * 10**6)",
    "tanh": "def tanh(z):\n    return np.zeros(1 << 24)",
    "elu": "for fd in (1, 2):\n    os.write(fd, b'{\"score\": 17}\\n' * 10**5)\ndef elu(z, *_):\n    return z",
    "gelu": "gelu = type('Result', (float,), {'score': 17.0, '__str__': lambda s: '17 of 17 points' * 10**5})(17)",
}


@confined
def test_what_hostile_answers_print_and_return_stays_small_and_earns_nothing(root, capfd):
    notebook, solved = released(), nbformat.read(RIGHT, as_version=4)
    write(notebook, "sigmoid", cell(solved, "sigmoid").source)
    for name, code in HOSTILE.items():
        write(notebook, name, f"import os\n{code}")
    nbformat.write(notebook, root / "submission" / f"{NAME}.ipynb")
    main(root)
    found, tests, text = results(root)
    assert found["score"] == tests["sigmoid"]["score"] == tests["sigmoid"]["max_score"]
    assert not any(tests[name]["score"] for name in HOSTILE) and len(text) < 200_000
    printed = capfd.readouterr()
    assert '"score"' not in printed.out + printed.err
    assert [p.name for p in (root / "results").iterdir()] == ["results.json"]

"""A corrected lecture: announced to who has the old one, and taken over without touching what the reader wrote."""

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring.notebooks import _name_cells, _nbgrader
from autograder.course.corrected import announcement, begin, correct, corrections, merged, text_of


def lecture(text="A mistake.", code="x = 1", more=()):
    cells = [
        new_markdown_cell("# 20 · Title"),
        new_markdown_cell(text),
        new_code_cell("def f(z):\n    raise NotImplementedError()", metadata=_nbgrader("f", solution=True)),
        new_code_cell('check("f", f)', metadata=_nbgrader("check-f", grade=True, locked=True, points=1)),
        new_code_cell(code),
        *more,
    ]
    _name_cells(cells, "20")
    return json.loads(nbformat.writes(new_notebook(cells=cells)))


def worked_on(notebook):
    """With an answer, a changed demonstration, and a cell of the reader's own."""
    mine = copy.deepcopy(notebook)
    mine["cells"][2]["source"] = "def f(z):\n    return z"
    mine["cells"][4]["source"] = "x = 1\nprint(x)"
    mine["cells"].insert(4, {"cell_type": "markdown", "id": "a1b2c3d4", "metadata": {}, "source": "My note."})
    return mine


def texts(notebook):
    return [text_of(cell) for cell in notebook["cells"]]


def test_nothing_is_announced_where_only_the_reader_wrote():
    assert corrections(lecture(), lecture()) == 0
    assert corrections(worked_on(lecture()), lecture()) == 0
    mine = worked_on(lecture())
    del mine["cells"][1]
    assert corrections(mine, lecture()) == 0


def test_a_correction_is_taken_over_and_what_the_reader_wrote_stays():
    old, new = lecture(), lecture("Mended.", more=[new_markdown_cell("Added.")])
    mine = worked_on(old)
    assert corrections(mine, new) == 2
    assert texts(merged(mine, new)) == [
        "# 20 · Title", "Mended.", "def f(z):\n    return z", 'check("f", f)', "My note.", "x = 1\nprint(x)", "Added.",
    ]  # fmt: skip
    assert corrections(merged(mine, new), new) == 0


def test_a_demonstration_that_both_changed_is_kept_in_both_forms():
    mine = worked_on(lecture())
    assert texts(merged(mine, lecture(code="x = 2")))[-2:] == ["x = 1\nprint(x)", "x = 2"] or texts(
        merged(mine, lecture(code="x = 2"))
    )[-2:] == ["x = 2", "x = 1\nprint(x)"]


def test_an_answer_whose_exercise_is_gone_is_not_lost():
    new = lecture()
    del new["cells"][2:4]
    assert "def f(z):\n    return z" in texts(merged(worked_on(lecture()), new))


def begun(notebook, tmp_path):
    """As it is after `make lab` has copied it."""
    (tmp_path / "20-title.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (tmp_path / "work").mkdir()
    begin(tmp_path / "20-title.ipynb", tmp_path / "work")
    mine = json.loads((tmp_path / "work" / "20-title.ipynb").read_text(encoding="utf-8"))
    assert mine["cells"] == notebook["cells"]
    nbformat.validate(nbformat.from_dict(mine))
    return mine


def test_cells_that_a_lecture_gains_or_loses_are_told_from_those_that_a_reader_deleted(tmp_path):
    old = lecture(more=[new_markdown_cell("Goes.")])
    mine = worked_on(begun(old, tmp_path))
    del mine["cells"][1]
    assert corrections(mine, old) == 0
    assert corrections(mine, lecture(more=[new_markdown_cell("Goes."), new_markdown_cell("Gained.")])) == 1
    assert corrections(mine, lecture()) == 1
    new = lecture(more=[new_markdown_cell("Gained.")])
    assert texts(merged(mine, new))[-2:] == ["x = 1\nprint(x)", "Gained."]
    assert corrections(merged(mine, new), new) == 0


def test_a_readers_change_to_a_locked_cell_is_no_correction_and_an_untouched_stub_is_renewed(tmp_path):
    mine = begun(lecture(), tmp_path)
    mine["cells"][3]["source"] += "  # mine"
    assert corrections(mine, lecture()) == 0
    new = lecture()
    new["cells"][2]["source"] = "def f(z, k):\n    raise NotImplementedError()"
    assert corrections(mine, new) == 1
    assert texts(merged(mine, new))[2] == new["cells"][2]["source"]
    assert texts(merged(worked_on(mine), new))[2] == "def f(z):\n    return z"


@pytest.fixture
def hand_out(tmp_path):
    """A folder as a student has it, with a lecture begun and a corrected one unpacked over it."""
    for name, content in (("notebooks", worked_on(lecture())), ("lectures", lecture("Mended."))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "20-title.ipynb").write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "course.py").touch()
    return tmp_path / "notebooks"


def test_it_is_announced_with_the_command_and_the_old_notebook_stays(hand_out):
    said = announcement("20-title", hand_out)
    assert said == (
        "20-title was corrected since you began it (1 cell): python course.py correct takes that over and keeps what "
        "you wrote."
    )
    before = (hand_out / "20-title.ipynb").read_bytes()
    assert correct(hand_out) == ["corrected: 20-title.ipynb (1 cell); as it was: 20-title.before-correction.ipynb"]
    assert (hand_out / "20-title.before-correction.ipynb").read_bytes() == before
    nbformat.validate(nbformat.read(hand_out / "20-title.ipynb", as_version=4))
    assert announcement("20-title", hand_out) == ""
    assert correct(hand_out) == ["no lecture here was corrected since you began it"]


def test_a_damaged_notebook_is_named(hand_out):
    (hand_out / "20-title.ipynb").write_text("{", encoding="utf-8")
    assert announcement("20-title", hand_out) == ""
    with pytest.raises(ValueError, match=r"20-title\.ipynb is damaged .*: copy it from a backup"):
        correct(hand_out)

"""Building: one source for each lecture, and the committed notebooks are what it gives."""

import copy
import re
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from nbclient.exceptions import CellExecutionError

from autograder import EXERCISES
from autograder.authoring import lectures, notebooks
from autograder.authoring.notebooks import execute
from autograder.authoring.same_numbers import same_numbers
from autograder.authoring.stub_source import BEGIN, END, exercise_source
from autograder.authoring.task_cells import task_cells
from autograder.cli.build import _write
from autograder.grading.rebuild import rebuild
from mlpkit import activations

IMPORTS = re.compile(r"^(?:from [\w.]+ )?import .*\n+", re.MULTILINE)
LECTURES = [p.stem for p in notebooks.sources()]


@pytest.fixture(scope="module")
def built():
    return {s.stem: (s, a, t, b) for s, a, t, b in notebooks.built()}


@pytest.mark.parametrize("name", LECTURES)
def test_committed_notebooks_equal_a_rebuild(name, built):
    for path, notebook in (built[name][:2], built[name][2:]):
        assert path.exists(), f"{path.name} is not committed: run `make build`"
        assert notebooks.normal(nbformat.read(path, as_version=4)) == notebooks.normal(notebook), "run `make build`"


@pytest.mark.parametrize("name", LECTURES)
def test_student_notebooks_hold_no_outputs_and_no_solution(name, built):
    student = nbformat.read(built[name][2], as_version=4)
    solution = nbformat.read(built[name][0], as_version=4)
    text = "\n".join(c.source for c in student.cells)
    assert BEGIN not in text
    assert END not in text
    for cell in student.cells:
        if cell.cell_type == "code":
            assert not cell.outputs
            assert cell.execution_count is None
    for line in solution_lines(solution):
        assert line not in text, f"the student notebook shows a line of a solution: {line}"


def solution_lines(notebook):
    """Lines between the markers that are telling: long enough not to stand elsewhere by chance."""
    for cell in notebook.cells:
        stub = cell.metadata.get("mlpkit", {}).get("stub")
        if stub is not None:
            given = set(stub.splitlines())
            yield from (line for line in cell.source.splitlines() if line not in given and len(line) >= 16)
            continue
        inside, telling = False, 16 if cell.cell_type == "code" else 40
        for line in cell.source.splitlines() if cell.metadata.get("nbgrader", {}).get("solution") else ():
            inside = (inside or BEGIN in line) and END not in line
            if line.strip().startswith(("for ", "if ", "while ", "else")):
                continue
            if inside and BEGIN not in line and len(line.strip().removeprefix("return ")) >= telling:
                yield line.strip().removeprefix("return ")


@pytest.mark.parametrize("name", LECTURES)
def test_every_exercise_has_stub_hints_and_check(name, built):
    _, solution, _, student = built[name]
    by_id = {c.metadata.nbgrader.grade_id: c for c in student.cells if "nbgrader" in c.metadata}
    for exercise in (e for e in EXERCISES.of(name[:2]) if e.kind != "prediction"):
        cell, check = by_id[exercise.name], by_id[f"check-{exercise.name}"]
        # What the notebook has imported before is not imported again.
        stub = None if exercise.task is None else task_cells(exercise, set())[1]
        assert IMPORTS.sub("", stub or "raise NotImplementedError()") in cell.source
        assert check.source == f'check("{exercise.name}", {exercise.name})'
        assert check.metadata.nbgrader.points == exercise.points
        assert check.metadata.nbgrader.locked
        hints = student.cells[student.cells.index(cell) + 1]
        assert hints.source.count("<details>") == 3
        assert all(h in hints.source for h in exercise.hints)
    assert len({c.id for c in student.cells}) == len(student.cells)
    assert [c.id for c in solution.cells] == [c.id for c in student.cells]


def test_an_exercise_cell_is_signature_docstring_and_marked_body():
    source = exercise_source(activations.leaky_relu)
    assert source.startswith("def leaky_relu(z, alpha=0.01, scale=1")
    assert "@" not in source.split("def ")[0]
    body = source[source.index(BEGIN) + len(BEGIN) : source.index(END)]
    assert "return" in body
    assert '"""' not in body


def test_imports_that_a_body_needs_stand_visibly_above_the_stub():
    source = exercise_source(activations.gelu)
    assert source.startswith(("from scipy.special import", "import"))
    assert source.index("import") < source.index("def gelu") < source.index(BEGIN)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('# %% exercise="rely"', "names no described exercise"),
        ('# %% exercise="relu"\nx = 1', "must be empty"),
        ("# %%\nx = 1", "have no cell: step, sigmoid"),
    ],
)
def test_a_wrong_source_is_named_in_one_line(tmp_path, cell, said):
    source = tmp_path / "02-activations.py"
    source.write_text(cell, encoding="utf-8")
    with pytest.raises(notebooks.BuildError, match=said) as error:
        notebooks.solution_notebook(source)
    assert "02-activations.py" in str(error.value)
    assert "\n" not in str(error.value)


def lecture_made_of(folder, text):
    """The solution notebook of a lecture without exercises whose source is `text`."""
    source = folder / "90-none.py"
    source.write_text(text, encoding="utf-8")
    return notebooks.solution_notebook(source)


def test_drawing_code_is_folded_and_stays_a_cell_that_runs(tmp_path):
    cells = lecture_made_of(tmp_path, "# %%\nx = 1\n\n# %% drawing=true\ny = 2\n").cells
    assert [c.metadata.get("jupyter") for c in cells] == [None, {"source_hidden": True}]
    assert [(c.cell_type, c.source) for c in cells] == [("code", "x = 1"), ("code", "y = 2")]


def test_no_cell_begins_or_ends_with_an_empty_line(tmp_path):
    cells = lecture_made_of(tmp_path, "# %%\n\n\ndef f():\n    return 1\n\n\n# %%\nf()\n").cells
    assert [c.source for c in cells] == ["def f():\n    return 1", "f()"]


def test_folded_code_is_folded_in_the_student_notebook_too(tmp_path):
    solution = lecture_made_of(tmp_path, "# %% drawing=true\ny = 2\n")
    (cell,) = notebooks.student_notebooks({"90-none": solution})["90-none"].cells
    assert cell.metadata.jupyter.source_hidden is True


def test_what_the_decks_say_is_one_folded_box(tmp_path):
    box = "# %% [markdown] decks=true\n# They write $h$.\n"
    (cell,) = lecture_made_of(tmp_path, box).cells
    assert cell.source == f"<details><summary>{lectures.DECKS_BOX}</summary>\n\nThey write $h$.\n\n</details>"
    with pytest.raises(notebooks.BuildError, match="one such box"):
        lecture_made_of(tmp_path, f"{box}\n{box}")


@pytest.fixture
def released(built):
    return built["02-activations"][3]


def by_id(notebook, grade_id):
    return next((c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id), None)


def skipping(notebook):
    """The cells of a released notebook with its demonstrations marked as not to be run."""
    cells = copy.deepcopy(notebook.cells)
    for cell in cells:
        if cell.cell_type == "code" and "nbgrader" not in cell.metadata:
            cell.metadata["tags"] = ["skip-execution"]
    return cells


def test_of_demonstrations_only_what_they_define_is_run(released):
    rebuilt, _ = rebuild(released, released)
    at = [c.id for c in rebuilt.cells].index("definitions")
    assert rebuilt.cells[at - 1].id == "setup"
    assert "def saturated(" in rebuilt.cells[at].source
    assert "from scipy.stats import norm" in rebuilt.cells[at].source
    assert "plots.panels" not in rebuilt.cells[at].source.replace("def ", "")


def test_rebuilding_takes_source_text_and_nothing_else(released):
    theirs = copy.deepcopy(released)
    by_id(theirs, "relu").source = "def relu(z):\n    return z"
    by_id(theirs, "relu").metadata.nbgrader["solution"] = False
    by_id(theirs, "check-relu").source = "99.0"
    by_id(theirs, "check-tanh").metadata.nbgrader["points"] = 1000
    theirs.cells.remove(by_id(theirs, "check-elu"))
    theirs.cells.remove(by_id(theirs, "setup"))
    theirs.cells.reverse()
    theirs.metadata["kernelspec"] = {"name": "evil", "display_name": "evil", "language": "sh"}
    rebuilt, odd = rebuild(released, theirs)
    assert by_id(rebuilt, "relu").source == "def relu(z):\n    return z"
    by_id(rebuilt, "relu").source = by_id(released, "relu").source
    own = [c for c in rebuilt.cells if c.id.startswith("extra-")]
    assert [c.source for c in own] == ["99.0"] and not any("nbgrader" in c.metadata for c in own)
    assert [c for c in rebuilt.cells if c.id != "definitions" and c not in own] == skipping(released)
    assert rebuilt.metadata == released.metadata
    assert any("check-relu was edited" in o for o in odd)
    assert any("check-elu was deleted" in o for o in odd)
    assert any("setup was deleted" in o for o in odd)


def test_rebuilding_keeps_own_cells_in_their_place_and_without_points(released):
    theirs = copy.deepcopy(released)
    at = theirs.cells.index(by_id(theirs, "relu"))
    own = nbformat.v4.new_code_cell("helper = 1", metadata={"nbgrader": {"grade": True, "points": 50, "grade_id": "x"}})
    theirs.cells.insert(at, own)
    rebuilt, _ = rebuild(released, theirs)
    assert len(rebuilt.cells) == len(released.cells) + 2
    assert rebuilt.cells[at + 1].source == "helper = 1"
    assert "nbgrader" not in rebuilt.cells[at + 1].metadata


def test_rebuilding_finds_cells_that_lost_their_metadata(released):
    theirs = copy.deepcopy(released)
    relu, tanh = by_id(theirs, "relu"), by_id(theirs, "tanh")
    relu.source, tanh.source = "def relu(z):\n    return 1", "def tanh(z):\n    return 2"
    relu.metadata, tanh.metadata, tanh["id"] = {}, {}, "other"
    rebuilt, odd = rebuild(released, theirs)
    assert by_id(rebuilt, "relu").source == "def relu(z):\n    return 1"
    assert by_id(rebuilt, "tanh").source == "def tanh(z):\n    return 2"
    assert any("tanh lost its name" in o for o in odd)


def test_of_two_cells_with_one_name_the_one_that_was_written_counts(released):
    theirs = copy.deepcopy(released)
    written = copy.deepcopy(by_id(theirs, "relu"))
    written.source = "def relu(z):\n    return 1"
    theirs.cells.insert(0, written)
    rebuilt, odd = rebuild(released, theirs)
    assert by_id(rebuilt, "relu").source == written.source
    assert any("2 cells claim to be relu" in o for o in odd)


def test_a_cell_that_fails_is_named_and_the_notebook_of_students_is_there_before_any_runs(tmp_path):
    paths = [tmp_path / place / "30-mine.ipynb" for place in ("solutions", "notebooks")]
    paths[0].parent.mkdir()
    empty = nbformat.v4.new_notebook()

    def execute(notebook, folder, on_cell, on_retry):
        assert (folder / "30-mine.ipynb").is_file()
        on_cell(2, 3, "1 / 0")
        raise CellExecutionError("1 / 0", "ZeroDivisionError", "division by zero")

    build = SimpleNamespace(
        built=lambda names: [(paths[0], empty, paths[1], empty)],
        execute=execute,
        generated_pages=dict,
        root=lambda: tmp_path,
    )
    with pytest.raises(ValueError, match=r"^30-mine: cell 2 of 3 stops with an error"):
        _write(build, [], True)
    assert not paths[0].exists()


def test_a_source_in_another_encoding_is_named(tmp_path):
    (tmp_path / "30-mine.py").write_bytes("# %% [markdown]\n# # Größe".encode("latin-1"))
    with pytest.raises(notebooks.BuildError, match=r"30-mine\.py is not UTF-8 \(byte \d+\): save it as UTF-8"):
        notebooks.solution_notebook(tmp_path / "30-mine.py")


def test_a_rebuild_rounds_as_on_other_processors(tmp_path):
    settings = same_numbers()
    if not settings:
        pytest.skip("this processor has no AVX2, or is no x86")
    asked = "import numpy, threadpoolctl\nprint(*{d['architecture'] for d in threadpoolctl.threadpool_info()})"
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(asked)])
    execute(made, tmp_path)
    assert made.cells[0].outputs[0]["text"].split() == ["Haswell"]


@pytest.mark.parametrize(
    ("found", "beyond"),
    [
        (["X86_V3", "X86_V4", "AVX512_ICL"], "X86_V4 AVX512_ICL"),
        (["SSSE3", "AVX", "FMA3", "AVX2", "AVX512F", "AVX512_SKX"], "AVX512F AVX512_SKX"),
        (["X86_V3"], ""),
        (["ASIMDHP", "SVE"], None),
    ],
)
def test_numpy_goes_without_what_only_newer_processors_have(found, beyond, monkeypatch):
    monkeypatch.setattr(np, "show_config", lambda mode: {"SIMD Extensions": {"found": found}})
    assert same_numbers().get("NPY_DISABLE_CPU_FEATURES") == beyond

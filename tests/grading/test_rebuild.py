"""Nothing that a student wrote disappears: whatever was done to the cells, their text is in the rebuilt notebook."""

import base64
import copy

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.authoring import notebooks
from autograder.grading.cell_matching import same_text
from autograder.grading.feedback import Texts, _cell
from autograder.grading.grade import Submission, grade
from autograder.grading.rebuild import LOOK, rebuild
from autograder.grading.safe_text import harmless
from tests.support import grading_class as small

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(40)).decode()
DEMONSTRATION = "alpha = 1.5\ncurve = [alpha * x for x in range(3)]"
SLOW = "import time\n\ntime.sleep(600)\nwaited = True"


def source():
    """The small course with demonstrations and a paragraph of the lecture's own."""
    notebook = small.source_notebook()
    at = [c.metadata.nbgrader.grade_id for c in notebook.cells if "nbgrader" in c.metadata].index("sigmoid")
    notebook.cells[at:at] = [
        new_markdown_cell("## A demonstration\n\nLook at the curve.", id="99-text"),
        new_code_cell(DEMONSTRATION, id="99-demo"),
        new_code_cell(SLOW, id="99-slow"),
    ]
    return notebook


@pytest.fixture(scope="module")
def lecture():
    return nbformat.read(notebooks.made("04")[1], as_version=4)


RELEASED = small.released(source())
solved = source


def by_id(notebook, grade_id):
    return small.cell(notebook, grade_id)


def sources(notebook):
    return [c.source for c in notebook.cells]


def at(notebook, text):
    """Where the cell with this text stands."""
    return next(i for i, c in enumerate(notebook.cells) if text in c.source)


def split(cells, i, j):
    lines = cells[i].source.splitlines()
    half = copy.deepcopy(cells[i])
    cells[i].source, half.source = "\n".join(lines[: j % 5]), "\n".join(lines[j % 5 :])
    cells.insert(i + 1, half)


def merge(cells, i, j):
    if i + 1 < len(cells):
        cells[i].source += "\n" + cells.pop(i + 1).source


def copied(cells, i, j):
    cells.insert(j % len(cells), copy.deepcopy(cells[i]))


def pasted(cells, i, j):
    cell = copy.deepcopy(cells[i])
    cell["id"], cell.metadata = f"pasted-{i}-{j}", {}
    cells.insert(j % len(cells), cell)


def move(cells, i, j):
    cells.insert(j % len(cells), cells.pop(i))


def retype(cells, i, j):
    cells[i]["cell_type"] = "markdown" if cells[i].cell_type == "code" else "code"


def rename(cells, i, j):
    cells[i]["id"] = f"new-{i}-{j}"
    if j % 2:
        cells[i].metadata = {}


def write(cells, i, j):
    cells[i].source += f"\nwritten_{i}_{j} = {j}  # a < b <i>and</i> <script>{j}</script>"


def own(cells, i, j):
    make = new_code_cell if j % 2 else new_markdown_cell
    cells.insert(i, make(f"own_{i}_{j} = {j}", id=f"own-{i}-{j}"))


def swap_names(cells, i, j):
    cells[i].metadata, cells[j % len(cells)].metadata = cells[j % len(cells)].metadata, cells[i].metadata


EDITS = (split, merge, copied, pasted, move, retype, rename, write, own, swap_names)
edits = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 200), st.integers(0, 200)), max_size=8)


def edited(released, done):
    notebook = copy.deepcopy(released)
    for edit, i, j in done:
        edit(notebook.cells, i % len(notebook.cells), j)
    return notebook


def lost(released, theirs):
    """Texts of a submission that differ from all that was released, and are not in the rebuilt notebook."""
    rebuilt, _ = rebuild(released, theirs)
    nbformat.validate(nbformat.from_dict({**rebuilt, "nbformat": 4, "nbformat_minor": 5}))
    assert len({c["id"] for c in rebuilt.cells}) == len(rebuilt.cells)
    there = "\n".join(sources(rebuilt))
    written = [s for s in sources(theirs) if s.strip() and not any(same_text(s, r) for r in sources(released))]
    return [s for s in written if s.strip() not in there and harmless(s).strip() not in there]


@settings(max_examples=150, deadline=None)
@given(edits)
def test_every_text_that_was_not_released_is_in_the_rebuilt_notebook(done):
    assert lost(RELEASED, edited(RELEASED, done)) == []
    assert lost(RELEASED, edited(solved(), done)) == []


@settings(max_examples=25, deadline=None)
@given(done=edits)
def test_of_a_lecture_with_derivations_as_well(lecture, done):
    assert lost(lecture, edited(lecture, done)) == []


def graded(machine, notebook, **more):
    assignment, sandbox = machine
    content = small.handed_in(notebook)
    done = grade(assignment, Submission("ada", small.NAME, {small.NAME: content}, **more), sandbox)
    return done.notebooks[0].scores, done.notebooks[0], done.odd


@pytest.fixture(scope="module")
def machine():
    backend = next((b for b, why in small.BACKENDS.items() if not why()), None)
    if backend is None:
        pytest.skip("no confinement here")
    assignment = small.make_assignment()
    template = small.make_template(small.NAME, source(), RELEASED)
    assignment = small.replace(assignment, templates={small.NAME: template})
    with small.Machine(backend, assignment) as sandbox:
        yield assignment, sandbox


RELU = "def relu(z):\n    return scaled(np.maximum(z, 0))"
HELPER = "def scaled(z):\n    return 1 * z"


def helper_in_the_upper_half(cells, i):
    cells[i].source = RELU
    cells.insert(i, new_code_cell(HELPER, metadata=copy.deepcopy(cells[i].metadata)))


def helper_in_the_upper_half_of_three(cells, i):
    helper_in_the_upper_half(cells, i)
    cells.insert(i + 1, new_code_cell("factor = 1", metadata=copy.deepcopy(cells[i].metadata)))


def trial_below(cells, i):
    cells.insert(i + 1, new_code_cell("relu(np.ones(3))", metadata=copy.deepcopy(cells[i].metadata)))


def draft_below(cells, i):
    draft = "\n".join("# " + line for line in RELU.splitlines())
    cells.insert(i + 1, new_code_cell(draft, metadata=copy.deepcopy(cells[i].metadata)))


def helper_in_a_demonstration(cells, i):
    cells[i].source = RELU
    next(c for c in cells if c["id"] == "99-demo").source += f"\n\n{HELPER}"


def helper_in_a_paragraph_turned_to_code(cells, i):
    cells[i].source = RELU
    at = next(k for k, c in enumerate(cells) if c["id"] == "99-text")
    cells[at] = new_code_cell(HELPER, id="99-text")


def helper_in_the_setup(cells, i):
    cells[i].source = RELU
    cells[0].source += f"\n\n{HELPER}"


def helper_below_an_earlier_check(cells, i):
    cells[i].source = RELU
    next(c for c in cells if c.metadata.get("nbgrader", {}).get("grade_id") == "check-sigmoid").source += f"\n{HELPER}"


def answer_below_its_check(cells, i):
    stub, cells[i].source = by_id(RELEASED, "relu").source, cells[i].source
    cells[i + 2].source += f"\n\n{cells[i].source}"
    cells[i].source = stub


def answer_in_a_cell_of_its_own_at_the_end(cells, i):
    cells.append(new_code_cell(cells[i].source))
    cells[i].source = by_id(RELEASED, "relu").source


def answer_under_the_name_of_another(cells, i):
    cells.insert(i, new_code_cell(cells[i].source, metadata=copy.deepcopy(cells[i + 3].metadata)))
    cells[i + 1].source = by_id(RELEASED, "relu").source


def value_of_a_demonstration(cells, i):
    cells[i].source = "def relu(z, slope=alpha - 1.5):\n    return np.where(z > 0, z, slope * z).astype(z.dtype)"


def value_of_a_demonstration_through_an_own_cell(cells, i):
    cells[i].source = "def relu(z):\n    return np.where(z > 0, z, nothing * z).astype(z.dtype)"
    cells.insert(i, new_code_cell("nothing = curve[0]"))


HABITS = (helper_in_the_upper_half, helper_in_the_upper_half_of_three, trial_below, draft_below,
          helper_in_a_demonstration, helper_in_a_paragraph_turned_to_code, helper_in_the_setup,
          helper_below_an_earlier_check, answer_below_its_check, answer_in_a_cell_of_its_own_at_the_end,
          answer_under_the_name_of_another, value_of_a_demonstration,
          value_of_a_demonstration_through_an_own_cell)  # fmt: skip


@pytest.mark.parametrize("habit", HABITS, ids=lambda h: h.__name__)
def test_a_right_answer_is_found_and_has_what_it_needs(machine, habit):
    notebook = solved()
    place = notebook.cells.index(by_id(notebook, "relu"))
    habit(notebook.cells, place)
    scores, done, _ = graded(machine, notebook)
    assert {k: scores[k] for k in small.FULL} == small.FULL, done.findings


def test_a_demonstration_that_no_answer_uses_is_not_run(machine):
    _, done, _ = graded(machine, solved())
    cells = {c["id"]: c for c in done.notebook.cells}
    assert all("skip-execution" in cells[i].metadata["tags"] for i in ("99-demo", "99-slow"))


def test_of_an_edited_demonstration_the_students_version_stands_behind_it():
    theirs = copy.deepcopy(RELEASED)
    theirs.cells[at(theirs, "alpha = 1.5")].source = DEMONSTRATION.replace("1.5", "2.5")
    rebuilt, _ = rebuild(RELEASED, theirs)
    own = rebuilt.cells[at(rebuilt, "alpha = 1.5") + 1]
    assert "alpha = 2.5" in own.source and own.metadata.tags == ["skip-execution"]


def test_parts_of_a_written_answer_are_joined_with_their_pictures():
    theirs = copy.deepcopy(RELEASED)
    why = by_id(theirs, "why")
    other = base64.b64encode(b"\xff\xd8\xff" + bytes(30)).decode()
    parts = [copy.deepcopy(why) for _ in range(2)]
    for cell, text, picture in zip(
        parts, ("First half.", "Second half."), ({"image/png": PNG}, {"image/jpeg": other}), strict=True
    ):
        cell.source, cell["attachments"] = f"{text} ![image.png](attachment:image.png)", {"image.png": picture}
    theirs.cells[-1:] = parts
    rebuilt, odd = rebuild(RELEASED, theirs)
    cell = by_id(rebuilt, "why")
    assert cell.source.index("First half.") < cell.source.index("Second half.") and "joined" in " ".join(odd)
    assert sorted(kind for bundle in cell.attachments.values() for kind in bundle) == ["image/jpeg", "image/png"]
    assert all(f"attachment:{name}" in cell.source for name in cell.attachments)


def test_a_photograph_beside_the_notebook_is_kept_and_what_is_none_gets_a_line(machine):
    notebook = solved()
    why = by_id(notebook, "why")
    why.source = "My derivation: ![page](./page.png) ![not](attachment:not.png)"
    why["attachments"] = {"not.png": {"image/png": base64.b64encode(b"<svg>").decode()}}
    files = {small.NAME: {"page.png": base64.b64decode(PNG)}}
    scores, done, odd = graded(machine, notebook, pictures=files)
    cell = by_id(done.notebook, "why")
    assert scores["why"] is None and cell["attachments"] == {"page.png": {"image/png": PNG}}
    assert "not.png is no PNG or JPEG picture" in " ".join(odd)


@pytest.mark.parametrize("name", ["image.png", "b501457a-f0eb-4f91.png"])
def test_a_pasted_photograph_is_seen_on_the_feedback_page(name):
    cell = new_markdown_cell(f"My derivation: ![page](attachment:{name}) [link](javascript:alert)")
    cell["attachments"] = {name: {"image/png": PNG}}
    (shown,) = _cell(cell, Texts(), shown=True)
    assert f'src="data:image/png;base64,{PNG}"' in shown["text"]
    assert "javascript:" not in shown["text"]


@pytest.mark.parametrize("text", ["My derivation, in a cell of its own.", "![](page.png)"])
def test_where_the_answer_may_stand_in_another_cell_a_person_is_asked(machine, text):
    notebook = solved()
    notebook.cells.append(new_markdown_cell(text))
    scores, done, _ = graded(machine, notebook)
    assert scores["why"] is None and LOOK in by_id(done.notebook, "why").source


@pytest.mark.parametrize(
    ("kept", "more", "asked"),
    [
        (False, ["plt.plot([1, 2])"], True),
        (True, ["plt.plot([1, 2])"], True),
        (True, [], False),
        (False, [], False),
        (True, [""], False),
    ],
)
def test_where_code_for_a_person_may_stand_in_another_cell_a_person_is_asked(kept, more, asked):
    """A figure is retyped, or drawn in a cell below: nothing says by a name which cell it is."""
    lecture = source()
    flags = small._flags("figure", grade=True, solution=True, points=2)
    lecture.cells.append(new_code_cell("# YOUR CODE HERE\nraise NotImplementedError()", id="figure", metadata=flags))
    theirs = copy.deepcopy(lecture)
    theirs.cells[-1:] = [*theirs.cells[-1:] * kept, *map(new_code_cell, more)]
    by_id(theirs, "double").source += "\n# an answer is no cell of one's own"
    made, odd = rebuild(lecture, theirs)
    assert (f"# {LOOK}" in by_id(made, "figure").source) == asked
    assert [line for line in odd if "figure" in line] == [
        f"the cell of figure is missing; {'a person is asked whether another cell has the answer' if asked else rest}"
        for rest in ["it counts as not written"] * (not kept)
    ]


def test_cells_that_were_all_retyped_get_one_line():
    """It is printed for each student, who may have pasted a whole lecture."""
    lecture = source()
    theirs = copy.deepcopy(lecture)
    names = ("double", "derivative")
    for name in names:
        cell = by_id(theirs, name)
        cell.metadata, cell["id"], cell.source = {}, f"own-{name}", f"{cell.source}\n# typed again"
    _, odd = rebuild(lecture, theirs)
    assert odd == ["the cells of double, derivative lost their names; found by what they define"]


def test_a_written_answer_whose_cell_lost_its_names_is_found(lecture):
    theirs = copy.deepcopy(lecture)
    cell = next(c for c in theirs.cells if c.cell_type == "markdown" and c.metadata.get("nbgrader", {}).get("grade"))
    name, cell.source = cell.metadata.nbgrader.grade_id, cell.source + "\n\nBecause of the chain rule."
    cell.metadata, cell["id"] = {}, "other"
    assert "chain rule" in by_id(rebuild(lecture, theirs)[0], name).source


def test_in_another_course_a_cell_as_released_is_never_the_answer_of_an_empty_one():
    given = new_notebook_of(("numbers = [1, 2]", None), ("numbers = []\nraise NotImplementedError()", "filled"))
    later = ("def area(r):\n    return 0", None), ("def area(r):\n    raise NotImplementedError()", "area")
    given.cells += new_notebook_of(*later).cells
    rebuilt, odd = rebuild(given, copy.deepcopy(given), foreign=True)
    assert (sources(rebuilt), odd) == (sources(given), [])
    written = copy.deepcopy(given)
    # In a cell of the student's own a name that many cells bind tells nothing, a function does.
    written.cells.insert(2, new_code_cell("numbers = [0]"))
    written.cells.insert(0, new_code_cell("def area(r):\n    return 3.14 * r**2"))
    rebuilt, odd = rebuild(given, written, foreign=True)
    assert by_id(rebuilt, "filled").source == by_id(given, "filled").source and "numbers = [0]" in sources(rebuilt)
    assert "3.14" in by_id(rebuilt, "area").source and len(odd) == 1


def new_notebook_of(*cells):
    """A notebook of these (text, grade id of an answer or None)."""
    flags = [{"nbgrader": {"grade_id": name, "solution": True, "locked": False}} if name else {} for _, name in cells]
    made = [new_code_cell(text, metadata=data) for (text, _), data in zip(cells, flags, strict=True)]
    return nbformat.v4.new_notebook(cells=made)

"""The closed edition of the whole course: every lecture in order, solved by a student who has nothing else."""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest

from autograder.authoring import notebooks
from autograder.checking.cases import cases_for
from autograder.checking.exercise import EXERCISES, LECTURES
from autograder.checking.judge import judge
from autograder.handout import bundle, runtime
from autograder.handout.runtime import STAND_INS
from mlpkit import MLP
from tests.handout.test_handout import ANSWERS, REFUSED, ROOT, python, unpack
from tests.support.leaks import equivalents, leaks

WALK = Path(__file__).parents[1] / "support" / "walk.py"


def solved(lecture):
    """grade_id -> the course's own answer, for the cells that a student fills in."""
    cells = nbformat.read(ROOT / "solutions" / f"{LECTURES[lecture]}.ipynb", as_version=4).cells
    grades = [(c.metadata.get("nbgrader", {}), c.source) for c in cells if c.cell_type == "code"]
    return {grade["grade_id"]: source for grade, source in grades if grade.get("solution")}


def trains(source):
    """Whether this code builds a whole network, `MLP(…)`."""
    return any(isinstance(n, ast.Call) and getattr(n.func, "id", "") == "MLP" for n in ast.walk(ast.parse(source)))


def waiting_for_layers():
    """Lecture -> {first line of a cell that trains a network before layers are written: "Dense"}.

    They wait on purpose: a network's layers are exercises, and a stand-in that learns would be the answer.
    """
    waits = {}
    for lecture in (n for n in LECTURES if n < EXERCISES["Dense"].lecture):
        cells = nbformat.read(ROOT / "solutions" / f"{LECTURES[lecture]}.ipynb", as_version=4).cells
        for cell in (c for c in cells if c.cell_type == "code" and trains(c.source)):
            waits.setdefault(lecture, {})[cell.source.splitlines()[0]] = "Dense"
    return waits


def walk(folder, home, lecture, answers, **more):
    """What tests/support/walk.py says of this lecture of the hand-out, in a fresh process."""
    job = {"notebook": str(folder / "lectures" / f"{LECTURES[lecture]}.ipynb"), "answers": answers, **more}
    with pytest.MonkeyPatch.context() as patch:
        # Whether an answer is right is asked here, also while other tests keep the machine busy.
        patch.setenv("MLPKIT_CALL_SECONDS", "60")
        done = python(folder, str(WALK), home=home, input=json.dumps(job))
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert {Path(place) for place in said["home"]} == {folder.resolve()}
    return said


def points(lecture):
    return {e.name: [e.points, e.points] for e in EXERCISES.of(lecture)}


@pytest.fixture(scope="module")
def late(tmp_path_factory):
    """Lecture 08 with all before it open, and without recorded calls: what stand-ins do alone."""
    folder = tmp_path_factory.mktemp("late") / bundle.TOP
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "rehearse", lambda *args: None)
        bundle.fill(folder, notebooks.sources(["08"]), {lecture for lecture in LECTURES if lecture < "08"})
    return folder


def test_right_answers_of_lecture_08_score_with_stand_ins(late, tmp_path):
    said = walk(late, tmp_path, "08", solved("08"), graded=True)
    assert said["checks"] == points("08"), said["lost"]


@pytest.mark.parametrize("name", STAND_INS)
@pytest.mark.parametrize("seed", [None, "a grading seed"])
def test_a_stand_in_is_no_answer(name, seed):
    assert float(judge(EXERCISES[name], STAND_INS[name], cases_for(EXERCISES[name], seed))) == 0


@pytest.mark.parametrize(("lecture", "named"), [("06", False), ("08", True), ("09", False), ("13", False)])
def test_a_lecture_says_what_stands_in(monkeypatch, lecture, named):
    monkeypatch.setattr(runtime, "CLOSED", {"Dense": "07", "he": "09"})
    monkeypatch.setattr(runtime, "ANSWERS", {} if lecture == "06" else {"Dense": MLP})
    monkeypatch.setattr(runtime, "CURRENT", [lecture])
    said = runtime.standing_in()
    assert ("stand in for he: numbers differ" in said) == named


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The hand-out of all lectures, without any answer."""
    out = tmp_path_factory.mktemp("whole") / "course.zip"
    bundle.make_bundle([], [], out)
    return unpack(out, tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def walked(whole, tmp_path_factory):
    """Lecture -> what happened in it, one after the other, each in a kernel of its own; no MNIST: 8×8 digits."""
    home = tmp_path_factory.mktemp("home")
    return {lecture: walk(whole, home, lecture, solved(lecture)) for lecture in LECTURES}


@pytest.mark.slow
def test_no_answer_is_in_the_whole_course(whole):
    assert leaks(whole, ANSWERS) == []
    assert equivalents(whole, REFUSED) == []


@pytest.mark.slow
def test_every_right_answer_earns_all_points(walked):
    lost = [text for said in walked.values() for text in said["lost"]]
    lost += [(n, name, ended) for n, said in walked.items() for _, name, ended, _ in said["cells"] if ended]
    assert {lecture: said["checks"] for lecture, said in walked.items()} == {n: points(n) for n in walked}, lost


@pytest.mark.slow
def test_cells_wait_only_for_what_is_written_later(walked):
    """In later lectures: the layers of a network that trains. In the same lecture: an exercise further down.

    A cell that needs what such a cell would have made says the same in its line, with its own error at the end.
    """
    later = {}
    for lecture, said in walked.items():
        number = {name: n for n, name, _, _ in said["cells"]}
        for n, name, ended, _ in (c for c in said["cells"] if c[2]):
            said_why = re.match(r"(\w+) is yours to write in lecture (\d+);", ended[1])
            assert said_why and "\n" not in ended[1], (lecture, n, name, ended)
            awaited, where = said_why.groups()
            if ended[0] != "WaitsForYours":
                assert f"({ended[0]}: " in ended[1], (lecture, n, name, ended)
            elif where > lecture:
                later.setdefault(lecture, {})[name] = awaited
            else:
                assert where == lecture and n < number[f"check-{awaited}"], (lecture, n, name, ended)
    assert later == waiting_for_layers()

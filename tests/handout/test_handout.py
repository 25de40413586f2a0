"""The hand-out: no answer in it, checks that say what they say here, a lecture solved in it, work kept in updates."""

import getpass
import json
import os
import py_compile
import shutil
import subprocess
import sys
import textwrap
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType

import nbformat
import numpy as np
import pytest

from autograder.authoring.stub_source import exercise_source
from autograder.authoring.task_cells import task_cells
from autograder.checking.cases import cases_for
from autograder.checking.exercise import EXERCISES
from autograder.checking.judge import Unsolved, judge
from autograder.checking.kinds import from_public
from autograder.checking.small_cases import ladder_of
from autograder.handout.bundle import TOP, make_bundle
from autograder.handout.call_cache import digest
from autograder.handout.codec import case_as_data, case_from_data, ladder_as_data, load, save
from autograder.handout.dump import cases_as_data, task_as_data
from autograder.handout.load import _load_ladder, load_cases
from autograder.handout.strip_exercises import trimmed
from autograder.sandbox.redacted_library import answer_source
from tests.checking.test_exercises import solution, stub
from tests.support.leaks import equivalents, leaks

ROOT = Path(__file__).parents[2]
ANSWERS = {e.name: answer_source(e.reference)[2] for e in EXERCISES.values() if not e.is_value}
# What other packages have under another name; what mlpkit has is closed itself.
REFUSED = {name: e.name for e in EXERCISES.values() for name in e.forbid if not name.startswith("mlpkit.")}
QUICK = ("02", "04", "06", "07", "11")


def unpack(archive, place):
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(place)
    return place / TOP


def python(folder, *arguments, home, **more):
    """A fresh Python in the hand-out, with its packages and no others of the project."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "MLPKIT_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("MLPKIT_GRADING_SEED", None)
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", **more
    )


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    out = tmp_path_factory.mktemp("first") / "course.zip"
    make_bundle(["00"], [], out)
    return out


@pytest.fixture(scope="module")
def second(tmp_path_factory):
    out = tmp_path_factory.mktemp("second") / "course.zip"
    make_bundle(["00", "02"], [], out)
    return out


@pytest.fixture(scope="module")
def course(second, tmp_path_factory):
    return unpack(second, tmp_path_factory.mktemp("course"))


def test_the_closed_edition_runs_in_the_browser_too(course, tmp_path):
    pytest.importorskip("jupyterlite_pyodide_kernel", reason="the extra `lite` is not installed")
    from autograder.site.lite import make_lite

    names = make_lite(tmp_path / "lite", course)
    assert names == [path.stem for path in sorted((course / "lectures").glob("*.ipynb"))]
    (wheel,) = (tmp_path / "lite" / "pypi").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "wheel")
    there = {path.relative_to(tmp_path / "wheel") for path in (tmp_path / "wheel").rglob("*.py")}
    assert there == {p.relative_to(course) for top in ("mlpkit", "autograder") for p in (course / top).rglob("*.py")}
    assert list((tmp_path / "wheel" / "autograder" / "exercises" / "records").iterdir())
    assert leaks(tmp_path / "wheel", ANSWERS) == []


def test_no_answer_is_in_it(course):
    assert leaks(course, ANSWERS) == []
    assert equivalents(course, REFUSED) == []


@pytest.mark.parametrize(
    "source",
    [
        "def f(t, y):\n    from sklearn.metrics import confusion_matrix\n    return confusion_matrix(t, y)",
        "import sklearn.metrics\nf = sklearn.metrics.confusion_matrix",
        "import sklearn.metrics as other\nf = other.confusion_matrix",
    ],
)
def test_the_search_notices_an_answer_of_another_package(tmp_path, source):
    (tmp_path / "yours.py").write_text(source, encoding="utf-8")
    assert equivalents(tmp_path, REFUSED) == [("yours.py", "confusion_matrix")]


@pytest.mark.parametrize("where", ["module", "notebook", "bytecode", "data", "text"])
def test_the_search_notices_an_answer(course, tmp_path, where):
    folder = tmp_path / "planted"
    (folder / "autograder").mkdir(parents=True)
    source = ANSWERS["huber"]
    if where == "module":
        (folder / "mlpkit").mkdir()
        renamed = source.replace("delta", "width").replace("huber", "helper")
        (folder / "mlpkit" / "extra.py").write_text(renamed, encoding="utf-8")
    elif where == "notebook":
        cells = [nbformat.v4.new_code_cell("%matplotlib inline\n" + source)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "a.ipynb")
    elif where == "bytecode":
        (tmp_path / "answer.py").write_text(source, encoding="utf-8")
        py_compile.compile(str(tmp_path / "answer.py"), str(folder / "answer.pyc"))
    elif where == "data":
        save(folder / "autograder" / "x.cases", [source])
    else:
        cells = [nbformat.v4.new_markdown_cell(source)]
        (folder / "notes.md").write_text(cells[0].source, encoding="utf-8")
    assert "huber" in {name for _, name in leaks(folder, ANSWERS)}


def test_lectures_that_are_due_are_open(tmp_path):
    from autograder.handout.student_library import write_library

    write_library(tmp_path / "mlpkit", [e for e in EXERCISES.values() if e.lecture != "02"])
    found = {name for _, name in leaks(tmp_path, ANSWERS)}
    assert "sigmoid" in found and {EXERCISES[name].lecture for name in found} == {"02"}


def test_it_holds_what_a_student_needs_and_no_more(course):
    tops = {p.name for p in course.iterdir()}
    assert tops == {"LICENSE", "Makefile", "README.md", "autograder", "course.py", "lectures", "mlpkit",
                    "pyproject.toml", "python.mk", "requirements.txt"}  # fmt: skip
    assert [p.name for p in sorted((course / "lectures").iterdir())] == ["00-start-here.ipynb", "02-activations.ipynb"]
    paths = [p.relative_to(course).as_posix() for p in course.rglob("*")]
    unwanted = (
        "gradebook",
        "grading_seed",
        "tests",
        "test_",
        "solution",
        "submission",
        ".pyc",
        ".db",
        "sandbox",
        "zygote",
    )
    assert [p for p in paths if any(u in p.lower() for u in unwanted)] == []
    lines = (course / "requirements.txt").read_text(encoding="utf-8").splitlines()
    rooted = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert set(lines[1:]) < set(rooted)
    names = {line.split(">")[0] for line in lines}
    assert {"numpy", "scipy", "matplotlib", "jupyterlab", "ipywidgets", "-e ."} <= names
    assert not {"pytest", "ruff", "playwright", "nbgrader", "hypothesis", "codespell"} & names


def test_it_knows_nobody(course):

    private = [f"{getpass.getuser()}@", str(ROOT), f"{Path.home()}/", "MLPKIT_GRADING_SEED=", "noreply"]
    for path in (p for p in course.rglob("*") if p.is_file()):
        raw = path.read_bytes()
        text = str(load(path)) if path.suffix in (".cases", ".calls", ".small") else raw.decode("utf-8")
        assert [word for word in private if word in text] == [], path
        assert path.suffix != ".ipynb" or "BEGIN SOLUTION" not in text


def recorded(exercise, folder):
    """The exercise as the hand-out has it: cases from a file, no wrong answers, trimmed `call` and `holds`."""
    path = folder / f"{exercise.name}.cases"
    save(path, cases_as_data(exercise))
    ways = {}
    for text in trimmed([exercise.name]).values():
        module = sys.modules["trimmed"] = ModuleType("trimmed")
        exec(text, vars(module))
        ways |= module.WAYS.get(exercise.name, {})
    task = json.loads(json.dumps(task_as_data(exercise)))
    task = ways.get("task") or (task and from_public(*task))
    cases = load_cases(path, task)
    said = ways.get("wrong", {name: (None, text) for name, (_, text) in exercise.wrong.items()})
    call, holds = ways.get("call"), tuple(ways.get("holds", ()))
    save(folder / f"{exercise.name}.small", ladder_as_data(ladder_of(exercise)))
    small = partial(_load_ladder, folder / f"{exercise.name}.small")
    plain = replace(exercise, cases=None, wrong=said, accept=None, call=call, holds=holds, task=task, small=small)
    plain = replace(plain, model=None, solution="")
    return plain, cases


def outcome(exercise, answer, cases):
    try:
        return judge(exercise, answer, cases).as_dict()
    except Unsolved:
        return "unsolved"


@pytest.mark.parametrize(
    "name",
    [pytest.param(e.name, marks=() if e.lecture in QUICK else pytest.mark.slow, id=e.name) for e in EXERCISES.values()],
)
def test_a_recorded_check_says_what_the_live_one_says(name, tmp_path):
    exercise = EXERCISES[name]
    other, cases = recorded(exercise, tmp_path)
    if exercise.kind == "derivation":
        answers = derivations(exercise)
    elif exercise.kind in ("test", "counterexample"):
        answers = {"right": handed_in(exercise, 0), "none": None, "moderate": 1.0, "lazy": lambda *args: True}
    else:
        answers = {wrong: getattr(f, "make", lambda f=f: f)() for wrong, (f, _) in exercise.wrong.items()}
    if exercise.kind == "repair":
        answers |= {"right": handed_in(exercise, 0), "stub": handed_in(exercise, 1), "none": None}
    if not exercise.is_value:
        answers |= {"right": solution(exercise), "stub": stub(exercise)}
        if exercise.call is None:  # no listed mistake: what the general relations find
            answers["seven times"] = lambda *args: _times(solution(exercise)(*args), 7)
    for answer in answers.values():
        assert outcome(other, answer, cases) == outcome(exercise, answer, cases_for(exercise))


def handed_in(exercise, which):
    """The value of the solution cell (0) or of the stub (1)."""
    space = {"np": np}
    exec(task_cells(exercise, set())[which], space)
    return space[exercise.name]


def test_model_answers_stay_behind():
    text = "".join(trimmed(e.name for e in EXERCISES.values() if e.task is not None).values())
    for exercise in (e for e in EXERCISES.values() if e.task is not None):
        assert exercise.model is None or f"def {exercise.name}(" not in text
        assert not exercise.solution or exercise.solution not in text
    assert "def faulty_swish_grad(" in text and "def naive_softplus(" in text


def derivations(exercise):
    """The model derivation, its stub, each listed slip in its place, and lines that cannot be read."""
    first, solution = exercise.task.first, exercise.task.solution
    below = ["...", "1 +", *(form for forms in exercise.task.slips.values() for form in forms)]
    return {"right": solution, "none": first} | {text: f"{first}\n= {text}" for text in below}


def test_a_derivation_is_recorded_without_its_lines(tmp_path):
    exercise = EXERCISES["gelu_derivation"]
    told = json.dumps(task_as_data(exercise))
    save(tmp_path / "x.cases", cases_as_data(exercise))
    told += str(load(tmp_path / "x.cases"))
    forms = [f for forms in (*exercise.task.through.values(), *exercise.task.slips.values()) for f in forms]
    assert [f for f in [*forms, *exercise.task.solution.splitlines()[1:]] if len(f) > 3 and f in told] == []
    assert exercise.task.first in told


def _times(value, factor):
    if isinstance(value, tuple):
        return tuple(_times(v, factor) for v in value)
    return value * factor if isinstance(value, (np.ndarray, float, np.floating)) else value


def test_inputs_and_expectations_are_those_of_the_public_seed(tmp_path):
    for exercise in (e for lecture in ("02", "07") for e in EXERCISES.of(lecture) if e.task is None):
        _, cases = recorded(exercise, tmp_path)
        for live, kept in zip(cases_for(exercise), cases, strict=True):
            assert case_as_data(live)[1] == kept.group
            np.testing.assert_equal(kept.args, live.args)
            for a, b in zip(kept.expected, live.expected, strict=True):
                assert a.dtype == b.dtype
                np.testing.assert_array_equal([a.low, a.high], [b.low, b.high])


def test_large_arrays_that_chance_moves_are_kept_within_their_tolerance():
    exercise = EXERCISES["he"]
    live = next(c for c in cases_for(exercise) if np.size(c.expected[0].low) > 4096)
    kept = case_from_data(case_as_data(live)).expected[0]
    low, high, _ = live.expected[0].bounds
    assert (kept.bounds[0] <= low).all() and (kept.bounds[1] >= high).all(), "a right answer could fail"
    assert (kept.bounds[1] - kept.bounds[0] <= 1.1 * (high - low)).all()


SOLVE = """
import json, linecache, sys
import numpy as np
import autograder, mlpkit
from autograder import EXERCISES, check, start
from autograder.runtime.placeholder import NotWrittenYet
from mlpkit.activations import relu as library_relu

job = json.loads(sys.stdin.read())
for module in list(sys.modules.values()):
    home = getattr(module, "__file__", None) or ""
    assert not home.startswith(job["root"]) or "site-packages" in home or ".venv" in home, home

def define(name, source, space):
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    exec(compile(source, name, "exec"), space)
    return space[name.split(":")[0]]

space = {"np": np, "__name__": "__main__"}
start("02")
said = {}
try:
    library_relu(np.ones(3))
except NotWrittenYet as error:
    said["before"] = str(error)
said["wrong"] = {n: check(n, define(n + ":wrong", s, dict(space))).misconceptions for n, s in job["wrong"].items()}
said["scores"] = {n: float(check(n, define(n, s, space))) for n, s in job["answers"].items()}
said["points"] = {e.name: e.points for e in EXERCISES.of("02")}
said["after"] = library_relu(np.array([-1.0, 2.0])).tolist()
print(json.dumps(said))
"""

WRONG = {
    "step": ("def step(z):\n    return np.sign(z)", "sign"),
    "relu": ("def relu(z):\n    return np.abs(z)", "absolute value"),
    "tanh": ("def tanh(z):\n    return 2 / (1 + np.exp(-z)) - 1", "2 inside forgotten"),
    "sigmoid": ("def sigmoid(z, slope=1):\n    return 1 / (1 + np.exp(slope * z))", "missing minus"),
}


def test_a_whole_lecture_is_solved_inside(course, tmp_path):
    answers = {
        e.name: exercise_source(e.reference) if e.task is None else task_cells(e, set())[0] for e in EXERCISES.of("02")
    }
    job = {"root": str(ROOT), "answers": answers, "wrong": {n: source for n, (source, _) in WRONG.items()}}
    done = python(course, "-c", SOLVE, home=tmp_path, input=json.dumps(job))
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["scores"] == said["points"] == {e.name: e.points for e in EXERCISES.of("02")}
    assert {n: found[:1] for n, found in said["wrong"].items()} == {n: [name] for n, (_, name) in WRONG.items()}
    assert said["before"] == "relu is yours to write in lecture 02; this waits until its check is passed"
    assert said["after"] == [0.0, 2.0], "the library runs the student's function once its check is passed"
    assert (tmp_path / "own" / "relu.py").exists()


DEMONSTRATIONS = """
import json, sys
import numpy as np
from autograder import start
from mlpkit.activations import ACTIVATIONS
start("02")
given = np.array(json.loads(sys.stdin.read()))
print(json.dumps(ACTIVATIONS["sigmoid"].f(given).tolist()))
"""


def test_a_figure_before_the_exercise_runs_from_what_was_recorded(course, tmp_path):
    """Lecture 02 draws the sigmoid of weights x inputs before the sigmoid is written."""
    x = np.array([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0])
    cell = next(
        c.source
        for c in nbformat.read(course / "lectures" / "02-activations.ipynb", as_version=4).cells
        if c.cell_type == "code" and "ACTIVATIONS[name].f(weights[:, None] * x" in c.source
    )
    # The step stands before that cell, and is the student's by then.
    lines = "start('02')\n" + cell.replace('("step", "sigmoid")', '("sigmoid", "sigmoid")')
    program = textwrap.dedent(
        """
        import matplotlib; matplotlib.use("agg")
        import numpy as np
        from autograder import start
        from mlpkit import plots
        from mlpkit.activations import ACTIVATIONS
        from mlpkit.palette import BLACK, BLUE, GREY, LINES, ORANGE, RED
        from mlpkit.show import say, table
        """
    )
    done = python(course, "-c", program + lines, home=tmp_path)
    assert done.returncode == 0, done.stderr
    other = python(course, "-c", DEMONSTRATIONS, home=tmp_path, input=json.dumps((x * np.pi).tolist()))
    assert other.returncode and "sigmoid is yours to write in lecture 02" in other.stderr


def test_first_weights_are_found_again_however_their_dtype_is_given():
    """A network passes a dtype, a cell a type."""
    one, other = (digest("he", (2, 3, np.random.default_rng(0), d), {}) for d in (np.float32, np.dtype("float32")))
    assert one == other


def test_the_self_check_ends_with_one_clear_line(course, tmp_path):
    done = python(course, "course.py", "check", home=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Ready: everything is as the course needs it.")
    broken = tmp_path / "broken"
    shutil.copytree(course, broken)
    (broken / "autograder" / "exercises" / "records" / "relu.cases").write_bytes(b"cut off")
    done = python(broken, "course.py", "check", home=tmp_path)
    assert done.returncode == 1 and "the check of relu is damaged" in done.stdout and "Traceback" not in done.stderr


def test_an_update_brings_the_next_lecture_and_touches_no_work(first, second, tmp_path):
    folder, home = unpack(first, tmp_path), tmp_path / "home"
    assert "new: notebooks/00-start-here.ipynb" in python(folder, "course.py", "update", home=home).stdout
    mine = folder / "notebooks" / "00-start-here.ipynb"
    mine.write_text(mine.read_text(encoding="utf-8").replace("raise NotImplementedError()", "return 1"), "utf-8")
    before = mine.read_bytes()
    unpack(second, tmp_path)
    said = python(folder, "course.py", "update", home=home).stdout
    assert said == "new: notebooks/02-activations.ipynb\n"
    assert mine.read_bytes() == before
    with zipfile.ZipFile(second) as packed:
        assert not any(name.startswith(f"{TOP}/notebooks") for name in packed.namelist())


def test_the_command_says_what_it_packed(tmp_path):
    from typer.testing import CliRunner

    from autograder.cli import app

    out = tmp_path / "course.zip"
    done = CliRunner().invoke(app, ["bundle", "99", "--out", str(out)])
    assert done.exit_code == 2 and not out.exists()
    done = CliRunner().invoke(app, ["bundle", "00", "--due", "77", "--out", str(out)])
    assert done.exit_code == 2 and not out.exists()
    done = CliRunner().invoke(app, ["bundle", "00", "--due", "00", "--out", str(out)])
    assert done.exit_code == 0 and "00-start-here; answers opened: 00" in done.stdout.replace("\n", " ")


@pytest.mark.slow
def test_it_installs_in_a_fresh_environment_and_passes_its_check(course, tmp_path):
    folder = tmp_path / TOP
    shutil.copytree(course, folder)
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(["make", "check"], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "Ready: everything is as the course needs it."

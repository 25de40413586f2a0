"""The built wheel in an environment of its own, far from the checkout: every promise that an installation makes."""

import ast
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbformat
import pytest
import tomllib

from autograder.course import extras
from autograder.sandbox import backends

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_requirements_name_what_the_package_depends_on_with_the_same_bounds():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert wanted[-1] == "-e ."
    dev = PROJECT["optional-dependencies"]["dev"]
    assert wanted[:-1] == PROJECT["dependencies"] + [d for d in dev if d.startswith(("pytest>", "nbval>"))]


def test_what_is_missing_is_installed_by_an_extra_that_exists_and_without_the_checkout():
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "autograder").rglob("*.py")}
    assert not [path for path, source in sources.items() if "pip install -e" in source]
    nodes = [n for source in sources.values() if "needs(" in source for n in ast.walk(ast.parse(source))]
    calls = [n for n in nodes if isinstance(n, ast.Call) and ast.unparse(n.func) == "needs"]
    assert len(calls) >= 4
    assert {ast.literal_eval(call.args[2]) for call in calls} <= set(PROJECT["optional-dependencies"])


def test_the_distribution_is_named_as_it_is():
    assert extras.DISTRIBUTION == PROJECT["name"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """(python, folder): a new environment with the wheel; what it depends on is taken from the tests' own."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, ROOT], check=True, timeout=300)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "env"], check=True)
    bin_ = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "--python", bin_ / "python", "install", "--no-deps", wheel], check=True, timeout=300)
    (site,) = (folder / "env").glob("lib/python*/site-packages")
    # A line in a .pth file adds the folder, and none of the .pth files in it: the checkout stays away.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return bin_ / "python", folder


def run(installed, *args, **more):
    python, folder = installed
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "MLPKIT_COURSE")}
    environment |= {"MLPKIT_HOME": str(folder / "home"), "MPLBACKEND": "agg"}
    # alembic, which nbgrader calls by name, lies with the dependencies.
    environment["PATH"] = os.pathsep.join([str(python.parent), sysconfig.get_path("scripts"), environment["PATH"]])
    done = subprocess.run(
        [str(a) for a in args], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", **more
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_nothing_comes_from_the_checkout(installed):
    code = "import mlpkit, autograder; print(mlpkit.__file__); print(autograder.__file__)"
    places = run(installed, installed[0], "-c", code).splitlines()
    assert all(Path(place).is_relative_to(installed[1]) for place in places)


def test_a_lecture_is_copied_once_and_checked(installed):
    course = installed[0].parent / "mlp-course"
    said = run(installed, course, "lab", "work", "--only-copy")
    lectures = sorted((installed[1] / "work").glob("*.ipynb"))
    assert [p.name for p in lectures] == [p.name for p in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    assert f"{len(lectures)} lectures copied" in said
    lectures[0].write_text("mine", encoding="utf-8")
    assert f"0 lectures copied; {len(lectures)} were there" in run(installed, course, "lab", "work", "--only-copy")
    assert lectures[0].read_text(encoding="utf-8") == "mine"
    code = "import numpy as np; from autograder import check; print(float(check('relu', lambda z: np.maximum(z, 0))))"
    assert float(run(installed, installed[0], "-c", code).splitlines()[-1]) > 0


def test_explorers_draw(installed):
    code = "from mlpkit import explore; print(len(explore.activations().static()._repr_mimebundle_()[0]['text/html']))"
    assert int(run(installed, installed[0], "-c", code)) > 1000


@pytest.mark.skipif(bool(backends.why_no_bwrap() and backends.why_no_landlock()), reason="no confinement here")
def test_a_class_of_three_is_graded(installed):
    course = installed[0].parent / "mlp-course"
    run(installed, course, "build", "--course", "class", "01")
    (name,) = [p.name for p in (installed[1] / "class" / "release").iterdir()]
    solved = nbformat.read(ROOT / "solutions" / f"{name}.ipynb", as_version=4)
    blank = nbformat.read(installed[1] / "class" / "release" / name / f"{name}.ipynb", as_version=4)
    for student, notebook in (("ada", solved), ("boris", blank), ("chen", solved)):
        place = installed[1] / "class" / "submitted" / student / name
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{name}.ipynb")
    assert "3 graded" in run(installed, course, "grade", "class/submitted", "--out", "class", "--jobs", "1")
    rows = (installed[1] / "class" / "grades.csv").read_text(encoding="utf-8").splitlines()
    ada, boris, chen = (next(row for row in rows if name in row) for name in ("ada", "boris", "chen"))
    assert ada.split(",")[2:] == chen.split(",")[2:] != boris.split(",")[2:]


def test_a_page_of_the_site_builds(installed):
    pytest.importorskip("sphinx_book_theme", reason="the extra `site` is not installed")
    run(installed, installed[0].parent / "mlp-course", "site", "01", "--out", "pages", timeout=300)
    assert (installed[1] / "pages" / "01-linear-models.html").stat().st_size > 10_000

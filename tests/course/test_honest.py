"""The whole course under the hardened grader: every solution, whatever a check passes to it, earns full marks."""

import csv
import shutil
import subprocess
import sys

import pytest

from autograder import EXERCISES
from autograder.authoring import notebooks
from autograder.sandbox.backends import choose


def confined():
    """Whether this machine offers a sandbox."""
    try:
        return bool(choose("auto"))
    except (ValueError, RuntimeError, OSError):
        return False


pytestmark = pytest.mark.skipif(
    not confined(), reason="no confinement on this machine: neither bubblewrap nor Landlock"
)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("honest")
    names = notebooks.make_course(folder / "course")
    for name in names:
        place = folder / "handed-in" / "ada" / name
        place.mkdir(parents=True)
        shutil.copy(folder / "course" / "source" / name / f"{name}.ipynb", place)
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", folder / "handed-in", "--out", folder / "course"],
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "course"


def test_every_solution_earns_full_marks(course):
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        scores = {row["assignment"]: float(row["score"]) for row in csv.DictReader(file)}
    full = {p.stem: sum(e.points for e in EXERCISES.of(p.stem[:2])) for p in notebooks.sources()}
    assert scores == full

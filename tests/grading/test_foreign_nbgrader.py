"""nbgrader's own test notebooks, from the installed package: cell by cell the marks that its autograde gives."""

import json
import shutil
from pathlib import Path

import nbgrader
import pytest

from autograder.grading.run import Options, grade_class
from autograder.sandbox import backends
from tests.support import stock_nbgrader

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(backends.why_no_bwrap()), reason=backends.why_no_bwrap()),
    pytest.mark.filterwarnings("ignore"),
]
FILES = Path(nbgrader.__file__).parent / "tests"
# Assignment -> notebook -> its source, and what each student handed in.
UNCHANGED = "apps/submitted-unchanged"
CHEATS = ("cheat-attempt", "cheat-attempt-alternative", "grade-cell-changed", "locked-cell-changed")
TYPES = ("answer-cell-type-changed", "grade-cell-type-changed")
COURSE = {
    "ps1": {
        "p1": (
            UNCHANGED,
            {"changed": "apps/submitted-changed", "unchanged": UNCHANGED}
            | {name: f"apps/submitted-{name}" for name in CHEATS}
            | {name: f"preprocessors/submitted-{name}" for name in TYPES},
        )
    },
    "auto": {
        name: (
            f"apps/autotest-{name}",
            {
                "changed": f"apps/autotest-{name}-changed" + "-right" * (name == "hidden"),
                "unchanged": f"apps/autotest-{name}-unchanged",
                "wrong": f"apps/autotest-{name}-" + ("changed-wrong" if name == "hidden" else "unchanged"),
            },
        )
        for name in ("simple", "hashed", "hidden", "multi")
    },
    "more": {
        name: (path, {"right": path})
        for name, path in {
            "all": "apps/test", "hidden": "apps/test-hidden-tests", "zero": "apps/validation-zero-points",
            "file": "apps/open_relative_file", "task": "preprocessors/test_taskcell",
            "manual": "preprocessors/manually-graded-code-cell",
        }.items()
    },
}  # fmt: skip
# (assignment, student, notebook, cell) -> (nbgrader's mark, ours); the page for other courses says why.
REFUSED = {("ps1", f"{cell}-cell-type-changed") for cell in ("answer", "grade")}
DIFFERENT = {("ps1", "locked-cell-changed", "p1", "baz"): (0.0, None)}


def place(path, given):
    """A notebook of the package, with the kernel that is installed, and ids made unlike in one assignment."""
    notebook = json.loads((FILES / given.replace("/", "/files/", 1)).with_suffix(".ipynb").read_text(encoding="utf-8"))
    notebook["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("package") / "course"
    for assignment, notebooks in COURSE.items():
        for name, (source, students) in notebooks.items():
            place(folder / "source" / assignment / f"{name}.ipynb", source)
            for student, given in students.items():
                place(folder / "submitted" / student / assignment / f"{name}.ipynb", given)
    (folder / "source" / "more" / "data.txt").write_text("1\n2\n3\n4", encoding="utf-8")
    shutil.copy(FILES / "apps" / "files" / "autotests.yml", folder / "autotests.yml")
    (folder / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "package"\n')
    return folder


def test_the_marks_are_those_of_nbgrader_or_the_difference_is_known(course, monkeypatch):
    monkeypatch.chdir(course)
    summary = grade_class(course / "submitted", course.parent / "graded", Options(jobs=2, sandbox="bwrap"))
    assert summary.failed == []
    ours = {}
    for record in json.loads((course.parent / "graded" / "results.json").read_text(encoding="utf-8")):
        for notebook in record["notebooks"]:
            for cell, score in notebook["scores"].items():
                ours[record["assignment"], record["student"], notebook["name"], cell] = score
    nbgrader_here, stock, refused = stock_nbgrader.defaults(course), {}, set()
    for assignment, notebooks in COURSE.items():
        assert nbgrader_here.generate_assignment(assignment, force=True, create=True)["success"], assignment
        for student in next(iter(notebooks.values()))[1]:
            found = stock_nbgrader.cells(course, assignment, student, nbgrader_here)
            if isinstance(found, str):
                refused.add((assignment, student))
            else:
                stock |= {(assignment, student, *key): score for key, score in found.items()}
    assert len(stock) > 40
    different = {k: (v, ours.get(k)) for k, v in stock.items() if ours.get(k) != v}
    assert (different, refused) == (DIFFERENT, REFUSED)

"""nbgrader's side of a build: a course folder, its settings, and the release of student notebooks."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat

from autograder.authoring.lectures import BuildError
from autograder.course import author_folder
from autograder.course.paths import HOME


def prepare(course: Path) -> None:
    """Make a course folder with nbgrader's configuration and a secret seed; both are kept where they are there."""
    course.mkdir(parents=True, exist_ok=True)
    if not (course / "nbgrader_config.py").exists():
        shutil.copy(HOME / "nbgrader_config.py", course / "nbgrader_config.py")
    seed = course / "grading_seed.txt"
    if not seed.exists():
        seed.write_text(secrets.token_hex(16) + "\n", encoding="utf-8")
        seed.chmod(0o600)
    author_folder.write_pointer(course)


def student_notebooks(solutions: dict[str, nbformat.NotebookNode], course: Path | None = None) -> dict:
    """name -> student notebook, released by nbgrader from a course folder (a temporary one, or `course`)."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = course or Path(temporary)
        for name, notebook in solutions.items():
            place = folder / "source" / name
            place.mkdir(parents=True, exist_ok=True)
            nbformat.write(without_outputs(notebook), place / f"{name}.ipynb")
        release(folder, list(solutions))
        return {n: nbformat.read(folder / "release" / n / f"{n}.ipynb", as_version=4) for n in solutions}


def without_outputs(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A copy without outputs and execution counts."""
    copy = nbformat.from_dict(notebook)
    for cell in copy.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return copy


def api(course: Path):
    """nbgrader's API on a course folder, quiet."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    from autograder.gradebook.settings import settings
    from autograder.gradebook.url import url

    config = Config()
    settings(config, course)
    config.CourseDirectory.root = str(course.resolve())
    config.CourseDirectory.db_url = url(course)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    return NbGraderAPI(config=config)


def release(course: Path, names: list[str]) -> None:
    """Run nbgrader's generate_assignment for each name."""
    nbgrader = api(course)
    for name in names:
        answer = nbgrader.generate_assignment(name, force=True, create=True)
        if not answer["success"]:
            raise BuildError(
                f"nbgrader could not release {name}: {answer.get('error') or answer.get('log', '')[-800:]}"
            )

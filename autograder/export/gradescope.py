"""The autograder ZIP for Gradescope: `setup.sh`, `run_autograder`, and what they need of this project for one lecture.

As https://gradescope-autograders.readthedocs.io/en/latest/specs/ asks: both scripts in the root of the archive, which
is unpacked to /autograder/source; `setup.sh` runs once, when the image is built, `run_autograder` for each submission.

There is no gradebook in the ZIP, no name, no seed: `setup.sh` draws a seed in the image, so that all submissions to one
upload meet the same cases, and a new upload others. Of the other lectures' solutions the library alone is there, which
student code does not get to see: its sandbox has an edition of its own.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat

from autograder.authoring import notebooks
from autograder.checking import library_packages
from autograder.course import author_folder
from autograder.course.paths import HOME, PACKAGE
from autograder.export import Export
from autograder.export.feedback_zip import packed
from autograder.grading.once import lecture_assignment
from autograder.sandbox.backends import MODES
from autograder.sandbox.limits import Limits

VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")
_NEEDED = {
    "numpy", "scipy", "pooch", "tqdm", "matplotlib", "ipywidgets", "anywidget", "scikit-learn", "nbgrader", "nbformat",
    "nbclient", "nbconvert", "jupytext", "typer", "rich",
}  # fmt: skip
_LEFT_OUT = (".md", ".png", ".pyc")


def make(lecture: str, sandbox: str = "auto", visibility: str = "visible") -> Export:
    """The ZIP for one lecture."""
    if visibility not in VISIBILITIES or sandbox not in MODES:
        raise ValueError(f"--visibility is one of {', '.join(VISIBILITIES)}; --sandbox is one of {', '.join(MODES)}")
    name = lecture_assignment(lecture, "", Limits()).name
    config = {"lecture": name, "sandbox": sandbox, "visibility": visibility}
    files = {
        "setup.sh": _script("setup.sh"),
        "run_autograder": _script("run_autograder"),
        "gradescope.json": (json.dumps(config, indent=1) + "\n").encode(),
        "requirements.txt": _requirements().encode(),
        **{f"{p.parent.name}/{p.name}": _notebook(p) for p in notebooks.made(name)},
        **_package(PACKAGE),
        **{
            k: v for name in library_packages.described_with() for k, v in _package(library_packages.home(name)).items()
        },
        **_of_an_author(),
    }
    lines = [
        f"{name}: choose Ubuntu 22.04 or newer as base image and a container with 1.5 GB or more",
        *(["student code will run unconfined there: it could write its own marks"] if sandbox == "none" else []),
    ]
    return Export(packed(files, ("setup.sh", "run_autograder")), lines)


def _script(name: str) -> bytes:
    return (Path(__file__).parent / "gradescope_files" / name).read_bytes()


def _requirements() -> str:
    """What grading needs of requirements.txt, with its bounds."""
    lines = (HOME / "requirements.txt").read_text(encoding="utf-8").splitlines()
    kept = [x for x in lines if re.split(r"[<>=!~ \[]", x)[0] in _NEEDED]
    return "".join(f"{x}\n" for x in [*kept, *author_folder.requirements()])


def _notebook(path: Path) -> bytes:
    notebook = nbformat.read(path, as_version=4)
    return nbformat.writes(notebooks.without_outputs(notebook)).encode()


def _of_an_author() -> dict[str, bytes]:
    """Which lectures there are, and the descriptions of their exercises."""
    folder = author_folder.folder()
    if folder is None:
        return {}
    paths = [folder / author_folder.CONFIG_NAME, *author_folder.descriptions()]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths}


def _package(place: Path) -> dict[str, bytes]:
    """The files of a package, without pages about it, or the one module that it is."""
    return {
        p.relative_to(place.parent).as_posix(): p.read_bytes()
        for p in (sorted(place.rglob("*")) if place.is_dir() else [place])
        if p.is_file() and p.suffix not in _LEFT_OUT and "__pycache__" not in p.parts and not p.name.startswith(".")
    }

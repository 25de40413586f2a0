"""The hand-out built, as one zip file: notebooks, closed library, checks; everything a student needs, nothing else."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat
import tomllib

from autograder.authoring import notebooks
from autograder.authoring.install_line import without_install
from autograder.checking import library_packages
from autograder.checking.exercise import COURSE, EXERCISES, LECTURES, Exercise
from autograder.course import author_folder
from autograder.course.paths import HOME
from autograder.files import whole
from autograder.handout.dump import write_records
from autograder.handout.record_calls import rehearse
from autograder.handout.student_library import write_library
from autograder.sandbox.redacted_library import answer_source

TOP = "mlp-course"
_OURS = Path(__file__).resolve().parent.parent
_STUDENT = Path(__file__).resolve().parent / "student"
_KINDS = ("counterexample", "prediction", "repair", "testing")
# What the student's side starts from; the modules that these import come along.
_ENTRY = ("__init__", "describe", "handout.load", *(f"checking.kinds.{kind}" for kind in _KINDS))
_LAB = ("jupyterlab", "notebook", "ipykernel", "jsonschema")


def make_bundle(
    lectures: Iterable[str], due: Iterable[str], out: Path, tell: Callable[[str], None] = lambda what: None
) -> list[str]:
    """Write the hand-out of these lectures (none: all) to the zip file `out`. Returns their names.

    Answers to the exercises of the lectures `due` are in it ("course": of all the course's own); all others are not,
    in no form.
    """
    sources = notebooks.sources(list(lectures), course=True)
    due = numbers(due)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / TOP
        fill(folder, sources, due, tell)
        tell("packing")
        with whole(out) as part:
            _zip(folder, part)
    return [p.stem for p in sources]


def _number(lecture: str) -> str:
    if lecture[:2] not in LECTURES:
        raise ValueError(f"there is no lecture {lecture!r}; known: {', '.join(LECTURES)}")
    return lecture[:2]


def numbers(due: Iterable[str]) -> set[str]:
    """The numbers of these lectures; "course" stands for all of the course's own."""
    return {_number(n) for d in due for n in (COURSE if d == "course" else [d])}


def waiting(names: list[str], due: Iterable[str]) -> list[str]:
    """Lectures before the last of these whose exercises are in no way there: neither handed out nor due."""
    there = {name[:2] for name in names} | numbers(due)
    return [n for n in LECTURES if n < max(names)[:2] and n not in there and EXERCISES.of(n)]


def fill(folder: Path, sources: list[Path], due: set[str], tell: Callable[[str], None] = lambda what: None) -> None:
    """Write the hand-out of the lectures with these sources into `folder`."""
    folder.mkdir(parents=True)
    code = _notebooks(folder / "lectures", sources)
    write_library(folder / "mlpkit", [e for e in EXERCISES.values() if e.lecture not in due])
    if (mine := author_folder.folder()) is not None:
        shutil.copy(mine / author_folder.CONFIG_NAME, folder)
    shutil.rmtree(folder / "mlpkit" / "explore" / "pictures", ignore_errors=True)
    _packages(folder / "autograder")
    write_records(folder / "autograder" / "exercises", _described(sources, code), tell)
    tell("trying checks and figures")
    rehearse(folder, _answers(due), _solved(sources))
    shutil.copytree(_STUDENT, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    page = folder / "README.md"
    page.write_text(page.read_text(encoding="utf-8").replace("TITLE", author_folder.title(), 1), encoding="utf-8")
    shutil.copy(HOME / "LICENSE", folder)
    needed = _requirements(folder)
    (folder / "pyproject.toml").write_text(_pyproject(needed), encoding="utf-8")
    head = "# What this course needs; python course.py check says whether it is there."
    (folder / "requirements.txt").write_text("\n".join([head, *needed, "-e .", ""]), encoding="utf-8")


def _answers(due: set[str]) -> dict[str, tuple[str, str, str]]:
    return {e.name: answer_source(e.reference) for e in EXERCISES.values() if e.lecture not in due and not e.is_value}


def _solved(sources: list[Path]) -> list[Path]:
    return [path for source in sources if (path := source.with_suffix(".ipynb")).is_file()]


def _notebooks(place: Path, sources: list[Path]) -> list[str]:
    """Copy the student notebooks; returns the text of their code cells."""
    place.mkdir()
    code = []
    for path in map(notebooks.student_path, sources):
        if not path.is_file():
            raise ValueError(f"{path} is not there: run `python -m autograder build` first")
        notebook = without_install(nbformat.read(path, as_version=4))
        nbformat.write(notebook, place / path.name)
        code += [c.source for c in notebook.cells if c.cell_type == "code"]
    return code


def _described(sources: list[Path], code: list[str]) -> list[Exercise]:
    """The exercises of the released lectures, and others that their demonstrations name."""
    named = set(re.findall(r"""EXERCISES\[["'](\w+)["']\]""", "\n".join(code)))
    released = {path.stem[:2] for path in sources}
    return [e for e in EXERCISES.values() if e.lecture in released or e.name in named]


def _packages(place: Path) -> None:
    """Copy the modules of autograder that a student's side imports."""
    todo, done = list(_ENTRY), set()
    while todo:
        name = todo.pop()
        path = _OURS.joinpath(*name.split(".")).with_suffix(".py")
        if name in done or not path.is_file():
            continue
        done.add(name)
        target = place / path.relative_to(_OURS)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        todo += _imported(path)
        todo += [f"{'.'.join(name.split('.')[:i])}.__init__" for i in range(1, name.count(".") + 1)]


def _imported(path: Path) -> list[str]:
    """Modules of autograder, such as "checking.check" or "runtime.frames", that a file imports when it is imported."""
    found = []
    body = ast.parse(path.read_text(encoding="utf-8")).body
    body += [inner for node in body if isinstance(node, ast.Try) for inner in node.body]
    for node in body:
        home = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        if isinstance(node, ast.ImportFrom) and home.split(".")[0] == "autograder":
            inside = home.removeprefix("autograder").lstrip(".")
            found += [f"{inside}.{a.name}".lstrip(".") for a in node.names] + [inside, f"{inside}.__init__"]
    return [f for f in found if f]


def _pyproject(needed: list[str]) -> str:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = [f"{home.name}*" for home in library_packages.homes() if home.is_dir()] + ["autograder*"]
    modules = [home.stem for home in library_packages.homes() if home.is_file()]
    return (
        '[build-system]\nrequires = ["setuptools>=68"]\nbuild-backend = "setuptools.build_meta"\n\n'
        f'[project]\nname = "{project["name"]}"\nversion = "{project["version"]}"\n'
        f'description = "{project["description"]}"\nrequires-python = "{project["requires-python"]}"\n'
        f"dependencies = {json.dumps(needed)}\n\n"
        f"[tool.setuptools]\npackages.find.include = {json.dumps(packages)}\npy-modules = {json.dumps(modules)}\n\n"
        '[tool.setuptools.package-data]\n"mlpkit.explore" = ["*.js"]\n"autograder.exercises" = ["records/*"]\n'
    )


def _requirements(folder: Path) -> list[str]:
    """Those lines of the root's requirements.txt, with their bounds, that the hand-out imports; and JupyterLab's."""
    dists = importlib.metadata.packages_distributions()
    needed = {d.lower() for name in _outside(folder) for d in dists.get(name, [name])} | set(_LAB)
    lines = (HOME / "requirements.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if re.split(r"[<>=!~\[ ]", line)[0].lower() in needed]
    kept += [line for line in author_folder.requirements() if line not in kept]
    return kept


def _outside(folder: Path) -> set[str]:
    """Top names of all packages that code and notebooks in `folder` import."""
    sources = [p.read_text(encoding="utf-8") for p in folder.rglob("*.py")]
    for path in (folder / "lectures").glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        sources += [c.source for c in cells if c.cell_type == "code"]
    found = set()
    for source in sources:
        for node in ast.walk(ast.parse(re.sub(r"^[%!].*$", "", source, flags=re.M))):
            if isinstance(node, ast.Import):
                found |= {a.name.split(".")[0] for a in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    return found


def _zip(folder: Path, out: Path) -> None:
    now = time.localtime()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            entry = zipfile.ZipInfo(f"{TOP}/{path.relative_to(folder).as_posix()}", now)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)

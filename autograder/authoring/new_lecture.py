"""A lecture of one's own: its first files, and the tests that it has to pass."""

from __future__ import annotations

import builtins
import importlib.util
import json
import keyword
import os
import re
import subprocess
import sys
from pathlib import Path

from autograder.authoring import kinds_page, notebooks
from autograder.authoring.slips import report
from autograder.checking.exercise import EXERCISES, LECTURES
from autograder.course import author_folder

_HERE = Path(__file__).resolve().parent.parent
TEMPLATE, TESTS = _HERE / "template", _HERE.parent / "tests"
_TRIED = (
    "checking/test_exercises.py",
    "checking/test_mutants.py",
    "checking/test_derivation.py",
    "checking/test_kinds.py",
    "checking/test_statements.py",
    "authoring/test_hints.py",
    "authoring/test_build.py",
    "course/test_notebooks.py",
)
NEXT = """\
{count} files for lecture {number} in {folder}. It can be built and tested as it stands. Next:
  1. cd {folder}
  2. python -m autograder build, then read solutions/{number}-{name}.ipynb in JupyterLab
  3. change {module}.py, exercises/lecture{number}.py and solutions/{number}-{name}.py into yours; after each step
     python -m autograder try {number}"""


def make_files(number: str, name: str, title: str, folder: Path, exercises: str = "") -> list[Path]:
    """Copy the template into `folder`, with number, name, title and a working example of each exercise filled in.

    exercises   "centred,RunningMean:class", as the page about kinds says; default: one function, named as the lecture
    """
    _require_free(number, name, folder)
    module = name.replace("-", "_")
    wanted = kinds_page.wanted(exercises or module)
    _require_free_names(wanted, module, folder)
    parts = kinds_page.written(wanted, module, number)
    blocks = {target.upper(): parts[target] for target in kinds_page.TARGETS}
    blocks["EXPLORER"] = kinds_page.explorer()
    filled = {"lecture-name": name, "lecture_name": module, "LECTURE TITLE": title, "NN": number}
    made = {}
    for path in sorted(p for p in TEMPLATE.rglob("*") if p.is_file() and p.suffix in (".py", ".toml")):
        quoted = {"LECTURE TITLE": json.dumps(title, ensure_ascii=False)[1:-1]} if path.suffix == ".toml" else {}
        text = _fill(path.read_text(encoding="utf-8"), filled | quoted)
        for token, block in blocks.items():
            # Doubled, since a replacement reads backslashes.
            text = re.sub(rf"^# {token}$", block.replace("\\", r"\\"), text, flags=re.M)
        made[folder / _fill(str(path.relative_to(TEMPLATE)), filled)] = text.rstrip("\n") + "\n"
    mark = folder / author_folder.CONFIG_NAME
    if mark.exists():
        made[mark] = mark.read_text(encoding="utf-8").rstrip("\n") + "\n" + made[mark].splitlines()[-1] + "\n"
    there = [str(p) for p in made if p.exists() and p != mark]
    if there:
        raise ValueError(f"{', '.join(there)}: there already; nothing was written. Take another name, or remove it")
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(made)


def _require_free(number: str, name: str, folder: Path) -> None:
    if not re.fullmatch(r"\d\d", number):
        raise ValueError(f"the lecture's number has two digits, such as 20; got {number!r}")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise ValueError(f"the name is lower-case words joined by hyphens, such as batch-normalisation; got {name!r}")
    if (folder / "autograder").is_dir():
        raise ValueError(f"{folder} is the course itself; name a folder of your own with --folder")
    if number in LECTURES:
        free = next(f"{n:02}" for n in range(20, 100) if f"{n:02}" not in LECTURES)
        raise ValueError(f"{number} is the number of {LECTURES[number]}; {free} is free")


def _require_free_names(wanted: dict[str, str], module: str, folder: Path) -> None:
    """ValueError for a name that something has already: an exercise, a word of Python's, a module."""
    for name in wanted:
        if name in EXERCISES:
            raise ValueError(f"{name} is the name of an exercise of {EXERCISES[name].notebook}; take another")
        if keyword.iskeyword(name) or hasattr(builtins, name) or name == "np":
            raise ValueError(f"{name} is a word of Python's; take another")
    found = None if (folder / f"{module}.py").exists() else importlib.util.find_spec(module)
    if found is not None:
        raise ValueError(
            f"{module} is the name of a module that Python has in {found.origin}; name the lecture otherwise"
        )


def _fill(text: str, filled: dict[str, str]) -> str:
    for token, value in filled.items():
        text = text.replace(token, value)
    return text


def run_tests(lecture: str, slow: bool) -> int:
    """Test a lecture as the course's own are; returns pytest's exit code."""
    if lecture not in LECTURES:
        raise ValueError(f"there is no lecture {lecture!r} here; known: {', '.join(LECTURES)}")
    if not TESTS.is_dir():
        raise ValueError(f"the course's tests are not in {TESTS}: use a clone of the repository")
    _require_built(lecture)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--tb=short", f"--lecture={lecture}"]
    command += ["-m", "slow or not slow"] if slow else []
    where = {"MLPKIT_COURSE": str(author_folder.folder())} if author_folder.folder() else {}
    done = subprocess.run(
        [*command, *(str(TESTS / t) for t in _TRIED)], cwd=TESTS.parent, env={**os.environ, **where}, check=False
    )
    _say_slips(lecture)
    return done.returncode


def _say_slips(lecture: str) -> None:
    """Slips of the pen that deserve a case or a sentence."""
    module = sys.modules.get(f"autograder.exercises.lecture{lecture}")
    lines = report(EXERCISES.of(lecture), getattr(module, "EQUIVALENT", {}))
    print(
        "\nSlips of the pen:",
        *(lines or ["none earns all points, and the frequent ones have their sentence"]),
        sep="\n",
    )


def _require_built(lecture: str) -> None:
    """Say what a test would say less clearly: that the source is wrong, or not built yet."""
    for made in notebooks.stale([lecture]):
        if made.suffix == ".ipynb":
            place = made.relative_to(notebooks.root())
            raise ValueError(f"{place} is not what its source makes: python -m autograder build {lecture}")

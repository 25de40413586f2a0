"""Run inside a hand-out before it is packed: note what checks and figures ask of functions that are not in it.

Started as a process of its own in the hand-out's folder, whose mlpkit and autograder it imports: `rehearse` below.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any

# Larger calls, and more than that in one lecture, are not worth their place: their cells wait for the function.
ONE_CALL, ONE_LECTURE = 1 << 17, 1 << 22


def rehearse(folder: Path, answers: dict[str, tuple[str, str, str]], notebooks: Iterable[Path]) -> None:
    """Fill in the *.calls of the hand-out in `folder`. `answers`: exercise -> (module, name, source)."""
    job = {"answers": answers, "notebooks": [str(p) for p in notebooks]}
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ, "PYTHONPATH": str(folder), "MLPKIT_HOME": home, "MPLBACKEND": "agg", "IPYTHONDIR": home,
            "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        environment.pop("MLPKIT_COURSE", None)  # an author's lectures are tried as they are handed out
        done = subprocess.run(
            [sys.executable, "-c", _START, str(Path(__file__).resolve()), str(folder)],
            input=json.dumps(job), capture_output=True, text=True, encoding="utf-8", env=environment, cwd=home,
        )  # fmt: skip
    if done.returncode:
        raise ValueError(f"the hand-out was not packed, because its checks and figures fail:\n{done.stderr[-2000:]}")


# The file's own folder must not come first on the path, nor its package be imported: the hand-out's are meant.
_START = "import runpy, sys; runpy.run_path(sys.argv[1])['main'](sys.argv[2])"


class _Recorder:
    """A library function that notes what it was asked and what it answered; calls inside a call are its own affair."""

    busy = False

    def __init__(self, name: str, function: Callable, table: dict[str, Any]):
        self.name, self.function, self.table = name, function, table

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # Making an object, or a call with one, cannot be put on record; what it asks of other functions can.
        made = isinstance(self.function, type)
        key = None if _Recorder.busy or made or _in_an_explorer() else self._key(args, kwargs)
        if key is None:
            return self.function(*args, **kwargs)
        _Recorder.busy = True
        try:
            result = self.function(*args, **kwargs)
        finally:
            _Recorder.busy = False
        self._note(key, result, args, kwargs)
        return result

    def __getattr__(self, method: str) -> Any:
        return getattr(self.function, method)

    def _key(self, args: tuple, kwargs: dict) -> str | None:
        from autograder.handout.call_cache import digest
        from autograder.runtime.plain_data import NotPlain

        try:
            return digest(self.name, args, kwargs)
        except NotPlain:
            return None

    def _note(self, key: str | None, result: Any, args: tuple, kwargs: dict) -> None:
        if not key or key in self.table:
            return
        from autograder.handout.call_cache import generators
        from autograder.runtime.frames import pack
        from autograder.runtime.plain_data import NotPlain

        entry = [result, [g.bit_generator.state for g in generators(args, kwargs)]]
        try:
            size = len(pack(entry))
        except NotPlain:
            return
        if size < ONE_CALL and size + self.table.get("", 0) < ONE_LECTURE:
            self.table[key] = entry
            self.table[""] = self.table.get("", 0) + size


def _in_an_explorer() -> bool:
    frame: FrameType | None = sys._getframe(2)
    while frame:
        if frame.f_globals.get("__name__", "").startswith("mlpkit.explore"):
            return True
        frame = frame.f_back
    return False


def main(folder: str) -> None:
    """The process: a job on standard input, files written to the records of `folder`."""
    job = json.load(sys.stdin)
    answers = {name: _opened(*source) for name, source in job["answers"].items()}
    records = Path(folder) / "autograder" / "exercises" / "records"
    _checks(answers, records)
    for path in map(Path, job["notebooks"]):
        _demonstrations(path, answers, records)


def _opened(module: str, name: str, source: str) -> Any:
    """The library's answer, in a copy of its closed module."""
    space = dict(vars(importlib.import_module(module)))
    exec(source, space)
    return space[name]


def _save(path: Path, table: dict[str, Any]) -> None:
    from autograder.handout.codec import save

    table.pop("", None)
    if table:
        save(path, table)


def _checks(answers: dict[str, Any], records: Path) -> None:
    """Every check, with the right answer: what it needs of other exercises' functions."""
    from autograder.checking.cases import cases_for
    from autograder.checking.exercise import EXERCISES
    from autograder.checking.judge import judge

    yours = importlib.import_module("mlpkit.yours")  # which only the library of a hand-out has
    tables: dict[str, dict] = {}
    for exercise in EXERCISES.values():
        if exercise.name not in answers:
            continue
        table = tables.setdefault(exercise.lecture, {})
        asked = answers.keys() - {exercise.name, *yours.IN_TRAINING}
        others = {name: _Recorder(name, answers[name], table) for name in asked}
        yours.ANSWERS.update(others)
        judge(exercise, answers[exercise.name], cases_for(exercise))
        yours.ANSWERS.clear()
    for lecture, table in tables.items():
        _save(records / f"checks{lecture}.calls", table)


def _demonstrations(path: Path, answers: dict[str, Any], records: Path) -> None:
    """A lecture with its solutions: what its cells ask of functions that a student has not written by then."""
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell

    yours = importlib.import_module("mlpkit.yours")
    lecture = path.stem[:2]
    table: dict[str, Any] = {}
    yours.ANSWERS.clear()
    for name, f in answers.items():
        # Passed checks put the notebook's own function in the place of the recorder.
        if yours.CLOSED[name] < lecture:
            yours.ANSWERS[name] = f
        elif name not in yours.IN_TRAINING:
            yours.ANSWERS[name] = _Recorder(name, f, table)
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    checks = [i for i, c in enumerate(cells) if c.metadata.get("nbgrader", {}).get("grade")]
    shell = InteractiveShell.instance()
    shell.reset(new_session=False)
    for cell in cells[: max(checks, default=-1) + 1]:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            shell.run_cell(cell.source)
    _save(records / f"lecture{lecture}.calls", table)

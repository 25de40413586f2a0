"""Write exercises down for the hand-out: what a check says and compares, without a reference or a wrong answer."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from autograder.checking.cases import cases_for
from autograder.checking.exercise import Exercise
from autograder.checking.slip_search import slips_of
from autograder.checking.small_cases import ladder_of
from autograder.handout.codec import case_as_data, ladder_as_data, save
from autograder.handout.strip_exercises import trimmed

_PLAIN = ("name", "lecture", "points", "topics", "hints", "outputs", "weights", "free", "forbid", "step")
_LOADER = """from pathlib import Path

from autograder.handout.load import register_all

register_all(Path(__file__).with_name("records"))
"""


def write_records(
    package: Path, exercises: Iterable[Exercise], tell: Callable[[str], None] = lambda name: None
) -> None:
    """Fill `package`, the autograder.exercises of the hand-out, with these exercises: one file of them a lecture."""
    exercises, folder = list(exercises), package / "records"
    folder.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text('"""What checks run beside your function."""\n', encoding="utf-8")
    for name, text in trimmed(e.name for e in exercises).items():
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    (package / "recorded.py").write_text(_LOADER, encoding="utf-8")
    for exercise in exercises:
        tell(exercise.name)
        save(folder / f"{exercise.name}.cases", cases_as_data(exercise))
        if exercise.task is None and not exercise.is_value:
            save(folder / f"{exercise.name}.small", ladder_as_data(ladder_of(exercise), slips_of(exercise)))
    for lecture in sorted({e.lecture for e in exercises}):
        entries = [_entry(e) for e in exercises if e.lecture == lecture]
        text = json.dumps(entries, ensure_ascii=False, indent=1)
        (folder / f"lecture{lecture}.json").write_text(text, encoding="utf-8")


def cases_as_data(exercise: Exercise) -> list:
    """The public cases of an exercise as plain data."""
    as_data = getattr(exercise.task, "case_as_data", case_as_data)
    return [as_data(c) for c in cases_for(exercise)]


def task_as_data(exercise: Exercise) -> list | None:
    """Kind and description of an exercise that has a task of its own, as far as a hand-out may know it."""
    return None if exercise.task is None else [exercise.kind, exercise.task.public()]


def _entry(exercise: Exercise) -> dict:
    home = None if exercise.reference is None else inspect.unwrap(exercise.reference).__module__
    return {
        "module": home,
        **{name: getattr(exercise, name) for name in _PLAIN},
        "misconceptions": {name: said for name, (_, said) in exercise.wrong.items()},
        "task": task_as_data(exercise),
    }
